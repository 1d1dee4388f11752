"""The page of a task: each agency's part with what it owes and reports, evidence, reminders, and what was done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject
from django.utils import timezone

from agencies.models import Party
from obligations.access import supervises
from obligations.enums import OWED
from obligations.models import Obligation
from tasks.details import Goals, Owing, goals_of
from tasks.enums import EntryState
from tasks.kinds import REPORT
from tasks.lists import Line, steps_of
from tasks.matrix import tasks_of
from tasks.models import Assignment, Closing, EntryFile, Plan, ProgressEntry, Receipt, Responsibility, Task

PERIODS = 4  # of each agency
ENTRIES = 400  # that are looked through
STEPS, FILES, REMINDERS = 12, 8, 8  # that are named


@dataclass(frozen=True)
class PartLine:
    """A part. url: the agency's page, "" where the acting unit does not see it.

    lines: the reports owed of it, the latest period first.  said: the latest entry that may be read.
    urged: when it was urged to report for its latest period, as long as that is owed.
    receipt, and where it may be read assignment: {name of a fact: value}.
    """

    part: Responsibility
    url: str
    is_own: bool
    lines: list[Line]
    said: Any
    urged: list[datetime]
    assignment: dict[str, Any] | None
    receipt: dict[str, Any] | None

    @property
    def closing(self) -> Closing | None:
        return getattr(self.part, "closing", None)

    @property
    def said_at(self) -> datetime | None:
        return self.said and (self.said.handed_in_at or self.said.submitted_at)


@dataclass(frozen=True)
class Evidence:
    """A file of an entry. facts: its id, name and size."""

    entry: ProgressEntry
    facts: dict[str, Any]


@dataclass(frozen=True)
class Reminded:
    at: datetime
    unit: Party
    duty: Obligation
    is_urging: bool


@dataclass(frozen=True)
class Overview:
    """overdue: the reports of the periods shown that the acting unit may urge.

    more: how many older reports, beyond ENTRIES, were left out.
    """

    parts: list[PartLine]
    goals: dict[str, Any]
    files: list[Evidence]
    reminders: list[Reminded]
    steps: list[Any]
    overdue: list[Obligation]
    more: int


def plan_of(task: Task, by) -> Any:
    """The task's plan with region and document, and `previous` and `next`: the keys of the tasks beside it."""
    task.plan = Plan(pk=task.plan_id, region_path=task.region_path)
    near = tasks_of(task.plan, by)
    previous = near.filter(position__lt=task.position).order_by("-position", "-pk")
    following = near.filter(position__gt=task.position)
    plans = Plan.objects.select_related("region", "source").annotate(
        previous=Subquery(previous.values("pk")[:1]), next=Subquery(following.values("pk")[:1])
    )
    task.plan = plans.get(pk=task.plan_id)
    return task.plan


def read(task: Task, by, *, at: datetime) -> Overview:
    """Nine queries, for any number of parts."""
    goals: Goals = goals_of(task)
    owing = Owing.about([task, *goals.milestones, *goals.recurrences], by, at=at, with_reminders=True)
    entries = entries_of(task, by)
    reports = lines_of(task, owing, entries)
    files = [Evidence(entry, facts) for entry in entries for facts in entry.evidence]
    return Overview(
        [_part(part, reports.get(part.agency_id or 0, []), entries, by) for part in parts_of(task, by)],
        goals.shown(owing), files[:FILES], reminders_of(reports, by), steps_of(entries, by, most=STEPS),
        [line.duty for lines in reports.values() for line in lines if _is_urgeable(line, by, at=at)],
        entries[0].found - len(entries) if entries else 0,
    )  # fmt: skip


def entries_of(task: Task, by) -> list[Any]:
    """What the agencies have reported and the acting unit may read, the latest period first.

    With `evidence`; at most ENTRIES, of as many as were `found`.
    """
    files = EntryFile.objects.filter(entry=OuterRef("pk")).order_by("-pk")
    facts = JSONObject(id="file__public_id", name="file__name", size="file__size")
    rows = ProgressEntry.objects.filter(task=task)
    seen = (rows.visible_to(by) | rows.shared_with(by)).select_related("agency__party")
    whole = seen.annotate(found=Window(Count("pk")), evidence=ArraySubquery(files.values(facts=facts)))
    return list(whole.order_by("-period", "-pk")[:ENTRIES])


def parts_of(task: Task, by) -> QuerySet[Responsibility]:
    """With their receipts, and who does them in the territory and in the acting agency."""
    rows = Assignment.objects.filter(task=task, agency=OuterRef("agency"))
    people = {"section": "section__name", "handler": "handler__user__name", "deputy": "deputy__user__name"}
    assigned = (rows.visible_to(by) | rows.shared_with(by)).values(facts=JSONObject(**people))
    signed = JSONObject(number="number", at="at", name="by__user__name")
    receipts = Receipt.objects.filter(task=task, agency=OuterRef("agency")).values(facts=signed)
    parts = task.responsibilities.select_related("agency__party", "closing").order_by("role", "position", "pk")
    return parts.annotate(assignment=ArraySubquery(assigned), receipt=ArraySubquery(receipts))


def lines_of(task: Task, owing: Owing, entries: Collection[ProgressEntry]) -> dict[int, list[Line]]:
    """{agency: the reports it owes or has owed}."""
    written = {(row.agency_id, row.period): row for row in entries}
    found: dict[int, list[Line]] = {}
    for duty in owing.of(task):
        lines = found.setdefault(duty.bearer_id, [])
        if duty.kind == REPORT.key and len(lines) < PERIODS:
            lines.append(Line(duty, written.get((duty.bearer_id, duty.period)), owing.light(duty)))
    return found


def _part(part: Any, lines: list[Line], entries: list[Any], by) -> PartLine:
    own = [row for row in entries if part.agency_id and row.agency_id == part.agency_id]
    said = next((row for row in own if row.text and row.state != EntryState.DRAFT), None)
    assignment, receipt = ((kept or [None])[0] for kept in (part.assignment, part.receipt))
    if receipt:
        receipt["at"] = datetime.fromisoformat(receipt["at"])
    duty: Any = lines[0].duty if lines else None
    urged = duty.urged if duty and duty.state in OWED and _sees(duty, by) else []
    url = part.agency.get_absolute_url() if part.agency and by.covers(part.agency) else ""
    return PartLine(part, url, part.agency_id == by.party_id, lines, said, urged, assignment, receipt)


def reminders_of(reports: dict[int, list[Line]], by) -> list[Reminded]:
    """The latest reminders and urgings, of duties that the acting unit may open."""
    duties: list[Any] = [line.duty for lines in reports.values() for line in lines]
    found = []
    for duty in duties:
        if _sees(duty, by):
            found += [Reminded(at, duty.bearer, duty, is_urging=True) for at in duty.urged]
            found += [Reminded(at, duty.bearer, duty, is_urging=False) for at in duty.reminded]
    return sorted(found, key=lambda row: row.at, reverse=True)[:REMINDERS]


def _sees(duty: Obligation, by) -> bool:
    """Its own, or one that it watches over with the territory: who else was reminded of what is not for all."""
    return duty.bearer_id == by.party_id or (by.has_perm("obligations.view_overdue") and by.covers(duty))


def _is_urgeable(line: Line, by, *, at: datetime) -> bool:
    """Overdue, watched over by the acting unit in another hat than the bearer's, and not urged today."""
    duty: Any = line.duty
    if line.light.state != "over" or not supervises(by, duty):
        return False
    return not duty.urged or timezone.localdate(duty.urged[0]) < timezone.localdate(at)
