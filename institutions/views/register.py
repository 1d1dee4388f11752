"""The register: its list, an institution's page, and what the commission's staff enter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from institutions.facts import FACTS, doubts_of
from institutions.filters import InstitutionFilters
from institutions.forms.register import CloseInstitutionForm, InstitutionForm, NewInstitutionForm, ReasonForm
from institutions.lists import (
    ORDER,
    SHOWN,
    counted,
    merged_with,
    open_change_of,
    own_institution,
    regions_to_choose,
    verification_of,
)
from institutions.models import Institution
from institutions.services import register as services
from institutions.workflow import INSTITUTION
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, posted, refuse, step_page
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest
from obligations.lists import lines, owed_by

FORM = "institutions/form.html"
MORE = ("profit_class", "level", "class_grade", "licence_type", "subject", "beds", "opened")  # conditions
DUE = 6  # duties that the page of an institution names


class Institutions(KeysetListView):
    """The register of the territory; an institution is led to its own page."""

    model, filterset, perm = Institution, InstitutionFilters, "institutions.view_institution"
    order, related = ORDER, ("party__region",)
    part, page = "institutions/_institutions.html", "institutions/institutions.html"
    saved_as = "institutions:institutions"

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        own = own_institution(request.acting)
        return redirect(own) if own else super().get(request, **kwargs)

    def rows(self):
        return super().rows().only(*SHOWN)

    def paginate(self, rows):
        self.count, self.has_more = counted(rows)
        return super().paginate(rows)

    @property
    def is_filtered(self) -> bool:
        asked = self.request.GET
        return any(asked[name] for name in asked if name not in {"after", "before"})

    def context(self, **context) -> dict:
        by = self.request.acting
        regions = (
            []
            if self.request.htmx
            else regions_to_choose(by, self.request.GET.get("region", ""), on=timezone.localdate())
        )
        form = context["filters"].form
        return context | {
            "more_conditions": [form[name] for name in MORE],
            "has_more_conditions": not form.is_valid() or any(form.cleaned_data[name] for name in ("ownership", *MORE)),
            "count": self.count, "has_more": self.has_more, "is_filtered": self.is_filtered,
            "today": timezone.localdate(), "is_short": len(self.request.GET.get("q", "").strip()) == 1,
            "may_add": by.has_perm("institutions.add_institution"),
            "may_order": by.has_perm("inspections.publish_programme", by.party),
            "regions": regions,
        }  # fmt: skip


institutions = Institutions.as_view()


@needs("institutions.view_institution")
@require_safe
def institution(request: PortalRequest, public_id) -> HttpResponse:
    """What the register says of an institution."""
    row, by, at = reach(Institution, request, party__public_id=public_id), request.acting, timezone.now()
    owed = list(owed_by(row.party, by=by)[: DUE + 1])
    context = {
        "institution": row, "doubts": doubts_of({fact: getattr(row, fact) for fact in FACTS}),
        "may_change": by.has_perm("institutions.change_institution", row) and not row.closed_on,
        "steps": INSTITUTION.open_to(by, row), "today": timezone.localdate(),
        "may_propose": by.has_perm("institutions.propose_change", row) and not row.closed_on,
        "due": lines(owed[:DUE], by=by, at=at), "more_due": len(owed) > DUE,
        "change": open_change_of(row) if by.has_perm("institutions.view_changerequest", row) else None,
        **merged_with(row, by=by),
    }  # fmt: skip
    return render(request, "institutions/institution.html", context | verification_of(row, by=by))


@needs("institutions.add_institution")
@require_http_methods(["GET", "POST"])
def create(request: PortalRequest) -> HttpResponse:
    by, at = request.acting, timezone.now()
    form = NewInstitutionForm(posted(request), by=by)

    def make(**facts) -> str:
        return services.add_institution(by=by, at=at, **facts).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The institution was added."))):
        return answer
    context = {"heading": _("Add an institution"), "action": _("Add the institution"), "form": form}
    return form_page(request, FORM, context | {"back": reverse("institutions:institutions")})


@needs("institutions.change_institution")
@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, public_id) -> HttpResponse:
    row, by, at = reach(Institution, request, party__public_id=public_id), request.acting, timezone.now()
    require(by, "institutions.change_institution", row)
    form = InstitutionForm(posted(request), initial=_said(row), by=by)
    words = {"heading": _("Change the record"), "action": _("Save")}
    context = words | {"form": form, "institution": row, "version": row.version, "back": row.get_absolute_url()}
    if form.is_valid():
        try:
            row = services.change_institution(row, by=by, at=at, **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=_said)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(row)
    return form_page(request, FORM, context)


def _said(row: Institution) -> dict:
    """What the register says, in the fields of the form."""
    return {
        "name": row.name,
        "region": row.party.region,
        **{fact: getattr(row, fact) for fact in FACTS},
    }


@needs("institutions.close_institution")
@require_http_methods(["GET", "POST"])
def close(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(Institution, request, party__public_id=public_id)
    require(request.acting, "institutions.close_institution", row)

    def deed(row, *, by, at, **said):
        services.close_institution(row, by=by, at=at, **said)

    words = {"heading": _("Close the institution"), "action": _("Close the institution")}
    context = words | {
        "institution": row,
        "form": CloseInstitutionForm(posted(request), by=request.acting),
        "back": row.get_absolute_url(),
    }
    done = _("The institution is closed. Its record stays.")
    return step_page(request, FORM, context, row=row, deed=deed, done=done)


@needs("institutions.close_institution")
@require_http_methods(["GET", "POST"])
def reopen(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(Institution, request, party__public_id=public_id)
    require(request.acting, "institutions.close_institution", row)

    def deed(row, *, by, at, **said):
        services.reopen_institution(row, by=by, **said)

    words = {"heading": _("Take the closure back"), "action": _("Take the closure back")}
    context = words | {"institution": row, "form": ReasonForm(posted(request)), "back": row.get_absolute_url()}
    done = _("The closure was taken back.")
    return step_page(request, FORM, context, row=row, deed=deed, done=done)


@needs("institutions.change_institution")
@require_http_methods(["GET", "POST"])
def suspend(request: PortalRequest, public_id) -> HttpResponse:
    words = {"heading": _("Suspend the institution"), "action": _("Suspend the institution")}
    return _rest(request, public_id, services.suspend_institution, words, done=_("The institution is suspended."))


@needs("institutions.change_institution")
@require_http_methods(["GET", "POST"])
def resume(request: PortalRequest, public_id) -> HttpResponse:
    words = {"heading": _("Let it practise again"), "action": _("Let it practise again")}
    return _rest(request, public_id, services.resume_institution, words, done=_("The institution practises again."))


def _rest(request: PortalRequest, public_id, service, words: dict, *, done: str) -> HttpResponse:
    row = reach(Institution, request, party__public_id=public_id)
    require(request.acting, "institutions.change_institution", row)

    def deed(row, *, by, at, **said):
        service(row, by=by, **said)

    context = words | {"institution": row, "form": ReasonForm(posted(request)), "back": row.get_absolute_url()}
    return step_page(request, FORM, context, row=row, deed=deed, done=done)
