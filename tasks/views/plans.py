"""The responsibility matrix, the task list and the task page: read-only."""

import io
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agencies.models import Party
from kernel.files import may_read
from kernel.pages import ScopedListView, needs, part_or_page, reach
from kernel.requests import PortalRequest
from tasks import lists, overview
from tasks.drawing import Drawing
from tasks.enums import TaskRole
from tasks.exports import filter_words, plan_file
from tasks.filters import TaskFilters
from tasks.matrix import Grid, plans_for, read_grid, tasks_of
from tasks.models import Plan, Task


@needs("tasks.view_task")
@require_safe
def matrix(request: PortalRequest) -> HttpResponse:
    """A plan's matrix: ?plan, else the newest of the region; narrowed by agency, role and words."""
    at, plans = timezone.now(), plans_for(request.acting)
    plan = _chosen(request, plans)
    context: dict[str, Any] = {"plans": plans, "plan": plan, "roles": TaskRole.choices, "printed_at": at}
    if plan:
        grid, tasks, _filters = _read(request, plan, at=at)
        shown = len(grid.rows)
        found = ngettext("%(shown)s task shown", "%(shown)s tasks shown", shown) % {"shown": shown}
        drawing = Drawing(grid, by=request.acting, chosen=request.GET.get("agency", ""))
        may_start = not plan.reports_from and request.acting.has_perm("tasks.change_plan", plan)
        context |= {"total": tasks.count(), "grid": grid, "drawing": drawing, "found": found, "may_start": may_start}
    return part_or_page(request, "tasks/_matrix.html", context, page="tasks/matrix.html")


def _read(request: PortalRequest, plan: Plan, *, at: datetime) -> tuple[Grid, Any, TaskFilters]:
    tasks = tasks_of(plan, request.acting)
    filters = TaskFilters(request.GET, queryset=tasks, request=request)
    grid = read_grid(tasks, filters.qs if filters.is_valid() else tasks.none())
    if plan.reports_from:
        grid.lights = lists.lights_for(tasks, request.acting, at=at)
    return grid, tasks, filters


@needs("tasks.view_task")
@require_POST
def export(request: PortalRequest) -> FileResponse:
    """The matrix that the address asks for, as a file that a plan can be imported from."""
    at, plan = timezone.now(), _chosen(request, plans_for(request.acting))
    if plan is None:
        raise Http404
    grid, tasks, filters = _read(request, plan, at=at)
    shown = tasks.filter(pk__in=[row.pk for row in grid.rows]).with_parts().prefetch_related("milestones")
    form = "csv" if request.POST.get("form") == "csv" else "xlsx"
    name, data = plan_file(plan, grid, shown, form=form, words=filter_words(filters), by=request.acting, at=at)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name)


def _chosen(request: PortalRequest, plans: list[Plan]) -> Plan | None:
    if wanted := request.GET.get("plan"):
        found = [plan for plan in plans if str(plan.pk) == wanted]
        if not found:
            raise Http404
        return found[0]
    return plans[0] if plans else None


class Tasks(ScopedListView):
    """The tasks of the territory; under ?tab=mine those in which the acting unit has a part, wherever they are from."""

    model, filterset = Task, TaskFilters
    related = ("plan",)
    order = ("region_path", "-plan__created_at", "plan", "position", "pk")
    part, page, perm = "tasks/_tasks.html", "tasks/tasks.html", "tasks.view_task"

    @property
    def is_mine(self) -> bool:
        return self.request.GET.get("tab") == "mine"

    def rows(self):
        return (self.shared_rows() if self.is_mine else super().rows()).standing().with_parts()

    def context(self, **context) -> dict:
        count = context["page_obj"].paginator.count
        return context | {
            "is_mine": self.is_mine,
            "plans": plans_for(self.request.acting),
            "agency": self._asked_agency(**context),
            "roles": TaskRole.choices,
            "found": ngettext("%(count)d task", "%(count)d tasks", count) % {"count": count},
        }

    def _asked_agency(self, filters, page_obj) -> Party | None:
        """The agency that the list is narrowed to, as the tasks found name it."""
        asked = filters.form.cleaned_data.get("agency")
        parts = [part for task in page_obj if asked for part in task.responsibilities.all() if part.agency_id]
        return next((part.agency.party for part in parts if part.agency.party.public_id == asked), None)


tasks = Tasks.as_view()


@needs("tasks.view_task")
@require_safe
def task(request: PortalRequest, pk: int) -> HttpResponse:
    """A task: its words, who leads and takes part and how that stands, its goals, and what was done."""
    by = request.acting
    row = reach(Task, request, pk=pk)
    plan = overview.plan_of(row, by)
    found = overview.read(row, by, at=timezone.now())
    leads = [line for line in found.parts if line.part.role == TaskRole.LEAD]
    context = {
        "task": row,
        "plan": plan,
        "source": plan.source if plan.source and may_read(by, plan.source) else None,
        "found": found,
        "leads": leads,
        "participants": [line for line in found.parts if line.part.role == TaskRole.PARTICIPANT],
        "goals": found.goals | {"may_set_goals": by.has_perm("tasks.set_goals", row)},
        "closed": bool(leads) and all(line.part.closed_on for line in leads),
        "may_report": by.has_perm("tasks.write_progress"),
        "may_enter": by.has_perm("tasks.enter_progress"),
        "may_sign": by.has_perm("tasks.receive_work"),
        "may_urge": by.has_perm("obligations.urge_duty"),
        "printed_at": timezone.now(),
    }
    return render(request, "tasks/task.html", context)
