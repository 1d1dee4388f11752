"""`/api/v1/dashboard/`: figures, and the duties behind each."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from kernel.access import require
from reports.api import serializers
from reports.definitions import MEASURES, RATE
from reports.figures import Asked, Counts, parties, settled
from reports.lists import asking, dashboard, rows

PLAN = OpenApiParameter("plan", int, description="By default the first of the own region that is reported on.")
PERIOD = OpenApiParameter("period", str, description="By default the present period of the plan.")
PAGE = 100
BEHIND = [
    PLAN, PERIOD, OpenApiParameter("measure", str, enum=list(MEASURES)),
    OpenApiParameter("agency", str, description="Its public id."), OpenApiParameter("task", int),
    OpenApiParameter("whose", str, enum=["own"], description="What the acting unit itself owes."),
    OpenApiParameter("at", str, description="A moment that has passed; by default a minute ago."),
    OpenApiParameter("page", int, description="Of 100 rows each; `next` leads from one to the next."),
]  # fmt: skip


class DashboardViewSet(viewsets.ViewSet):
    """How the agencies of the territory stand with a plan in a period."""

    request: Any

    @extend_schema(parameters=[PLAN, PERIOD], responses=serializers.DashboardSerializer)
    def list(self, request):
        """Counted at most once a minute; `as_of` says when."""
        by, at = request.acting, timezone.now()
        require(by, "reports.view_dashboard")
        plan = asking.chosen_plan(asking.plans_of(by), request.query_params)
        span = asking.chosen_span(plan, request.query_params, at=at)
        asked, known = dashboard.read(Asked(by, plan, span, settled(at)))
        units = parties(known.now.agencies)
        told = {
            "as_of": asked.at, "plan": plan and plan.pk, "period": span.key, "total": shape(known.now.total),
            "before": shape(known.before.total),
            "agencies": [
                shape(known.now.agencies[key], agency=unit.public_id, name=unit.name) for key, unit in units.items()
            ],
            "tasks": [shape(counts, task=key) for key, counts in sorted(known.now.tasks.items())],
            "quarters": [shape(counts, period=quarter.key) for quarter, counts in known.quarters],
            "definitions": [vars(row) for row in (*MEASURES.values(), RATE)],
        }  # fmt: skip
        return Response(serializers.DashboardSerializer(told).data)

    @extend_schema(parameters=BEHIND, responses=serializers.RowsSerializer)
    @action(detail=False)
    def duties(self, request):
        """The duties that a figure counts, as they stood at a moment."""
        require(request.acting, "reports.view_own_tasks")
        found = asking.behind(request.query_params, by=request.acting, at=timezone.now())
        page = Paginator(found.rows, PAGE).get_page(request.query_params.get("page"))
        told = {
            "as_of": found.asked.at, "count": len(found.rows), "next": _next(request, page, found.asked),
            "rows": [row_of(line) for line in rows.lines_of(page.object_list, found.asked)],
        }  # fmt: skip
        return Response(serializers.RowsSerializer(told).data)


def _next(request, page: Page, asked: Asked) -> str | None:
    if not page.has_next():
        return None
    address = replace_query_param(request.build_absolute_uri(), "at", asked.at.isoformat())
    return replace_query_param(address, "page", page.next_page_number())


def shape(counts: Counts, **facts) -> dict[str, Any]:
    return {"of": counts.of, "on_time_rate": counts.rate, **facts}


def row_of(line: rows.Line) -> dict[str, Any]:
    row = line.row
    return {
        "duty": line.duty.public_id, "task": row.task, "title": row.title, "agency": line.agency.public_id,
        "period": row.period, "state": row.state, "was_late": row.was_late, "due_on": row.due_on,
        "first_handed_in_at": row.first_at,
    }  # fmt: skip
