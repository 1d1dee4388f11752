"""The dashboard, the homes of an agency and of an institution, the rows behind a figure, and what the figures mean."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kernel.pages import needs, part_or_page
from kernel.requests import PortalRequest
from reports.definitions import COLUMNS, MEASURES, RATE
from reports.figures import Asked, by_quarter, remembered, settled
from reports.lists import asking, dashboard, home, institution
from reports.lists.rows import lines_of
from tasks.enums import Period
from tasks.periods import span_of

PAGE = 50


@needs("reports.view_dashboard")
@require_safe
def dashboard_page(request: PortalRequest) -> HttpResponse:
    """How the agencies of the territory stand: ?plan, ?period, ?by=task for a row for each task."""
    by, at = request.acting, timezone.now()
    plans = asking.plans_of(by)
    plan = asking.chosen_plan(plans, request.GET)
    span = asking.chosen_span(plan, request.GET, at=at)
    context: dict[str, Any] = {
        "plans": plans,
        "plan": plan,
        "span": span,
        "spans": asking.spans_offered(plan, span, at=at),
    }
    if plan:
        asked, known = dashboard.read(Asked(by, plan, span, settled(at)))
        is_by_task = request.GET.get("by") == "task"
        rows = (dashboard.by_task if is_by_task else dashboard.by_agency)(asked, known.now)
        pressing, overdue, overdue_url = dashboard.pressing(by, at=at)
        context |= {
            "as_of": asked.at, "kpis": dashboard.kpis(asked, known), "rows": rows, "is_by_task": is_by_task,
            "columns": [MEASURES[key] for key in COLUMNS], "quarters": dashboard.quarters_of(asked, known.quarters),
            "pressing": pressing, "overdue": overdue, "overdue_url": overdue_url,
            "waiting": dashboard.waiting(by), "may_urge": by.has_perm("obligations.urge_duty"),
        }  # fmt: skip
    return render(request, "reports/dashboard.html", context)


@needs("reports.view_own_tasks")
@require_safe
def home_page(request: PortalRequest) -> HttpResponse:
    """What the acting unit has to do, and how it stands."""
    by, at = request.acting, timezone.now()
    asked = Asked(by, None, span_of(timezone.localdate(at), Period.QUARTER), settled(at), is_own=True)
    quarters = remembered("own", asked, lambda question: (question.at, by_quarter(question)))
    asked = Asked(by, None, asked.span, quarters[0], is_own=True)
    context = {
        "home": home.read(by, at=at), "span": asked.span, "as_of": asked.at,
        "quarters": dashboard.quarters_of(asked, quarters[1]),
        "may_report": by.has_perm("tasks.write_progress"), "may_sign": by.has_perm("tasks.receive_work"),
    }  # fmt: skip
    return render(request, "reports/home.html", context)


@needs("reports.view_own_institution")
@require_safe
def institution_page(request: PortalRequest) -> HttpResponse:
    """What an institution has to do, and what is recorded about it."""
    by, at = request.acting, timezone.now()
    context = {
        "home": institution.read(by, at=at), "may_propose": by.has_perm("institutions.propose_change"),
        "public_page": reverse("open:party", args=[by.party.public_id]),
    }  # fmt: skip
    return render(request, "reports/institution.html", context)


@needs("reports.view_own_tasks")
@require_safe
def rows_page(request: PortalRequest) -> HttpResponse:
    """The duties behind a figure: as many as it says, as they stood at its moment."""
    found = asking.behind(request.GET, by=request.acting, at=timezone.now())
    page_obj = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found, "measure": MEASURES[found.measure], "page_obj": page_obj,
        "lines": lines_of(page_obj.object_list, found.asked), "measures": MEASURES.values(),
        "may_urge": request.acting.has_perm("obligations.urge_duty"),
        "may_extend": request.acting.has_perm("obligations.extend_duty"),
    }  # fmt: skip
    return part_or_page(request, "reports/_rows.html", context, page="reports/rows.html")


@needs("reports.view_own_tasks")
@require_safe
def definitions(request: PortalRequest) -> HttpResponse:
    """What each figure counts, out of what, and until when."""
    return render(request, "reports/definitions.html", {"measures": [*MEASURES.values(), RATE]})
