"""Roles given and taken by the security administrator; one's own account, units and delegations."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.forms.accounts import DelegateForm, EndRoleForm, GiveRoleForm
from agencies.middleware import SESSION_KEY
from agencies.models import Membership, User
from agencies.services import memberships
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, refuse
from kernel.pages import ScopedListView, needs, reach


@needs("agencies.add_membership")
@require_http_methods(["GET", "POST"])
def give_role(request, pk):
    user = reach(User, request, pk=pk)
    form = GiveRoleForm(request.POST or None, by=request.acting, initial={"valid_from": timezone.localdate()})

    def make(**facts) -> str:
        return memberships.give_role(user=user, by=request.acting, **facts).user.get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The role is given."))):
        return answer
    return form_page(request, "agencies/accounts/give_role.html", {"form": form, "person": user})


@needs("agencies.change_membership")
@require_POST
def confirm_role(request, pk):
    membership = memberships.confirm_role(reach(Membership, request, pk=pk), by=request.acting)
    messages.success(request, _("The role is confirmed."))
    return redirect(membership.user)


class Proposed(ScopedListView):
    """The roles that await confirmation, the oldest first; many are confirmed at once."""

    model, perm = Membership, "agencies.change_membership"
    related, order = ("user", "party", "section", "represents__user"), ("pk",)
    part = page = "agencies/accounts/proposed.html"

    def rows(self):
        return super().rows().proposed()

    def post(self, request):
        chosen = [int(key) for key in request.POST.getlist("role") if key.isascii() and key.isdigit()]
        count = memberships.confirm_roles(chosen, by=request.acting)
        messages.success(
            request, ngettext("%(n)d role is confirmed.", "%(n)d roles are confirmed.", count) % {"n": count}
        )
        return redirect("agencies:proposed")


@needs("agencies.change_membership")
@require_http_methods(["GET", "POST"])
def end_role(request, pk):
    membership = reach(Membership, request, pk=pk)
    form = EndRoleForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "membership": membership, "version": membership.version}
    if form.is_valid():
        try:
            membership = memberships.end_role(
                membership, by=request.acting, at=timezone.now(), last_day=form.cleaned_data["last_day"]
            )
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=lambda now: {"last_day": now.valid_to})
        else:
            messages.success(request, _("The end of the role is recorded."))
            return redirect(membership.user)
    return form_page(request, "agencies/accounts/end_role.html", context)


@require_safe
def my_account(request):
    """Who I am, for whom I act, who represents me."""
    given = memberships.handed_on_by(request.user, today=timezone.localdate())
    rows = [{"row": row, "may_delegate": row.has_perm("agencies.delegate", row)} for row in request.memberships]
    context = {"roles": rows, "given": given, "may_ask": request.acting.has_perm("agencies.request_emergency")}
    return render(request, "agencies/accounts/my_account.html", context)


@require_POST
def act_as(request):
    """Act for another of one's own units from now on."""
    chosen = request.POST.get("membership", "")
    if chosen not in {str(row.pk) for row in request.memberships}:
        raise Http404
    request.session[SESSION_KEY] = int(chosen)
    onward = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(onward)
    return redirect("home")


def own(request, pk) -> Membership:
    """The membership, when it is one of those that the person may act as."""
    for row in request.memberships:
        if row.pk == pk:
            return row
    raise Http404


@require_http_methods(["GET", "POST"])
def delegate(request, pk):
    membership = own(request, pk)
    form = DelegateForm(request.POST or None, membership=membership, initial={"valid_from": timezone.localdate()})

    def make(**facts) -> str:
        memberships.delegate(membership, by=request.acting, at=timezone.now(), **facts)
        return reverse("agencies:my_account")

    done = _("The delegation is recorded. It ends by itself after its last day.")
    if form.is_valid() and (answer := done_once(request, form, make, done=done)):
        return answer
    return form_page(request, "agencies/accounts/delegate.html", {"form": form, "membership": membership})


@require_POST
def end_delegation(request, pk):
    deputy = memberships.handed_on_by(request.user, today=timezone.localdate()).filter(pk=pk).first()
    if deputy is None:
        raise Http404
    memberships.end_delegation(deputy, by=request.acting, at=timezone.now())
    messages.success(request, _("The work is yours again."))
    return redirect("agencies:my_account")
