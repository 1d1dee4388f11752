"""The list of self-inspections: of the territory, or the institution's own; and those of one institution."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from inspections.filters import OccasionFilters
from inspections.lists import BY_PLACE, LATEST_FIRST, OWED_FIRST, report_lines, reports_of
from inspections.models import SelfInspection
from institutions.lists import counted, regions_to_choose
from institutions.models import Institution
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest

TABS = {
    "open": pgettext_lazy("self-inspections", "To be done"),
    "over": pgettext_lazy("self-inspections", "Handed in or ended"),
}
NO_CONDITION = {"after", "before", "tab", "occasion"}


class Reports(KeysetListView):
    """Those of the territory, by place; an institution its own, what is owed first."""

    model, perm = SelfInspection, "inspections.view_selfinspection"
    related = ("round", "institution__party__region")
    part, page = "inspections/_reports.html", "inspections/reports.html"

    @property
    def is_own(self) -> bool:
        return not self.request.acting.is_governmental

    @property
    def filterset(self):
        return None if self.is_own else OccasionFilters

    @property
    def tab(self) -> str:
        asked = self.request.GET.get("tab", "")
        return asked if asked in TABS else "open"

    @property
    def order(self) -> tuple[str, ...]:  # type: ignore[override]
        if not self.is_own:
            return BY_PLACE
        return OWED_FIRST if self.tab == "open" else LATEST_FIRST

    def rows(self):
        if not self.is_own:
            return super().rows().defer("institution__pieces")
        rows = self.shared_rows().defer("institution__pieces")
        return rows.open() if self.tab == "open" else rows.exclude(pk__in=rows.open().values("pk"))

    def paginate(self, rows):
        self.count = (0, False) if self.is_own else counted(rows)
        return super().paginate(rows)

    def context(self, **context) -> dict:
        by, asked, at = self.request.acting, self.request.GET, timezone.now()
        shown = report_lines(context["page_obj"].object_list, by=by, at=at)
        if self.is_own:
            return context | {"lines": shown, "is_own": True, "tab": self.tab, "tabs": TABS}
        regions = [] if self.request.htmx else regions_to_choose(by, asked.get("region", ""), on=timezone.localdate(at))
        return context | {
            "lines": shown, "is_own": False, "regions": regions, "total": self.count,
            "is_filtered": any(asked[name] for name in asked if name not in NO_CONDITION),
            "may_review": by.has_perm("inspections.review_selfinspection"),
        }  # fmt: skip


reports = Reports.as_view()


@needs("inspections.view_selfinspection")
@require_safe
def institution(request: PortalRequest, public_id) -> HttpResponse:
    """The self-inspections of an institution, the latest first, with what came of them."""
    row = reach(Institution, request, party__public_id=public_id)
    lines = report_lines(reports_of(row), by=request.acting, at=timezone.now())
    return render(request, "inspections/institution.html", {"institution": row, "lines": lines})
