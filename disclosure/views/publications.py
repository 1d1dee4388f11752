"""The staff's pages: the list, a publication with what was recorded beside it, drafting."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import kinds, services
from disclosure.filters import PublicationFilters
from disclosure.forms import DraftForm, NewDraftForm, StartForm, entered
from disclosure.models import Publication
from disclosure.services import reading
from disclosure.views.steps import STEPS
from disclosure.workflow import PUBLICATION
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, refuse
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest


class Publications(KeysetListView):
    """What the acting agency publishes; for a health commission whatever is published in its territory."""

    model, filterset = Publication, PublicationFilters
    related = ("agency__party", "party")
    order = ("-pk",)
    part, page, perm = "disclosure/_publications.html", "disclosure/publications.html", "disclosure.view_publication"

    def context(self, **context) -> dict:
        by = self.request.acting
        return context | {
            "lines": reading.lines(context["page_obj"], by=by, at=timezone.now()),
            "may_add": by.has_perm("disclosure.add_publication"),
        }


publications = Publications.as_view()


@needs("disclosure.view_publication")
@require_safe
def publication(request: PortalRequest, public_id) -> HttpResponse:
    """One publication: what the public reads, what was recorded, who checked it, and what can be done."""
    by, row = request.acting, reach(Publication, request, public_id=public_id)
    (line,) = reading.lines([row], by=by, at=timezone.now())
    context = {
        "publication": row,
        "line": line,
        "rows": reading.compared(row, by=by),
        "steps": [step for step in PUBLICATION.open_to(by, row) if step.name in STEPS],
        "may_change": row.state in PUBLICATION["submit"].sources and by.has_perm("disclosure.change_publication", row),
        "may_ask_withdrawal": row.state in PUBLICATION["withdraw"].sources
        and not row.withdrawal_asked_at
        and by.has_perm("disclosure.ask_withdrawal", row),
        "planned": reading.planned_day(row, on=timezone.localdate()),
        "is_own_writing": by.user_id in row.writers,
    }
    return render(request, "disclosure/publication.html", context)


@needs("disclosure.add_publication")
@require_safe
def start(request: PortalRequest) -> HttpResponse:
    """What is to be published, and about whom: ?kind and ?q, a part of the name."""
    form = StartForm(request.GET or None)
    found = reading.parties_named(form.cleaned_data["q"], by=request.acting) if form.is_valid() else []
    context = {"form": form, "parties": found, "most": reading.MOST, "is_asked": form.is_bound and form.is_valid()}
    return form_page(request, "disclosure/start.html", context)


@needs("disclosure.add_publication")
@require_http_methods(["GET", "POST"])
def draft(request: PortalRequest, kind: str, party) -> HttpResponse:
    """A new draft of a kind about a party."""
    about = reading.party_to_publish(party, by=request.acting)
    if about is None or kind not in dict(kinds.choices()):
        raise Http404
    declared = kinds.kind_of(kind)
    form = NewDraftForm(request.POST or None, kind=declared, initial={"formed_on": timezone.localdate()})

    def make(**_entered) -> str:
        facts = form.facts()
        del facts["form_key"]
        return services.draft_publication(
            kind, party=about, by=request.acting, at=timezone.now(), **facts
        ).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The draft was saved."))):
        return answer
    return form_page(request, "disclosure/draft.html", {"form": form, "kind": declared, "party": about})


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, public_id) -> HttpResponse:
    """Write a draft anew, beginning with what was recorded."""
    row = reach(Publication, request, public_id=public_id)
    require(request.acting, "disclosure.change_publication", row)
    original = reading.original_of(row, by=request.acting)
    initial = entered(original) | days_of(row) if original else {}
    form = DraftForm(request.POST or None, kind=row.declared, initial=initial)
    context = {"form": form, "kind": row.declared, "party": row.party, "publication": row, "version": row.version}
    if form.is_valid():
        try:
            row = services.change_draft(row, by=request.acting, at=timezone.now(), **form.facts())
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=_recorded)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(row)
    return form_page(request, "disclosure/edit.html", context)


def _recorded(now: Publication) -> dict:
    """What the form shows of a draft as it is now."""
    return entered(now.original) | days_of(now) if hasattr(now, "original") else {}


def days_of(row: Publication) -> dict:
    """What a form shows of the days; a first day that is not to come was planned by nobody."""
    return {"public_from": reading.planned_day(row, on=timezone.localdate()), "public_until": row.public_until}
