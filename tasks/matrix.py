"""The responsibility matrix of a plan: tasks as rows, agencies as columns, a mark where an agency has a part.

Rows are drawn by one function each, from pieces that are escaped once for their column or row: a template include per
cell of 200 × 60, or a model instance, costs more than the whole page may take.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agencies.models import Agency
from tasks.enums import TaskRole
from tasks.models import Plan, Responsibility, Task

AGENCY, COLLECTIVE, OPEN = "agency", "collective", "open"  # kinds of column, in this order
EMPTY_CELL = '<td class="cell"></td>'


class Part(NamedTuple):
    """A responsibility, as little of it as the matrix needs."""

    pk: int
    task_id: int
    agency_id: int | None
    role: str
    printed_name: str
    is_collective: bool


@dataclass
class Column:
    """An agency; or a name as printed that stands for several (collective) or for none that is known (open)."""

    kind: str
    key: str  # the agency's public id, or the printed name
    name: str
    heading: str
    order: tuple
    leads: int = 0
    participates: int = 0


@dataclass
class Row:
    task: Task
    parts: dict[str, Part] = field(default_factory=dict)  # by the column's key


@dataclass
class Grid:
    columns: list[Column]
    rows: list[Row]

    @property
    def agencies(self) -> list[Column]:
        return [column for column in self.columns if column.kind == AGENCY]

    @property
    def sections(self) -> Iterator[tuple[str, list[Row]]]:
        for section, rows in groupby(self.rows, key=lambda row: row.task.section):
            yield section, list(rows)


def plans_for(by) -> list[Plan]:
    """The plans of the own region, the newest first, then of those below, then others' in which the unit has a part."""
    plans = Plan.objects.select_related("region", "source").order_by("region_path", "-created_at", "-pk")
    own = list(plans.visible_to(by))
    return own + [plan for plan in plans.shared_with(by) if plan not in own]


def tasks_of(plan: Plan, by) -> QuerySet[Task]:
    """The tasks of a plan in the territory; of another's plan only those that are shared with the unit."""
    tasks = Task.objects.filter(plan=plan).order_by("position", "pk")
    return tasks.visible_to(by) if by.user.is_superuser or by.covers(plan) else tasks.shared_with(by)


def read_grid(tasks: QuerySet[Task], shown: Iterable[Task]) -> Grid:
    """The columns of all `tasks`, the rows of those that are `shown`; totals count the rows. Three queries."""
    rows = {task.pk: Row(task) for task in shown}
    responsibilities = Responsibility.objects.filter(task__in=tasks.order_by()).order_by("role", "position", "pk")
    parts = [Part(*values) for values in responsibilities.values_list(*Part._fields)]
    agencies = Agency.objects.select_related("party").in_bulk({part.agency_id for part in parts} - {None})
    columns: dict[str, Column] = {}
    by_agency: dict[int, Column] = {}
    for part in parts:
        column = by_agency.get(part.agency_id) if part.agency_id else columns.get(part.printed_name)
        if column is None:
            column = _column_of(part, agencies)
            columns[column.key] = column
            if part.agency_id:
                by_agency[part.agency_id] = column
        if (row := rows.get(part.task_id)) and column.key not in row.parts:
            row.parts[column.key] = part
            column.leads += part.role == TaskRole.LEAD
            column.participates += part.role == TaskRole.PARTICIPANT
    return Grid(sorted(columns.values(), key=lambda column: column.order), list(rows.values()))


def _column_of(part: Part, agencies: dict[int, Agency]) -> Column:
    if part.agency_id:
        agency = agencies[part.agency_id]
        order = (0, agency.position, agency.pk)
        return Column(AGENCY, str(agency.party.public_id), agency.party.name, agency.short_name, order)
    kind = COLLECTIVE if part.is_collective else OPEN
    return Column(
        kind, part.printed_name, part.printed_name, part.printed_name, (1 + (kind == OPEN), part.printed_name)
    )


def mark(role: str, *, is_collective: bool = False) -> SafeString:
    """Filled for a lead, a ring for a participant, a small dot for a collective."""
    if is_collective:
        return mark_safe('<i class="gdot" aria-hidden="true"></i>')
    return format_html('<svg class="gl s-part" aria-hidden="true"><use href="#g-{}-ok"/></svg>', role)


