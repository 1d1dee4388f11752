"""The responsibility matrix of a plan: tasks as rows, agencies as columns, a mark where an agency has a part.

Rows are drawn by one function each, from pieces that are escaped once for their column or row: a template include per
cell of 200 × 60, or a model instance, costs more than the whole page may take.
"""

import re
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
from django.utils.translation import ngettext

from agencies.models import Agency
from tasks.enums import TaskRole
from tasks.models import Plan, Responsibility, Task

AGENCY, COLLECTIVE, OPEN = "agency", "collective", "open"  # kinds of column, in this order
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
    columns: list[Column]
    rows: list[Row]

    @property
    def agencies(self) -> list[Column]:
        return [column for column in self.columns if column.kind == AGENCY]

    @property
    def has_open_names(self) -> bool:
        return any(column.kind == OPEN for column in self.columns)

    @property
    def sections(self) -> Iterator[tuple[str, list[Row]]]:
        for section, rows in groupby(self.rows, key=lambda row: row.section):
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


def read_grid(tasks: QuerySet[Task], shown: QuerySet[Task]) -> Grid:
    """The columns of all `tasks`, the rows of those that are `shown`; totals count the rows. Three queries."""
    rows = {facts[0]: Row(*facts) for facts in shown.values_list("pk", "section", "number", "title")}
    responsibilities = Responsibility.objects.filter(task__in=tasks.order_by()).order_by("role", "position", "pk")
    parts = list(map(Part._make, responsibilities.values_list(*Part._fields)))
    agencies = _agency_columns({part.agency_id for part in parts} - {None})
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


def _agency_columns(keys: set[int]) -> dict[int, Column]:
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
    """Draws a grid for a reader. What a column adds to each of its cells is made and escaped once, for either role."""

    def __init__(self, grid: Grid, *, by):
        self.grid, self.by = grid, by
        self.places = {column.key: place for place, column in enumerate(grid.columns)}
        self.task_url = reverse("tasks:task", kwargs={"pk": 0}).replace("0", "{}")  # asked once, not a row
        self.agency_url = reverse("agencies:agency", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")
        self.roles = {TaskRole.LEAD.value: _("lead"), TaskRole.PARTICIPANT.value: _("participant")}
        self.plain = ['<td class="cell"></td>'] * len(grid.columns)
        self.cell_ends = {(c.key, role): self._cell_end(c, role) for c in grid.columns for role in self.roles}
        self.chips = {
            (column.key, role): chip(column.name, role, unconfirmed=column.kind == OPEN)
            for column in grid.columns
            for role in self.roles
        }

    def _cell_end(self, column: Column, role: str) -> list[str]:
        """What follows the address of a mark's link: two pieces, the task's number stands between them."""
        facts = {"number": "\0", "name": column.name, "role": self.roles[role]}
        said = conditional_escape(_("No. %(number)s, %(name)s, %(role)s") % facts)  # the title names the link too
        shape = mark(role, is_collective=column.kind == COLLECTIVE)
        return f'" title="{said}">{shape}</a></td>'.split("\0")

    def head(self) -> SafeString:
        return format_html_join("", "{}", ((self._heading(column),) for column in self.grid.columns))

    def _heading(self, column: Column) -> SafeString:
        words = _("%(name)s: leads %(leads)d, takes part in %(participates)d") % vars(column)
        heading = format_html("<span>{}</span>", column.heading)
        if column.kind == AGENCY and self.by.covers(column):
            url = self.agency_url.format(column.key)
            heading = format_html('<a href="{}" tabindex="-1">{}</a>', url, column.heading)
        elif column.kind == COLLECTIVE:
            words = f"{words} ({_('a collective, as printed')})"
        elif column.kind == OPEN:
            words = f"{words} ({_('not confirmed yet')})"
            heading = format_html('<span>{}<b aria-hidden="true">?</b></span>', column.heading)
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
        url, number = self.task_url.format(row.pk), conditional_escape(row.number)
        cells = self._dotted(row.departments) if row.departments else self.plain.copy()
        for key, part in row.parts.items():
            before, after = self.cell_ends[key, part.role]
            cells[self.places[key]] = f'<td class="cell"><a href="{url}#part-{part.pk}{before}{number}{after}'
        return format_html(
            '<tr><td class="c0">{}</td><th class="c1" scope="row">'
            '<a class="clip1" href="{}" title="{}">{}</a></th>{}</tr>',
            number, url, row.title, row.title, joined(cells),
        )  # fmt: skip

    def _dotted(self, parts: list[Part]) -> list[str]:
        """A dot for each agency that the row does not name, and that its collective may mean."""
        dot = mark(parts[0].role, is_collective=True)
        printed = " ".join(part.printed_name for part in parts)
        cell = format_html('<td class="cell" title="{}">{}<span class="sr">{}</span></td>', printed, dot, printed)
        return [cell if column.kind == AGENCY else self.plain[0] for column in self.grid.columns]

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
        for part in row.departments:
            chips[part.role].append(chip(part.printed_name, part.role))
        leads, participants = chips[TaskRole.LEAD], chips[TaskRole.PARTICIPANT]
        head = format_html(
            '<div class="mrow"><div class="hd"><span class="no">{}</span><a href="{}">{}</a></div>',
            row.number, self.task_url.format(row.pk), row.title,
        )  # fmt: skip
        if not participants:
            nobody = format_html('<span class="more">{}</span>', _("No participants"))
            return format_html('{}<div class="chips">{}{}</div></div>', head, joined(leads), nobody)
        count = len(participants)
        return format_html(
            '{}<details><summary>{}<span class="more">{}</span></summary><div class="chips">{}</div></details></div>',
            head,
            joined(leads),
            ngettext("%(count)d participant", "%(count)d participants", count) % {"count": count},
            joined(participants),
        )
