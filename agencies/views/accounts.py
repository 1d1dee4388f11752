"""The people of the territory: their accounts, opened, reset and closed by the system administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.filters import UserFilters
from agencies.forms.account_table import COLUMNS, MAX_ACCOUNTS, AccountTableForm
from agencies.forms.accounts import AGENCY_ROLES, AccountForm
from agencies.models import User
from agencies.services import accounts
from kernel.access import require
from kernel.drawing import qr_code
from kernel.errors import Refused
from kernel.form_pages import form_page, refuse
from kernel.once import once
from kernel.pages import ScopedListView, needs, reach


class People(ScopedListView):
    model, filterset = User, UserFilters
    order = ("name", "pk")
    perm = "agencies.view_user"
    part, page = "agencies/accounts/_people.html", "agencies/accounts/people.html"

    def rows(self):
        return super().rows().with_roles(timezone.localdate(), self.request.acting)

    def context(self, **context):
        by = self.request.acting
        return context | {
            "may_open": by.has_perm("agencies.add_user"), "may_confirm": by.has_perm("agencies.change_membership")
        }  # fmt: skip


@needs("agencies.view_user")
@require_safe
def person(request, pk):
    """One person's account and roles, with what the acting administrator may do about them."""
    user = reach(User, request, pk=pk)
    by, today = request.acting, timezone.localdate()
    roles = list(
        user.memberships.visible_to(by).not_over(today).select_related("party", "section", "user", "represents__user")
    )
    context = {
        "person": user,
        "roles": [{"row": row, "may": by.has_perm("agencies.change_membership", row)} for row in roles],
        "may_give_role": by.has_perm("agencies.add_membership") and user.pk != by.user_id,
        "acts": [act for act in ACTS.values() if by.has_perm(act.perm, user) and act.fits(user)],
        "may_reset": by.has_perm("agencies.reset_password", user) and user.pk != by.user_id,
        "is_locked": accounts.is_locked(user, at=timezone.now()),
        "has_second_factor": accounts.has_second_factor(user),
        "open_logins": accounts.open_logins(user),
    }
    return render(request, "agencies/accounts/person.html", context)


def letters(request, printed: list[accounts.Letter]):
    """The letters of new passwords, on this answer only."""
    log_in = request.build_absolute_uri(reverse("account_login"))
    context = {
        "letters": printed,
        "address": request.build_absolute_uri("/"),
        "qr": qr_code(log_in, label=gettext("QR code of the page to log in")),
    }
    return render(request, "agencies/accounts/letters.html", context)


def print_once(request, key: UUID, make: Callable[[], list[accounts.Letter]]):
    """The letters of what `make` opens; the same form sent again opens nothing and cannot show them again."""
    printed: list[accounts.Letter] = []

    def make_and_keep() -> str:
        printed.extend(make())
        return reverse("agencies:people")

    address = once(key, by=request.acting, make=make_and_keep)
    if printed:
        return letters(request, printed)
    messages.info(
        request, _("This was done already, and its letters were shown once. Reset a password if one is lost.")
    )
    return redirect(address)


@needs("agencies.add_user")
@never_cache
@require_http_methods(["GET", "POST"])
def create_account(request):
    form = AccountForm(request.POST or None, by=request.acting)
    if form.is_valid():
        facts = form.cleaned_data
        key = facts.pop("form_key")
        facts |= {"by": request.acting, "at": timezone.now()}
        try:
            return print_once(request, key, lambda: [accounts.create_account(**facts)])
        except Refused as refusal:
            refuse(form, refusal)
    return form_page(request, "agencies/accounts/create.html", {"form": form})


@needs("agencies.add_user")
@never_cache
@require_http_methods(["GET", "POST"])
def create_accounts(request):
    posted = request.method == "POST"
    form = AccountTableForm(request.POST if posted else None, request.FILES if posted else None, by=request.acting)
    if form.is_valid():
        facts = {"rows": form.accounts, "by": request.acting, "at": timezone.now()}
        try:
            return print_once(request, form.cleaned_data["form_key"], lambda: accounts.create_accounts(**facts))
        except Refused as refusal:
            refuse(form, refusal)
    roles = [words for _code, words in AGENCY_ROLES]
    context = {"form": form, "most": MAX_ACCOUNTS, "columns": COLUMNS.items(), "roles": roles}
    return form_page(request, "agencies/accounts/create_many.html", context)


@needs("agencies.reset_password")
@never_cache
@require_http_methods(["GET", "POST"])
def reset_password(request, pk):
    user = reach(User, request, pk=pk)
    if request.method == "POST":
        return letters(request, [accounts.reset_password(user, by=request.acting, at=timezone.now())])
    return render(request, "agencies/accounts/reset_password.html", {"person": user})


@dataclass(frozen=True)
class Act:
    """Something an administrator does to an account, after a page that says what follows."""

    verb: str
    service: Callable
    perm: str
    label: Any
    follows: Any
    done: Any
    fits: Callable[[User], bool] = lambda user: True


ACTS = {
    act.verb: act
    for act in (
        Act(
            "end-logins",
            accounts.end_logins,
            "agencies.end_logins",
            _("End the open logins"),
            _("The person is logged out everywhere and can log in again at once."),
            _("The open logins have ended."),
        ),
        Act(
            "lift-lock",
            accounts.lift_lock,
            "agencies.lift_lock",
            _("Lift the lock"),
            _("The person can try to log in again before the lock ends by itself."),
            _("The lock is lifted."),
            lambda user: accounts.is_locked(user, at=timezone.now()),
        ),
        Act(
            "remove-second-factor",
            accounts.remove_second_factor,
            "agencies.remove_second_factor",
            _("Remove the second factor"),
            _("For who has lost phone and recovery codes. The next log-in asks to set up a new second factor."),
            _("The second factor is removed."),
            accounts.has_second_factor,
        ),
        Act(
            "close",
            accounts.close_account,
            "agencies.change_user",
            _("Close the account"),
            _("The person is logged out everywhere and can no longer log in. What was done keeps the name."),
            _("The account is closed."),
            lambda user: user.is_active,
        ),
        Act(
            "reopen",
            accounts.reopen_account,
            "agencies.change_user",
            _("Reopen the account"),
            _("The person can log in again, with the password and the roles that are still valid."),
            _("The account is open again."),
            lambda user: not user.is_active,
        ),
    )
}


@needs("agencies.view_user")
@require_http_methods(["GET", "POST"])
def act(request, pk, verb):
    """Say what follows, then do it."""
    if (chosen := ACTS.get(verb)) is None:
        raise Http404
    user = reach(User, request, pk=pk)
    require(request.acting, chosen.perm, user)
    if request.method == "POST":
        chosen.service(user, by=request.acting)
        messages.success(request, chosen.done)
        return redirect(user)
    return render(request, "agencies/accounts/act.html", {"person": user, "act": chosen})