def chip(name: str, role: str, *, unconfirmed: bool = False) -> SafeString:
    """The role chip of components/role.html (a test holds them equal)."""
    is_lead = role == TaskRole.LEAD
    words = [_("(lead)") if is_lead else _("(participant)")]
    return format_html(
        '<span class="role{}{}"><span class="dot" aria-hidden="true"></span>{}<span class="sr">{}</span></span>',
        " lead" if is_lead else "",
        " warn" if unconfirmed else "",
        name,
        " ".join([*words, _("(to be confirmed)")] if unconfirmed else words),
    )


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces of markup that are escaped already."""
    return mark_safe("".join(pieces))  # noqa: S308


class Drawing:
    """Draws a grid. What a column adds to each of its cells is made and escaped once, for either role."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.task_url = reverse("tasks:task", kwargs={"pk": 0}).replace("0", "{}")  # asked once, not a row
        self.agency_url = reverse("agencies:agency", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")
        self.said = conditional_escape(_("No. %(number)s, %(name)s, %(role)s"))
        roles = {TaskRole.LEAD.value: _("lead"), TaskRole.PARTICIPANT.value: _("participant")}
        self.roles = {role: conditional_escape(words) for role, words in roles.items()}
        self.names = {column.key: conditional_escape(column.name) for column in grid.columns}
        each = [(column, role) for column in grid.columns for role in roles]
        self.marks = {(c.key, role): mark(role, is_collective=c.kind == COLLECTIVE) for c, role in each}
        self.chips = {(c.key, role): chip(c.name, role, unconfirmed=c.kind == OPEN) for c, role in each}

    def head(self) -> SafeString:
        return format_html_join("", "{}", ((self._heading(column),) for column in self.grid.columns))

    def _heading(self, column: Column) -> SafeString:
        words = _("%(name)s: leads %(leads)d, takes part in %(participates)d") % vars(column)
        if column.kind == AGENCY:
            url = self.agency_url.format(column.key)
            heading = format_html('<a href="{}" tabindex="-1">{}</a>', url, column.heading)
        else:
            what = _("a collective, as printed") if column.kind == COLLECTIVE else _("not confirmed yet")
            words = f"{words} ({what})"
            heading = format_html("<span>{}</span>", column.heading)
        classes = ["ag", "led" if column.leads else "", "warn" if column.kind == OPEN else ""]
        return format_html(
            '<th class="{}" scope="col" title="{}">{}</th>', " ".join(filter(None, classes)), words, heading
        )

    def body(self) -> SafeString:
        """Sections with their rows."""
        pieces = []
        for section, rows in self.grid.sections:
            if section:
                head = '<tr class="grp-row"><th colspan="2" scope="rowgroup">{}</th><td colspan="{}"></td></tr>'
                pieces.append(format_html(head, section, len(self.grid.columns)))
            pieces += [self.row(row) for row in rows]
        return joined(pieces)

    def row(self, row: Row) -> SafeString:
        """One task across all columns."""
        url, number = self.task_url.format(row.task.pk), conditional_escape(row.task.number)
        cells = [
            self._cell(url, number, column.key, row.parts[column.key]) if column.key in row.parts else EMPTY_CELL
            for column in self.grid.columns
        ]
        return format_html(
            '<tr><td class="c0">{}</td><th class="c1" scope="row">'
            '<a class="clip1" href="{}" title="{}">{}</a></th>{}</tr>',
            number, url, row.task.title, row.task.title, joined(cells),
        )  # fmt: skip

    def _cell(self, url: str, number: str, key: str, part: Part) -> str:
        """Every piece is escaped already; the part's key is a number. The title is the link's name for readers too."""
        words = self.said % {"number": number, "name": self.names[key], "role": self.roles[part.role]}
        link = f'<a href="{url}#part-{part.pk}" title="{words}">{self.marks[key, part.role]}</a>'
        return f'<td class="cell">{link}</td>'

    def totals(self) -> SafeString:
        """How often each agency leads and takes part in the rows shown."""
        numbers = ((column.leads, column.participates) for column in self.grid.columns)
        return format_html_join("", "<td><b>{}</b><br>{}</td>", numbers)

    def phone_list(self) -> SafeString:
        """The same rows for narrow screens: the lead in sight, participants on demand."""
        return joined(self._phone_row(row) for row in self.grid.rows)

    def _phone_row(self, row: Row) -> SafeString:
        chips: dict[str, list[str]] = {role: [] for role in self.roles}
        for key, part in row.parts.items():
            chips[part.role].append(self.chips[key, part.role])
        participants = chips[TaskRole.PARTICIPANT]
        more = _("%(count)d participants") % {"count": len(participants)} if participants else _("No participants")
        return format_html(
            '<div class="mrow"><div class="hd"><span class="no">{}</span><a href="{}">{}</a></div>'
            '<details><summary>{}<span class="more">{}</span></summary><div class="chips">{}</div></details></div>',
            row.task.number, self.task_url.format(row.task.pk), row.task.title,
            joined(chips[TaskRole.LEAD]), more, joined(participants),
        )  # fmt: skip
