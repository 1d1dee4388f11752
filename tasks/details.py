"""What pages show of what a task is to reach: the line of its milestones, what comes again, the phases of its plan."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kernel import files
from kernel.models import StoredFile
from obligations.deadlines import soon_days
from obligations.enums import OWED
from obligations.lights import Light, light
from obligations.models import Obligation
from tasks.enums import ReachState
from tasks.models import Milestone, MilestoneStep, Occurrence, Phase, Plan, Reach, Recurrence, Task
from tasks.sources import GOAL_EVIDENCE

WORST_FIRST = ("over", "soon", "idle", "ok", "done")
PERIODS_SHOWN = 3


@dataclass(frozen=True)
class Owed:
    """What one lead owes of a goal. done: how many times, of what comes again."""

    duty: Obligation
    light: Light
    reach: Reach | None = None
    done: int = 0

    @property
    def pace(self) -> str:
        """Early, on time or late, as reached."""
        is_standing = self.reach is not None and self.reach.state != ReachState.RETURNED
        return pace(self.reach.reached_on, self.reach.milestone.due_on) if self.reach and is_standing else ""


@dataclass(frozen=True)
class Mark:
    """A milestone on the line. words: beside its day."""

    milestone: Milestone
    state: str
    words: str
    phases: tuple[Phase, ...] = ()

    @property
    def is_past(self) -> bool:
        return self.state in {"ok", "done"}


@dataclass(frozen=True)
class Again:
    """Something that comes again, with what is owed of it, the latest period first."""

    recurrence: Recurrence
    often: str
    owed: tuple[Owed, ...]


def pace(reached_on: date, due_on: date) -> str:
    days = (reached_on - due_on).days
    if days > 0:
        return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    if days < 0:
        return ngettext("%(days)d day early", "%(days)d days early", -days) % {"days": -days}
    return pgettext("milestone", "on the day")


def how_often(recurrence: Recurrence) -> str:
    every = {
        1: pgettext("how often", "each month"),
        3: pgettext("how often", "each quarter"),
        6: pgettext("how often", "each half-year"),
        12: pgettext("how often", "each year"),
    }.get(recurrence.months)
    years, rest = divmod(recurrence.months, 12)
    if every is None and not rest:
        every = ngettext("every %(number)d year", "every %(number)d years", years) % {"number": years}
    months = recurrence.months
    every = every or ngettext("every %(number)d month", "every %(number)d months", months) % {"number": months}
    times = recurrence.at_least
    words = ngettext("%(every)s, at least %(times)d time", "%(every)s, at least %(times)d times", times)
    return words % {"every": every, "times": times}


@dataclass(frozen=True)
class Owing:
    """What is owed of some records, read together. duties: {(kind of record, key): those that stand}."""

    duties: dict[tuple[str, int], list[Obligation]]
    at: datetime
    soon: int

    @classmethod
    def about(cls, records: Iterable[Any], by, *, at: datetime, with_reminders: bool = False) -> "Owing":
        """Two queries. The duties of a record stand with the latest due day first."""
        found: dict[tuple[str, int], list[Obligation]] = {}
        rows = Obligation.objects.about_any(records).standing().select_related("bearer", "supervisor")
        rows = rows.with_reminders() if with_reminders else rows
        for duty in rows.order_by("-due_on", "bearer", "pk"):
            found.setdefault((duty.subject_kind, duty.subject_id), []).append(duty)
        return cls(found, at, soon_days(by.region_path, on=timezone.localdate(at)))

    def of(self, record) -> list[Obligation]:
        return self.duties.get((record._meta.label_lower, record.pk), [])

    def light(self, duty: Obligation) -> Light:
        return light(duty, at=self.at, soon=self.soon)


def marks_of(milestones: Iterable[Milestone], owing: Owing, *, phases: Iterable[Phase] = ()) -> list[Mark]:
    """The milestones of a line, in order, each as its leads stand together."""
    rows = sorted(milestones, key=lambda row: (row.due_on, row.pk))
    owed = owed_of(rows, owing)
    return [
        _mark(row, owed.get(row.pk, []), tuple(phase for phase in phases if phase.holds(row.due_on))) for row in rows
    ]


def _mark(milestone: Milestone, owed: list[Owed], phases: tuple[Phase, ...]) -> Mark:
    reached = [line.reach.reached_on for line in owed if line.reach and line.pace]
    open_lines = [line for line in owed if line.duty.state in OWED]
    if open_lines:
        worst = min(open_lines, key=lambda line: WORST_FIRST.index(line.light.state))
        words = "" if worst.light.state == "idle" else worst.light.text
        return Mark(milestone, worst.light.state, words, phases)
    if reached:
        is_confirmed = all(line.reach.state == ReachState.CONFIRMED for line in owed if line.reach)
        words = pace(max(reached), milestone.due_on)
        words = words if is_confirmed else _("%(pace)s, to be confirmed") % {"pace": words}
        return Mark(milestone, "done" if is_confirmed else "ok", words, phases)
    return Mark(milestone, "idle", "" if owed else pgettext("milestone", "nobody owes it yet"), phases)


def owed_of(milestones: Collection[Milestone], owing: Owing, *, with_files: bool = False) -> dict[int, list[Owed]]:
    """{milestone: what each lead owes of it, and has reported}."""
    people = ("agency__party", "reported_by__user", "judged_by__user", "judged_by__party", "milestone", "duty__bearer")
    reaches = Reach.objects.filter(milestone__in=[row.pk for row in milestones]).select_related(*people)
    reported = {reach.duty_id: reach for reach in reaches.prefetch_related(*["files__file"] * with_files)}
    return {
        row.pk: [Owed(duty, owing.light(duty), reported.get(duty.pk)) for duty in sorted(owing.of(row), key=_by_key)]
        for row in milestones
    }


def _by_key(duty: Obligation) -> int:
    return duty.pk


def again_of(recurrences: Iterable[Recurrence], owing: Owing, *, most: int = PERIODS_SHOWN) -> list[Again]:
    """What comes again, with how often it was done in the latest periods."""
    rows = list(recurrences)
    separate = {row.pk for row in rows if row.task.leads_separately}
    times = Occurrence.objects.filter(recurrence__in=[row.pk for row in rows], struck_at=None)
    done: Counter[tuple] = Counter()
    for key, period, duty, n in times.values_list("recurrence", "period", "duty").annotate(n=Count("pk")):
        done[key, duty if key in separate else period] += n

    def owed(row: Recurrence, duty: Obligation) -> Owed:
        return Owed(duty, owing.light(duty), done=done[row.pk, duty.pk if row.pk in separate else duty.period])

    return [Again(row, how_often(row), tuple(owed(row, duty) for duty in owing.of(row)[:most])) for row in rows]


@dataclass(frozen=True)
class Goals:
    """What the tasks of a line are to reach."""

    milestones: list[Milestone]
    recurrences: list[Recurrence]
    phases: list[Phase]

    def shown(self, owing: Owing) -> dict[str, Any]:
        return {
            "marks": marks_of(self.milestones, owing, phases=self.phases), "again": again_of(self.recurrences, owing),
            "phases": self.phases,
        }  # fmt: skip


def goals_of(task: Task) -> Goals:
    recurrences = list(task.recurrences.filter(ends_on=None).order_by("pk"))
    for row in recurrences:
        row.task = task
    return Goals(list(task.milestones.filter(is_dropped=False)), recurrences, phases_of(task.plan))


def goals_of_plan(plan: Plan, tasks, by, *, at: datetime) -> dict[str, Any]:
    """The line of a whole plan: milestones and recurrences of the tasks that the unit sees."""
    milestones = Milestone.objects.filter(task__in=tasks.order_by(), is_dropped=False).select_related("task")
    recurrences = Recurrence.objects.filter(task__in=tasks.order_by(), ends_on=None).select_related("task")
    goals = Goals(list(milestones), list(recurrences.order_by("task__position", "pk")), phases_of(plan))
    owing = Owing.about([*goals.milestones, *goals.recurrences], by, at=at)
    return goals.shown(owing) | {"today": timezone.localdate(at)}


def phases_of(plan: Plan) -> list[Phase]:
    return list(plan.phases.order_by("ends_on", "pk"))


def whole_milestone(milestone: Milestone) -> Milestone:
    """With what its page names; its version is the one that was shown."""
    found = Milestone.objects.select_related("task__plan").get(pk=milestone.pk)
    found.version = milestone.version
    return found


def steps_of(milestone: Milestone) -> list[MilestoneStep]:
    return list(milestone.steps.select_related("by__user", "by__party").order_by("-pk"))


def periods_open_to(recurrence: Recurrence, by) -> list[str]:
    """For which the acting unit may still record something: those not met first, the oldest first."""
    duties = Obligation.objects.about(recurrence).standing().filter(bearer=by.party_id)
    found = duties.order_by("due_on").values_list("period", "state")
    owed = [period for period, state in found if state in OWED]
    return owed + [period for period, state in found if state not in OWED][-1:]


def keep_goal_files(uploads: Iterable, *, by, at: datetime) -> list[StoredFile]:
    """Raises as `kernel.files.store`."""
    return [files.store(upload, purpose=GOAL_EVIDENCE, by=by, at=at) for upload in uploads]
