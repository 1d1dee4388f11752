"""Agencies: the list of the territory, an agency's page, and what the business administrator keeps."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.filters import AgencyFilters
from agencies.forms.agencies import (
    AgencyForm,
    AliasForm,
    EndForm,
    HandOverForm,
    NewAgencyForm,
    SectionForm,
    TerritoryForm,
)
from agencies.models import Agency
from agencies.services import agencies as services
from agencies.services.hand_over import close_agency, hand_over, passing
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import done_once, form_page, refuse
from kernel.pages import ScopedListView, needs, reach


class Agencies(ScopedListView):
    model, filterset = Agency, AgencyFilters
    related = ("party__region",)
    order = ("party__region_path", "position", "pk")
    part, page, perm = "agencies/_agencies.html", "agencies/agencies.html", "agencies.view_agency"

    def rows(self):
        return super().rows().prefetch_related("aliases")

    def context(self, **context) -> dict:
        by = self.request.acting
        return context | {
            "today": timezone.localdate(),
            "territory": TerritoryForm(self.request.GET, by=by),
            "may_add": by.has_perm("agencies.add_agency"),
        }


agencies = Agencies.as_view()


@needs("agencies.view_agency")
@require_safe
def agency(request, public_id):
    return agency_page(request, reach(Agency, request, party__public_id=public_id))


def agency_page(request, agency: Agency, *, status: int = 200, **forms):
    """An agency: printed forms, sections, place among the others, end; `forms` are shown with their errors."""
    by, party = request.acting, agency.party
    context = {
        "agency": agency,
        "today": timezone.localdate(),
        "aliases": agency.aliases.select_related("region").order_by("name", "pk"),
        "sections": agency.sections.order_by("-is_active", "name", "pk"),
        "subordinates": agency.subordinates.visible_to(by)
        .select_related("party")
        .order_by("party__region_path", "position"),
        "predecessors": party.predecessors.order_by("name", "pk"),
        "hand_overs": agency.hand_overs_given.select_related("taker__party", "by__user", "by__party").order_by(
            "-on", "-pk"
        ),
        "sees_superior": agency.parent is not None and by.covers(agency.parent),
        "sees_tasks": by.has_perm("tasks.view_task"),
        "may_change": by.has_perm("agencies.change_agency", agency),
        "alias_form": AliasForm(prefix="alias"),
        "section_form": SectionForm(prefix="section"),
    }
    return render(request, "agencies/agency.html", context | forms, status=status)


@needs("agencies.add_agency")
@require_http_methods(["GET", "POST"])
def create(request):
    by = request.acting
    form = NewAgencyForm(request.POST or None, by=by)

    def make(**facts) -> str:
        return services.create_agency(by=by, **facts).get_absolute_url()

    if form.is_valid():
        done = _("%(agency)s was added.") % {"agency": form.cleaned_data["name"]}
        if answer := done_once(request, form, make, done=done):
            return answer
    return form_page(request, "agencies/agency_new.html", {"form": form})


def kept(request, public_id, perm: str = "agencies.change_agency") -> Agency:
    """The agency, for whoever keeps it: outside the territory 404, without the right 403."""
    agency = reach(Agency, request, party__public_id=public_id)
    require(request.acting, perm, agency)
    return agency


@require_http_methods(["GET", "POST"])
def edit(request, public_id):
    agency = kept(request, public_id)
    form = AgencyForm(request.POST or None, by=request.acting, agency=agency, initial=recorded(agency))
    context = {"agency": agency, "form": form, "version": agency.version}
    if form.is_valid():
        try:
            agency = services.change_agency(agency, by=request.acting, **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=recorded)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(agency)
    return form_page(request, "agencies/agency_edit.html", context)


def recorded(agency: Agency) -> dict:
    """What the form shows of an agency."""
    return {
        "name": agency.party.name, "short_name": agency.short_name, "kind": agency.kind, "parent": agency.parent,
        "position": agency.position, "valid_from": agency.party.valid_from,
    }  # fmt: skip


@require_POST
def add_alias(request, public_id):
    agency = kept(request, public_id, "agencies.add_agencyalias")
    form = AliasForm(request.POST, prefix="alias")
    if form.is_valid():
        try:
            services.add_alias(agency, by=request.acting, on=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal, field="name")
        else:
            return redirect(agency)
    return agency_page(request, agency, status=422, alias_form=form, form=form)


@require_POST
def remove_alias(request, public_id, pk):
    agency = kept(request, public_id, "agencies.delete_agencyalias")
    services.remove_alias(one_of(agency.aliases, pk), by=request.acting)
    return redirect(agency)


@require_POST
def add_section(request, public_id):
    agency = kept(request, public_id, "agencies.add_section")
    form = SectionForm(request.POST, prefix="section")
    if form.is_valid():
        try:
            services.add_section(agency, by=request.acting, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal, field="name")
        else:
            return redirect(agency)
    return agency_page(request, agency, status=422, section_form=form, form=form)


@require_POST
def close_section(request, public_id, pk):
    agency = kept(request, public_id, "agencies.change_section")
    services.close_section(one_of(agency.sections, pk), by=request.acting)
    return redirect(agency)


def one_of(rows, pk: int):
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def end(request, public_id):
    """The last day of an agency that leaves nothing open."""
    agency = kept(request, public_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    context = {"agency": agency, "form": form, "version": agency.version}
    if form.is_valid():
        try:
            close_agency(agency, by=request.acting, **form.cleaned_data)
        except Refused as refusal:
            context |= refuse(form, refusal, recorded=lambda now: {"on": now.party.valid_to})
        else:
            messages.success(request, _("The last day was recorded."))
            return redirect(agency)
    return form_page(request, "agencies/agency_end.html", context | {"passing": passing(agency)})


@require_http_methods(["GET", "POST"])
def pass_on(request, public_id):
    """Hand an agency's open duties over: the form, then what would pass, then the deed."""
    giver = kept(request, public_id, "agencies.hand_over")
    form = HandOverForm(request.POST or None, by=request.acting, giver=giver, initial={"on": timezone.localdate()})
    context = {"agency": giver, "form": form, "version": giver.version, "passing": passing(giver)}
    if form.is_valid():
        context["taker"] = form.cleaned_data["taker"]
        if "confirmed" in request.POST:
            try:
                hand_over(giver, by=request.acting, at=timezone.now(), **form.cleaned_data)
            except Refused as refusal:
                context |= refuse(form, refusal, recorded=handed_over)
            else:
                messages.success(request, _("The duties were handed over."))
                return redirect(giver)
        else:
            return render(request, "agencies/agency_hand_over_confirm.html", context)
    return form_page(request, "agencies/agency_hand_over.html", context)


def handed_over(giver: Agency) -> dict:
    """What is recorded about the end of an agency, in the words of the form."""
    last, heir = giver.party.valid_to, giver.party.successor
    return {"taker": heir and heir.agency, "on": last and last + timedelta(days=1)}
