"""Who has signed for a year, and who has not: institutions, and their people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from commitments.filters import InstitutionsFilters, PeopleFilters
from commitments.lists import counted, registered_at, with_places, with_signed
from institutions.lists import ORDER, own_institution, regions_to_choose
from institutions.models import Institution
from kernel.pages import KeysetListView, reach
from kernel.requests import PortalRequest
from practitioners.models import Registration


class _Board(KeysetListView):
    """own_page: where an institution is led to."""

    perm, own_page = "commitments.view_commitment", ""

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        own = own_institution(request.acting) if self.own_page else None
        return redirect(self.own_page, own.party.public_id) if own else super().get(request, **kwargs)

    def context(self, **context) -> dict[str, Any]:
        filters, asked = context["filters"], self.request.GET
        if not filters.is_valid():
            return context | {"year": timezone.localdate().year, "count": 0, "signed": 0}
        year = filters.asked_year
        with_signed(context["page_obj"].object_list, filters.columns, year=year)
        count, has_more = counted(filters.qs)
        signed, has_more_signed = counted(filters.signers(filters.qs))
        return context | {
            "year": year, "count": count, "has_more": has_more, "signed": signed, "has_more_signed": has_more_signed,
            "is_filtered": any(asked[name] for name in asked if name not in {"after", "before", "year"}),
        }  # fmt: skip


class Institutions(_Board):
    """The institutions of the territory."""

    model, filterset, order, related = Institution, InstitutionsFilters, ORDER, ("party__region",)
    part, page, own_page = "commitments/_board.html", "commitments/board.html", "commitments:institution"

    def rows(self):
        return super().rows().standing().defer("pieces")

    def context(self, **context) -> dict[str, Any]:
        by, asked = self.request.acting, self.request.GET
        regions = [] if self.request.htmx else regions_to_choose(by, asked.get("region", ""), on=timezone.localdate())
        return super().context(**context) | {"regions": regions}


institutions = Institutions.as_view()


class People(_Board):
    """Who is registered in the territory."""

    model, filterset, order = Registration, PeopleFilters, ("pk",)
    part, page, own_page = "commitments/_people.html", "commitments/people.html", "commitments:people_of"
    institution: Institution | None = None

    def rows(self):
        return registered_at(self.institution) if self.institution else with_places(super().rows())

    def context(self, **context) -> dict[str, Any]:
        by, row = self.request.acting, self.institution
        is_open = row is not None and not row.closed_on
        return super().context(**context) | {
            "institution": row, "this_year": timezone.localdate().year,
            "may_collect": is_open and by.has_perm("commitments.collect_commitment", row),
            "may_enter": is_open and by.has_perm("commitments.enter_scan", row),
        }  # fmt: skip


people = People.as_view()


class PeopleOf(People):
    """Who is registered at an institution."""

    page, own_page = "commitments/people_of.html", ""

    def get(self, request: PortalRequest, **kwargs) -> HttpResponse:
        self.institution = reach(Institution, request, party__public_id=kwargs["public_id"])
        return super().get(request, **kwargs)


people_of = PeopleOf.as_view()
