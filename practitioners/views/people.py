"""Practitioners: the list, a person's page, what the commission's staff enter, and personal numbers in full."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from institutions.lists import own_institution, regions_to_choose
from institutions.models import Institution
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, posted, refuse
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest
from practitioners.deadlines import opened_until
from practitioners.facts import FACTS, PERSONAL
from practitioners.filters import PractitionerFilters
from practitioners.forms import EditPractitionerForm, FindForm, NewPractitionerForm, UnmaskForm
from practitioners.lists import (
    ORDER,
    assessed,
    counted,
    events_of,
    main_of,
    registrations_of,
    renewals_owed,
    with_main,
)
from practitioners.models import Practitioner
from practitioners.services import people as services
from practitioners.workflow import REGISTRATION

FORM = "practitioners/form.html"


class Practitioners(KeysetListView):
    """The practitioners of the territory; an institution is led to its own people."""

    model, filterset, perm = Practitioner, PractitionerFilters, "practitioners.view_practitioner"
    order, related = ORDER, ("party__region",)
    part, page = "practitioners/_practitioners.html", "practitioners/practitioners.html"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        own = own_institution(request.acting)
        if own:
            return redirect("practitioners:people", own.party.public_id)
        return super().get(request, **kwargs)

    def rows(self):
        return with_main(super().rows())

    def paginate(self, rows):
        self.count, self.has_more = counted(rows)
        return super().paginate(rows)

    def context(self, **context) -> dict:
        by, asked = self.request.acting, self.request.GET
        today = timezone.localdate()
        regions = [] if self.request.htmx else regions_to_choose(by, asked.get("region", ""), on=today)
        return context | {
            "today": today, "count": self.count, "has_more": self.has_more, "regions": regions,
            "is_filtered": any(asked[name] for name in asked if name not in {"after", "before"}),
            "may_add": by.has_perm("practitioners.add_practitioner"),
            "may_find": by.has_perm("practitioners.add_registration"),
            "shows_numbers": by.has_perm("practitioners.view_numbers"),
        }  # fmt: skip


practitioners = Practitioners.as_view()


@needs("practitioners.view_practitioner")
@require_safe
def practitioner(request: PortalRequest, public_id) -> HttpResponse:
    """What is recorded of a person, with every registration."""
    row, by, today = reach(Practitioner, request, party__public_id=public_id), request.acting, timezone.localdate()
    registrations = registrations_of(row)
    owed = renewals_owed(registrations)
    context = {
        "practitioner": row, "today": today, "soon": opened_until(today),
        "registrations": [
            {
                "row": one, "steps": REGISTRATION.open_to(by, one),
                "may_extend": one.is_open and one.valid_to and by.has_perm("practitioners.extend_registration", one),
                "may_change": one.is_open and by.has_perm("practitioners.change_registration", one),
                "may_apply": one.pk in owed and by.has_perm("practitioners.apply_extension", one),
            }
            for one in registrations
        ],
        "shows_numbers": by.has_perm("practitioners.view_numbers"),
        "assessed": assessed(row, on=today) if by.has_perm("practitioners.view_assessment") else None,
        "may_assess": by.has_perm("practitioners.keep_assessment", row),
        "events": events_of(row, by, on=today) if by.is_governmental else None,
        "may_change": by.has_perm("practitioners.change_practitioner", row),
        "may_unmask": by.has_perm("practitioners.unmask", row) and any(getattr(row, fact) for fact in PERSONAL),
    }  # fmt: skip
    return render(request, "practitioners/practitioner.html", context)


@sensitive_post_parameters()
@needs("practitioners.add_practitioner")
@require_http_methods(["GET", "POST"])
def create(request: PortalRequest, public_id) -> HttpResponse:
    """Somebody new, with the main registration at this institution."""
    institution, by = reach(Institution, request, party__public_id=public_id), request.acting
    require(by, "practitioners.add_practitioner", institution)
    form = NewPractitionerForm(posted(request))

    def make(**facts) -> str:
        return services.add_practitioner(institution=institution, by=by, at=timezone.now(), **facts).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The practitioner was added."))):
        return answer
    words = {"heading": _("Add a practitioner"), "action": _("Add the practitioner")}
    back = reverse("practitioners:people", args=[public_id])
    return form_page(
        request, "institutions/form.html", words | {"form": form, "institution": institution, "back": back}
    )


@sensitive_post_parameters()
@needs("practitioners.change_practitioner")
@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(Practitioner, request, party__public_id=public_id), request.acting
    require(by, "practitioners.change_practitioner", row)
    numbers = {fact: getattr(row, fact) for fact in PERSONAL}
    form = EditPractitionerForm(posted(request), initial=_said(row), recorded=numbers)
    words = {"heading": _("Change what is recorded"), "action": _("Save")}
    context = words | {"form": form, "practitioner": row, "version": row.version, "back": row.get_absolute_url()}
    if form.is_valid():
        try:
            row = services.change_practitioner(row, by=by, at=timezone.now(), **form.told())
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=_said)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(row)
    return form_page(request, FORM, context)


def _said(row: Practitioner) -> dict:
    """What the form shows of it: no personal numbers."""
    return {"name": row.name, **{fact: getattr(row, fact) for fact in FACTS if fact not in PERSONAL}}


@never_cache
@sensitive_post_parameters()
@needs("practitioners.add_registration")
@require_http_methods(["GET", "POST"])
def find(request: PortalRequest) -> HttpResponse:
    """Whoever has a number, exactly. It is posted, so that it stands in no address and no log."""
    form, by, elsewhere = FindForm(posted(request)), request.acting, None
    if form.is_valid():
        found = services.practitioner_with(form.cleaned_data["number"], by=by)
        if found is None:
            form.add_error("number", _("No practitioner has this number."))
        elif by.covers(found):
            return redirect(found)
        else:
            elsewhere = {"practitioner": found, "main": main_of(found)}
    return form_page(request, "practitioners/find.html", {"form": form, "elsewhere": elsewhere})


@never_cache
@needs("practitioners.unmask")
@require_http_methods(["GET", "POST"])
def unmask(request: PortalRequest, public_id) -> HttpResponse:
    """Personal numbers in full: in the answer to this form, and nowhere else."""
    row, by = reach(Practitioner, request, party__public_id=public_id), request.acting
    require(by, "practitioners.unmask", row)
    form, numbers = UnmaskForm(posted(request)), None
    if form.is_valid():
        try:
            numbers = services.unmask(row, by=by, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
    context = {"practitioner": row, "form": form, "numbers": numbers, "back": row.get_absolute_url()}
    return form_page(request, "practitioners/unmask.html", context)
