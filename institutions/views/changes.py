"""Changes that institutions propose: the form, the list, the page on which they are decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from institutions.details import lines_of
from institutions.enums import ChangeState
from institutions.forms.changes import LABELS, DecideChangeForm, ProposalForm
from institutions.lists import open_change_of, own_institution
from institutions.models import ChangeRequest, Institution
from institutions.services import changes as services
from institutions.sources import CHANGE_DOCUMENT
from institutions.workflow import CHANGE
from kernel import files
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, posted, refuse
from kernel.pages import KeysetListView, reach
from kernel.requests import PortalRequest

TABS = {
    "open": pgettext_lazy("change requests", "To decide"),
    "over": pgettext_lazy("change requests", "Decided or withdrawn"),
}


class Changes(KeysetListView):
    """What the institutions of the territory propose; an institution sees its own."""

    model, perm, order = ChangeRequest, "institutions.view_changerequest", ("-pk",)
    related = ("institution__party__region", "proposed_by__user")
    part, page = "institutions/_changes.html", "institutions/changes.html"

    @property
    def tab(self) -> str:
        if not self.request.acting.is_governmental:
            return "own"
        asked = self.request.GET.get("tab", "")
        return asked if asked in TABS else "open"

    def rows(self):
        if self.tab == "own":
            return self.shared_rows()
        rows = super().rows()
        return rows.waiting() if self.tab == "open" else rows.over()

    def context(self, **context) -> dict:
        rows = [(row, [LABELS[fact] for fact in row.facts]) for row in context["page_obj"]]
        tabs = {} if self.tab == "own" else TABS
        return super().context(rows=rows, tab=self.tab, tabs=tabs, propose_url=self.propose_url(), **context)

    def propose_url(self) -> str:
        """Where the own institution proposes; "" for whoever may not, or while a request of it is open."""
        by = self.request.acting
        own = own_institution(by) if by.has_perm("institutions.propose_change") else None
        if own is None or own.closed_on or open_change_of(own):
            return ""
        return reverse("institutions:propose", args=[own.party.public_id])


changes = Changes.as_view()


@require_http_methods(["GET", "POST"])
def propose(request: PortalRequest, public_id) -> HttpResponse:
    """Propose a change of the own record; while a request is open, that one is shown instead."""
    row, by, at = reach(Institution, request, party__public_id=public_id), request.acting, timezone.now()
    require(by, "institutions.propose_change", row)
    if request.method == "GET" and (known := open_change_of(row)):
        return redirect(known)
    facts = services.proposable_at(row.region_path, on=timezone.localdate(at))
    form = ProposalForm(posted(request), request.FILES or None, institution=row, facts=facts)

    def make(reason: str, documents=(), **said) -> str:
        sent = [files.store(upload, purpose=CHANGE_DOCUMENT, by=by, at=at) for upload in documents]
        made = services.propose_change(row, facts=said, reason=reason, documents=sent, by=by, at=at)
        return made.get_absolute_url()

    done = _("The change is proposed. Until it is decided, the register stays as it is.")
    if form.is_valid() and (answer := done_once(request, form, make, done=done)):
        return answer
    context = {
        "institution": row, "form": form, "back": row.get_absolute_url(), "heading": _("Propose a change"),
        "action": _("Propose the change"),
        "consequence": _("Your health commission decides on each fact. Until then the register stays as it is."),
    }  # fmt: skip
    return form_page(request, "institutions/form.html", context)


@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    """A request with old and new side by side; whoever may decide does it here."""
    row, by = reach(ChangeRequest, request, pk=pk), request.acting
    form, context = DecideChangeForm(posted(request), facts=row.facts), {}
    if request.method == "POST":
        require(by, "institutions.decide_change", row)
    if form.is_valid():
        seen = request.POST.get("institution_version", "")
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        try:
            services.decide_change(row, by=by, at=timezone.now(), seen=version, **form.decided())
        except Refused as refusal:
            context = refuse(form, refusal)
            row.refresh_from_db()  # a stale form is decided on what request and record say now
            if row.state != ChangeState.PROPOSED:
                messages.warning(request, _("The request was decided or withdrawn meanwhile: yours is not recorded."))
                return redirect(row)
        else:
            messages.success(request, _("The decision is recorded, and the institution is told."))
            return redirect(row)
    verbs = {step.name for step in CHANGE.open_to(by, row)}
    shown = form if "decide" in verbs else None
    context |= {
        "change": row, "institution": row.institution, "form": shown, "lines": lines_of(row, shown),
        "may_withdraw": "withdraw" in verbs, "documents": row.documents.order_by("pk"),
        "keeps": by.has_perm("institutions.change_institution", row.institution),
    }  # fmt: skip
    return form_page(request, "institutions/change.html", context)


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(ChangeRequest, request, pk=pk)
    services.withdraw_change(row, by=request.acting, at=timezone.now())
    messages.success(request, _("The change is no longer proposed."))
    return redirect(row)
