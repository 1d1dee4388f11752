"""The responsibility matrix, the task list and the task page: read-only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kernel.pages import ScopedListView, needs, part_or_page, reach
from tasks.enums import TaskRole
from tasks.filters import TaskFilters
from tasks.matrix import Drawing, plans_for, read_grid, tasks_of
from tasks.models import Plan, Task


@needs("tasks.view_task")
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """A plan's matrix: ?plan, else the newest of the region; narrowed by agency, role and words."""
    plans = plans_for(request.acting)
    plan = _chosen(request, plans)
    context = {"plans": plans, "plan": plan, "roles": TaskRole.choices, "printed_at": timezone.now()}
    if plan:
        tasks = tasks_of(plan, request.acting)
        filters = TaskFilters(request.GET, queryset=tasks, request=request)
        grid = read_grid(tasks, filters.qs)
        context |= {"filters": filters, "grid": grid, "drawing": Drawing(grid), "agencies": grid.agencies}
    return part_or_page(request, "tasks/_matrix.html", context, page="tasks/matrix.html")


def _chosen(request: HttpRequest, plans: list[Plan]) -> Plan | None:
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
    part, page = "tasks/_tasks.html", "tasks/tasks.html"

    @property
    def is_mine(self) -> bool:
        return self.request.GET.get("tab") == "mine"

    def rows(self):
        return (self.shared_rows() if self.is_mine else super().rows()).with_parts()

    def context(self, **context) -> dict:
        return context | {"is_mine": self.is_mine, "plans": plans_for(self.request.acting), "roles": TaskRole.choices}


tasks = needs("tasks.view_task")(Tasks.as_view())


@needs("tasks.view_task")
@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task: its words, who leads and takes part, and where it comes from."""
    row = reach(Task, request, pk=pk)
    parts = list(row.responsibilities.select_related("agency__party").order_by("role", "position", "pk"))
    neighbours = tasks_of(row.plan, request.acting)
    context = {
        "task": row,
        "plan": row.plan,
        "parts": parts,
        "leads": [part for part in parts if part.role == TaskRole.LEAD],
        "participants": [part for part in parts if part.role == TaskRole.PARTICIPANT],
        "previous": neighbours.filter(position__lt=row.position).last(),
        "next": neighbours.filter(position__gt=row.position).first(),
    }
    return render(request, "tasks/task.html", context)
