"""The demonstration's goals: milestones reached early and late, one to be confirmed, one moved, something done twice.

Made up; what the importer has read of the published list stands beside them. Days are counted from the day of loading.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from kernel.access import OPERATOR
from obligations.models import Obligation
from oversight.demo.accounts import acting
from tasks.models import Phase, Plan, Task
from tasks.periods import spell_of
from tasks.services import milestones, phases, recurrences
from tasks.services.goals import open_goals

COMMISSION_TASK, BASIS = "3", "示例·联席会议纪要〔2026〕第 7 期"


@dataclass(frozen=True)
class DemoMilestone:
    """days: from today until it is due.  reached: days from then when it was, if it was; then: what came of it."""

    title: str
    days: int
    reached: int | None = None
    then: str = ""


MILESTONES = (
    DemoMilestone("示例·印发联席会商工作方案", -12, -3, "confirm"),
    DemoMilestone("示例·各成员单位报送联络员名单", -6, 2, "confirm"),
    DemoMilestone("示例·汇总部门协作事项清单", 3, -5, "report"),
    DemoMilestone("示例·召开年度联席会商", 20),
    DemoMilestone("示例·印发会商纪要", 34),
)
PHASES = (("示例·启动阶段", -150, -61), ("示例·实施阶段", -60, 30), ("示例·总结评估阶段", 31, 90))


def set_goals(*, at: datetime) -> None:
    """Set them on a task that the commission leads, unless the portal has phases already."""
    if Phase.objects.exists():
        return
    today = timezone.localdate(at)
    plan = Plan.objects.exclude(source=None).get(region__name="杭州市")
    for title, first, last in PHASES:
        days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
        phases.add_phase(plan, title=title, by=OPERATOR, at=at, **days)
    open_goals(day=today, at=at)
    task = Task.objects.get(plan=plan, number=COMMISSION_TASK)
    for row in MILESTONES:
        _go(row, task, at=at)
    _record(task, at=at)


def _go(row: DemoMilestone, task: Task, *, at: datetime) -> None:
    due_on = timezone.localdate(at) + timedelta(days=row.days)
    milestone = milestones.add_milestone(
        task, title=row.title, due_on=due_on, basis=BASIS, by=OPERATOR, at=at - timedelta(days=20)
    )
    if row.reached is None or not Obligation.objects.about(milestone).exists():  # the quarter has just begun
        return
    reached_on = min(due_on + timedelta(days=row.reached), timezone.localdate(at))
    done_at = at - (timezone.localdate(at) - reached_on)
    note = "示例·已完成，材料已归档。"
    reach = milestones.report_reached(milestone, reached_on=reached_on, note=note, by=acting("handler"), at=done_at)
    if row.then == "confirm":
        milestones.confirm_reached(reach, by=acting("body"), at=done_at + timedelta(days=1))


def _record(task: Task, *, at: datetime) -> None:
    """The consultation of the list itself, 协商一年不少于1次, stays to be done; two of another kind were."""
    twice = recurrences.add_recurrence(
        task, title="示例·联络员碰头会", months=6, at_least=3, starts_on=timezone.localdate(at), by=OPERATOR, at=at
    )
    half = spell_of(timezone.localdate(at), 6, since=timezone.localdate(at))
    for ago in (19, 6):
        done_on = max(half.first, timezone.localdate(at) - timedelta(days=ago))
        recurrences.record_occurrence(
            twice, period=half.key, done_on=done_on, by=acting("handler"), at=at,
            text="示例·通报问题线索流转情况，商定下一步分工。",
        )  # fmt: skip
