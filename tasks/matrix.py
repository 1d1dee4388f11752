"""The responsibility matrix of a plan: tasks as rows, agencies as columns, a mark where an agency has a part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby
from types import SimpleNamespace
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import pgettext

from agencies.models import Agency
from obligations.lights import Light, light
from obligations.models import Obligation
from tasks.enums import Period, TaskRole
from tasks.kinds import REPORT
from tasks.models import Plan, Responsibility, Task
from tasks.periods import span_of

AGENCY, COLLECTIVE, OPEN = "agency", "collective", "open"  # kinds of column, in this order
WORST_FIRST = ("over", "soon", "idle", "ok", "done", "shut")
DEPARTMENTS = re.compile("(机关|部门|单位)$")  # a collective of those that have columns, unlike 各区、县人民政府


class Part(NamedTuple):
    """A responsibility, as little of it as the matrix needs."""

    pk: int
    task_id: int
    agency_id: int | None
    role: str
    printed_name: str
    is_collective: bool

    @property
    def means_departments(self) -> bool:
        """市级相关部门: any agency may be meant, nobody is named."""
        return self.is_collective and self.agency_id is None and bool(DEPARTMENTS.search(self.printed_name))


@dataclass
class Column:
    """An agency; or a name as printed that stands for several (collective) or for none that is known (open)."""

    kind: str
    key: str  # the agency's public id, or the printed name
    name: str
    heading: str
    order: tuple
    region_path: str = ""
    leads: int = 0
    participates: int = 0


@dataclass
class Row:
    pk: int
    section: str
    number: str
    title: str
    parts: dict[str, Part] = field(default_factory=dict)  # by the column's key
    departments: list[Part] = field(default_factory=list)  # collectives that may mean any agency not named


@dataclass
class Grid:
    """lights: {(task, agency): the light of what the agency owes on the task for the present period}."""

    columns: list[Column]
    rows: list[Row]
    lights: dict[tuple[int, int | None], Light] = field(default_factory=dict)

    @property
    def agencies(self) -> list[Column]:
        return [column for column in self.columns if column.kind == AGENCY]

    @property
    def has_open_names(self) -> bool:
        return any(column.kind == OPEN for column in self.columns)

    def task_light(self, row: Row) -> Light | None:
        """A task's light follows its lead; of several the one that is worst off (ux 4)."""
        parts = [part for part in row.parts.values() if part.role == TaskRole.LEAD]
        found = [light for part in parts if (light := self.lights.get((part.task_id, part.agency_id)))]
        return min(found, key=lambda light: WORST_FIRST.index(light.state), default=None)

    @property
    def sections(self) -> Iterator[tuple[str, list[Row]]]:
        for section, rows in groupby(self.rows, key=lambda row: row.section):
            yield section, list(rows)


def plans_for(by) -> list[Plan]:
    """The plans of the own region, the newest first, then of those below, then others' in which the unit has a part."""
    plans = Plan.objects.order_by("region_path", "-created_at", "-pk")
    own = list(plans.visible_to(by))
    return own + [plan for plan in plans.shared_with(by) if plan not in own]


def tasks_of(plan: Plan, by) -> QuerySet[Task]:
    """The tasks of a plan in the territory; of another's plan only those that are shared with the unit."""
    tasks = Task.objects.standing().filter(plan=plan).order_by("position", "pk")
    return tasks.visible_to(by) if by.user.is_superuser or by.covers(plan) else tasks.shared_with(by)


def read_grid(tasks: QuerySet[Task], shown: QuerySet[Task]) -> Grid:
    """The columns of all `tasks`, the rows of those that are `shown`; totals count the rows. Three queries."""
    rows = {facts[0]: Row(*facts) for facts in shown.values_list("pk", "section", "number", "title")}
    responsibilities = Responsibility.objects.filter(task__in=tasks.order_by()).order_by("role", "position", "pk")
    parts = list(map(Part._make, responsibilities.values_list(*Part._fields)))
    agencies = _agency_columns({part.agency_id for part in parts if part.agency_id})
    names: dict[str, Column] = {}
    for part in parts:
        row = rows.get(part.task_id)
        if part.agency_id is None and part.means_departments:
            if row:
                row.departments.append(part)
            continue
        column = agencies.get(part.agency_id) or names.get(part.printed_name) or _name_column(part)
        if column.kind != AGENCY:
            names[column.key] = column
        if row and column.key not in row.parts:
            row.parts[column.key] = part
            column.leads += part.role == TaskRole.LEAD
            column.participates += part.role == TaskRole.PARTICIPANT
    columns = sorted([*agencies.values(), *names.values()], key=lambda column: column.order)
    return Grid(columns, list(rows.values()))


def read_lights(tasks: QuerySet[Task], *, at: datetime, soon: int) -> dict[tuple[int, int | None], Light]:
    """The lights of what is owed for the periods of that day, and of the parts that are closed for good. Two queries.

    soon: as `obligations.lights.light` takes it.
    """
    today = timezone.localdate(at)
    duties = Obligation.objects.standing().filter(
        subject_kind="tasks.task", subject_id__in=tasks.order_by().values("pk"), kind=REPORT.key,
        period__in=[span_of(today, period).key for period in Period],
    )  # fmt: skip
    names = ("state", "due_on", "due_at", "was_late")

    @cache  # a few sorts of duties, however many there are
    def light_of(*facts) -> Light:
        return light(SimpleNamespace(**dict(zip(names, facts, strict=True))), at=at, soon=soon)

    rows = duties.values_list("subject_id", "bearer", *names)
    lights = {(task, agency): light_of(*facts) for task, agency, *facts in rows}
    closed = Responsibility.objects.filter(task__in=tasks.order_by(), closed_on__isnull=False)
    return lights | {pair: closed_light() for pair in closed.values_list("task", "agency")}


def closed_light() -> Light:
    """Of a part that is closed for good, unlike one that is done for the period."""
    return Light("shut", pgettext("light", "Closed for good"))


def _agency_columns(keys: set[int]) -> dict[int | None, Column]:
    facts = Agency.objects.filter(pk__in=keys).values_list(
        "pk", "position", "party__public_id", "party__name", "short_name", "party__region_path"
    )
    return {
        pk: Column(AGENCY, str(public_id), name, short_name, order=(0, position, pk), region_path=region_path)
        for pk, position, public_id, name, short_name, region_path in facts
    }


def _name_column(part: Part) -> Column:
    kind = COLLECTIVE if part.is_collective else OPEN
    name = part.printed_name
    return Column(kind, name, name, name, order=(1 + (kind == OPEN), name))
