"""The home of an agency: what is due first, its own tasks with their lights, what waits for its reviewer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from obligations.deadlines import soon_days
from obligations.lights import Light, light
from obligations.lists import AskedMine, late, late_elsewhere, lines, mine
from obligations.lists import Line as DutyLine
from obligations.models import Obligation
from tasks.enums import EntryState, Period, TaskRole
from tasks.kinds import REPORT
from tasks.lists import Tab, entries_of, to_sign_for
from tasks.matrix import closed_light
from tasks.models import ProgressEntry, Responsibility, Task
from tasks.periods import span_of

URGENT = 8  # duties that stand first
WAITING = 5  # entries of each sort that are named
ENTRIES = 500  # own ones that are looked through, the latest first


@dataclass(frozen=True)
class Todo:
    """Something that is owed. entry: what was begun of a report.  task: the report's, where none was begun."""

    line: DutyLine
    entry: ProgressEntry | None
    task: int | None


@dataclass(frozen=True)
class OwnTask:
    """A task in which the unit has a part.

    duty, light: of its own report of the present period.  led: the lead's light, which is the task's.
    """

    task: Task
    role: str
    leads: list[Responsibility]
    duty: Obligation | None
    light: Light | None
    led: Light | None
    entry: ProgressEntry | None

    @property
    def is_to_write(self) -> bool:
        """Whether the report waits to be written."""
        return self.duty is not None and (self.entry is None or self.entry.state in _TO_WRITE)


_TO_WRITE = {EntryState.DRAFT, EntryState.RETURNED}


@dataclass(frozen=True)
class Home:
    """late, watched: how many own duties, and of the units watched over, are overdue (obligations.lists).

    to_sign_for: in how many tasks the unit has a part that nobody has signed for.  more: whether more is owed than
    `todo`.  waiting: (sort, address of all, light, the first entries).
    """

    late: tuple[int, bool]
    watched: tuple[int, bool] | None
    to_sign_for: int
    todo: list[Todo]
    more: bool
    tasks: list[OwnTask]
    waiting: list[tuple[Any, ...]]

    @property
    def leads(self) -> int:
        return sum(row.role == TaskRole.LEAD for row in self.tasks)

    @property
    def participates(self) -> int:
        return len(self.tasks) - self.leads


def read(by, *, at: datetime) -> Home:
    owed: Any = mine(by, AskedMine.of(QueryDict(), by=by))
    rows = list(owed.order_by("due_on", "pk")[: URGENT + 1])
    tasks = Task.objects.standing().filter(responsibilities__agency=by.party_id)
    tasks = tasks.order_by("region_path", "plan", "position", "pk")
    entries, soon = _entries(by), soon_days(by.region_path, on=timezone.localdate(at))
    return Home(
        late(owed, at=at), late_elsewhere(by, at=at), to_sign_for(by, today=timezone.localdate(at)),
        _todo(rows[:URGENT], entries, by, at=at, soon=soon), len(rows) > URGENT,
        _tasks(list(tasks.with_parts()), entries, by, at=at, soon=soon), _waiting(entries, by),
    )  # fmt: skip


def _entries(by) -> dict[tuple[int, str], ProgressEntry]:
    """{(task, period): what the unit has written}, of the latest periods."""
    rows = ProgressEntry.objects.shared_with(by).filter(agency=by.party_id).select_related("task")
    return {(row.task_id, row.period): row for row in rows.order_by("-period", "-pk")[:ENTRIES]}


def _todo(rows: list[Obligation], entries: dict, by, *, at: datetime, soon: int) -> list[Todo]:
    """All kinds of duties, what was due first first."""
    found = []
    for line in lines(rows, by=by, at=at, soon=soon):
        is_report = line.duty.kind == REPORT.key
        entry = entries.get((line.duty.subject_id, line.duty.period)) if is_report else None
        found.append(Todo(line, entry, line.duty.subject_id if is_report else None))
    return found


def _tasks(tasks: list[Task], entries: dict, by, *, at: datetime, soon: int) -> list[OwnTask]:
    """Of all plans, as they are printed, those of the own territory first."""
    today = timezone.localdate(at)
    present = [span_of(today, period).key for period in Period]
    duties = Obligation.objects.about_any(tasks).standing().filter(kind=REPORT.key, period__in=present)
    owed = {(duty.subject_id, duty.bearer_id): duty for duty in duties}
    lights = {key: light(duty, at=at, soon=soon) for key, duty in owed.items()}
    return [_own(task, by, owed, lights, entries) for task in tasks]


def _own(task: Task, by, owed: dict, lights: dict[tuple, Light], entries: dict) -> OwnTask:
    """A task's light is its first lead's: participants do not turn it (ux 4)."""
    part = next(part for part in task.responsibilities.all() if part.agency_id == by.party_id)
    led = next((found for lead in task.leads if (found := _light_of(lead, lights))), None)
    duty = None if part.closed_on else owed.get((task.pk, by.party_id))
    entry = entries.get((task.pk, duty.period)) if duty else None
    return OwnTask(task, part.role, task.leads, duty, _light_of(part, lights), led, entry)


def _light_of(part: Responsibility, lights: dict[tuple, Light]) -> Light | None:
    return closed_light() if part.closed_on else lights.get((part.task_id, part.agency_id))


def _waiting(entries: dict, by) -> list[tuple[Any, ...]]:
    """What came back, what the unit's reviewer reads, and what others have handed in to the unit."""
    url = reverse("tasks:entries")
    own = {state: [row for row in entries.values() if row.state == state] for state in EntryState}
    judge = entries_of(Tab.JUDGE, by).order_by("-period", "-pk")[:WAITING]
    found = [
        ("returned", f"{url}?tab=write", "soon", own[EntryState.RETURNED][:WAITING]),
        ("review", f"{url}?tab=review", "idle", own[EntryState.SUBMITTED][:WAITING]),
        ("judge", f"{url}?tab=judge", "ok", list(judge)),
    ]
    return [row for row in found if row[3]]
