"""Programmes of a year with their rounds: listed, drafted, published, withdrawn."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspections.enums import ProgrammeState
from inspections.filters import ProgrammeFilters
from inspections.forms.programmes import NewProgrammeForm, ProgrammeForm, RoundForm, WithdrawProgrammeForm
from inspections.models import Programme, Round
from inspections.overview import counted, in_words
from inspections.services import programmes as services
from inspections.services.audiences import count_of
from inspections.workflow import PROGRAMME
from kernel.access import require
from kernel.form_pages import done_once, form_page, posted, step_page
from kernel.pages import ScopedListView, needs, reach
from kernel.requests import PortalRequest

FORM = "inspections/form.html"
ROUND = ("opens_on", "due_on", "checklist")  # facts of a round that its form asks for as they are


class Programmes(ScopedListView):
    """Those of the territory and of the territories around, the latest year first."""

    model, filterset, perm = Programme, ProgrammeFilters, "inspections.view_programme"
    order, related = ("-year", "region_path", "-pk"), ("region",)
    part, page = "inspections/_programmes.html", "inspections/programmes.html"

    def context(self, **context) -> dict[str, Any]:
        by = self.request.acting
        return context | {"may_add": by.has_perm("inspections.add_programme", by.party)}


programmes = Programmes.as_view()


@needs("inspections.view_programme")
@require_safe
def programme(request: PortalRequest, pk: int) -> HttpResponse:
    row, by = reach(Programme, request, pk=pk), request.acting
    is_draft = row.state == ProgrammeState.DRAFT
    rounds = row.rounds.select_related("checklist").order_by("due_on", "kind")
    shows_counts = not is_draft and by.has_perm("inspections.view_round")
    context = {
        "programme": row, "today": timezone.localdate(), "shows_counts": shows_counts,
        "rounds": [(one, in_words(one.audience)) for one in (counted(rounds, by=by) if shows_counts else rounds)],
        "may_change": is_draft and by.has_perm("inspections.change_programme", row),
        "verbs": {step.name for step in PROGRAMME.open_to(by, row)},
    }  # fmt: skip
    return render(request, "inspections/programme.html", context)


@needs("inspections.add_programme")
@require_http_methods(["GET", "POST"])
def create(request: PortalRequest) -> HttpResponse:
    """A draft for the own territory, with its rounds."""
    by, at = request.acting, timezone.now()
    require(by, "inspections.add_programme", by.party)
    form = NewProgrammeForm(posted(request), by=by, initial={"year": timezone.localdate(at).year})

    def make(**said) -> str:
        return services.draft_programme(region=by.party.region, by=by, at=at, **said).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The programme was begun."))):
        return answer
    context = {"form": form, "heading": _("Begin a programme"), "action": _("Begin the programme")}
    return form_page(request, FORM, context | {"up": "inspections:programmes"})


def _drafted(request: PortalRequest, pk: int) -> Programme:
    row = reach(Programme, request, pk=pk)
    require(request.acting, "inspections.change_programme", row)
    return row


def _step(request: PortalRequest, row: Programme, form: forms.Form, deed, *, done, page=FORM, **words) -> HttpResponse:
    words |= {"form": form, "record": row, "back": row.get_absolute_url(), "up": "inspections:programmes"}
    return step_page(request, page, words, row=row, deed=deed, done=done)


@needs("inspections.change_programme")
@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    row = _drafted(request, pk)

    def deed(row, *, by, at, **said):
        services.change_programme(row, by=by, **said)

    form = ProgrammeForm(posted(request), initial={name: getattr(row, name) for name in ProgrammeForm.base_fields})
    words = {"heading": _("Change the programme"), "action": _("Save")}
    return _step(request, row, form, deed, done=_("The changes were saved."), **words)


@needs("inspections.change_programme")
@require_http_methods(["GET", "POST"])
def edit_round(request: PortalRequest, pk: int, key: int) -> HttpResponse:
    """Its days, its checklist, and for whom it is; how many are meant is told while that is chosen."""
    row = _drafted(request, pk)
    one = row.rounds.filter(pk=key).first()
    if one is None:
        raise Http404
    said = (one.audience.get("filters") or {}) | {name: getattr(one, name) for name in ROUND}
    form = RoundForm(posted(request), by=request.acting, initial=said)
    if request.htmx:
        return render(request, "inspections/_meant.html", {"count": _meant(one, request)})

    def deed(row, *, by, at, **said):
        facts = {name: said[name] for name in ROUND}
        services.change_round(row, one, audience=form.narrowed(), by=by, at=at, **facts)

    words = {"heading": one.title, "action": _("Save"), "count": count_of(one), "round": one}
    done = _("The changes were saved.")
    return _step(request, row, form, deed, done=done, page="inspections/round_form.html", **words)


def _meant(one: Round, request: PortalRequest) -> int:
    """How many would be asked if it were for those that are chosen."""
    form = RoundForm(request.GET, by=request.acting)
    form.is_valid()
    one.audience = form.narrowed()
    return count_of(one)


@needs("inspections.publish_programme")
@require_http_methods(["GET", "POST"])
def publish(request: PortalRequest, pk: int) -> HttpResponse:
    """With how many institutions each round is meant for."""
    row, today = reach(Programme, request, pk=pk), timezone.localdate()
    require(request.acting, "inspections.publish_programme", row)
    lines = [(one, count_of(one)) for one in row.rounds.select_related("checklist").order_by("due_on", "kind")]
    words = {
        "heading": _("Publish the programme"), "action": _("Publish the programme"), "lines": lines, "today": today,
    }  # fmt: skip
    return _step(
        request, row, forms.Form(posted(request)), services.publish_programme,
        done=_("The programme is published. What opens by today is open."), page="inspections/publish.html", **words,
    )  # fmt: skip


@needs("inspections.publish_programme")
@require_http_methods(["GET", "POST"])
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Programme, request, pk=pk)
    require(request.acting, "inspections.publish_programme", row)
    words = {
        "heading": _("Withdraw the programme"), "action": _("Withdraw the programme"),
        "consequence": [_("No further round of it is opened. What institutions owe already stays.")],
    }  # fmt: skip
    form = WithdrawProgrammeForm(posted(request))
    return _step(request, row, form, services.withdraw_programme, done=_("The programme is withdrawn."), **words)


@needs("inspections.change_programme")
@require_POST
def discard(request: PortalRequest, pk: int) -> HttpResponse:
    row = _drafted(request, pk)
    services.discard_programme(row, by=request.acting)
    messages.success(request, _("The draft was thrown away."))
    return redirect("inspections:programmes")
