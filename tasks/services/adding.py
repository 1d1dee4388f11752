"""Plans and tasks that no document brings but another workflow, as the decisions of a meeting.

The caller is that workflow, which has asked for its own right.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agencies.models import Agency, Region
from tasks.enums import GoalVerb, Period, TaskRole
from tasks.models import Milestone, Plan, Responsibility, Task
from tasks.periods import span_of
from tasks.services.goals import open_goals_of
from tasks.services.milestones import note_step
from tasks.services.reporting import open_reports_of

LONGEST = 200


@transaction.atomic
def begin_plan(*, title: str, issuer: str, region: Region, on: date, at: datetime) -> Plan:
    """A plan whose tasks come one by one; its agencies report from the quarter of a day on."""
    return Plan.objects.create(
        title=title[:LONGEST], issuer=issuer[:100], region=region, region_path=region.path,
        reports_from=span_of(on, Period.QUARTER).first, created_at=at,
    )  # fmt: skip


@transaction.atomic
def add_task(
    plan: Plan, *, title: str, lead: Agency, participants: Iterable[Agency], due_on: date, by, at: datetime,
    text: str = "", section: str = "", basis: str = "",
) -> Task:  # fmt: skip
    """A task with who leads and who takes part, and its day as a milestone; what it asks for is owed at once."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    last = plan.tasks.standing().aggregate(last=Max("position"))["last"] or 0
    task = Task.objects.create(
        plan=plan, region_path=plan.region_path, position=last + 1, number=str(last + 1), title=title[:LONGEST],
        text=text, section=section[:LONGEST],
    )  # fmt: skip
    parts = [(lead, TaskRole.LEAD, 1)]
    parts += [(agency, TaskRole.PARTICIPANT, n) for n, agency in enumerate(participants, 1) if agency.pk != lead.pk]
    Responsibility.objects.bulk_create(
        Responsibility(task=task, agency=agency, role=role, printed_name=agency.party.name[:100], position=n)
        for agency, role, n in parts
    )
    milestone = Milestone.objects.create(task=task, region_path=task.region_path, title=task.title, due_on=due_on)
    note_step(milestone, GoalVerb.ADD, by=by, at=at, basis=basis[:LONGEST])
    day = timezone.localdate(at)
    open_reports_of(plan, day=day, at=at, by=by)
    open_goals_of(plan, day=day, at=at, by=by)
    return task
