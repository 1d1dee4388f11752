"""The responsibility matrix of a plan: tasks as rows, agencies as columns, a mark where an agency has a part.

Rows are drawn by one function each with `format_html`: a template include per cell of 200 × 60 costs more than the
whole page may take.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tasks.enums import TaskRole
from tasks.models import Plan, Responsibility, Task

AGENCY, COLLECTIVE, OPEN = "agency", "collective", "open"  # kinds of column, in this order
EMPTY_CELL = mark_safe('<td class="cell"></td>')


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

    @property
    def kind_in_words(self) -> str:
        return {COLLECTIVE: _("a collective, as printed"), OPEN: _("not confirmed yet")}.get(self.kind, "")


@dataclass
class Row:
    task: Task
    parts: dict[str, Responsibility] = field(default_factory=dict)  # by the column's key

    def with_role(self, role: str) -> list[Responsibility]:
        return [part for part in self.parts.values() if part.role == role]


@dataclass
class Grid:
    columns: list[Column]
    rows: list[Row]

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
    """The columns of all `tasks`, the rows of those that are `shown`; totals count the rows. Two queries."""
    rows = {task.pk: Row(task) for task in shown}
    columns: dict[str, Column] = {}
    parts = Responsibility.objects.filter(task__in=tasks.order_by()).select_related("agency__party")
    parts = parts.order_by("role", "position", "pk")
    for part in parts:
        column = _column_of(part)
        column = columns.setdefault(column.key, column)
        if (row := rows.get(part.task_id)) and column.key not in row.parts:
            row.parts[column.key] = part
            column.leads += part.role == TaskRole.LEAD
            column.participates += part.role == TaskRole.PARTICIPANT
    return Grid(sorted(columns.values(), key=lambda column: column.order), list(rows.values()))


def _column_of(part: Responsibility) -> Column:
    if agency := part.agency:
        party = agency.party
        order = (0, agency.position, agency.pk)
        return Column(AGENCY, str(party.public_id), party.name, agency.short_name, order)
    kind = COLLECTIVE if part.is_collective else OPEN
    return Column(
        kind, part.printed_name, part.printed_name, part.printed_name, (1 + (kind == OPEN), part.printed_name)
    )


def mark(part: Responsibility) -> SafeString:
    """Filled for a lead, a ring for a participant, a small dot for a collective."""
    if part.is_collective:
        return mark_safe('<i class="gdot" aria-hidden="true"></i>')
    role = "lead" if part.role == TaskRole.LEAD else "participant"
    return format_html('<svg class="gl s-part" aria-hidden="true"><use href="#g-{}-ok"/></svg>', role)


class Drawing:
    """Draws a grid; words and marks that repeat are made once."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.role_words = {TaskRole.LEAD: _("lead"), TaskRole.PARTICIPANT: _("participant")}
        self.cell_words = _("No. %(number)s, %(name)s, %(role)s")

    def head(self) -> SafeString:
        return format_html_join("", "{}", ((self._heading(column),) for column in self.grid.columns))

    def _heading(self, column: Column) -> SafeString:
        words = _("%(name)s: leads %(leads)d, takes part in %(participates)d") % {
            "name": column.name,
            "leads": column.leads,
            "participates": column.participates,
        }
        if column.kind != AGENCY:
            words = f"{words} ({column.kind_in_words})"
            heading = format_html("<span>{}</span>", column.heading)
        else:
            url = reverse("agencies:agency", args=[column.key])
            heading = format_html('<a href="{}" tabindex="-1">{}</a>', url, column.heading)
        classes = " ".join(
            filter(
                None,
                ["ag", column.leads and "led", column.kind == OPEN and "warn", column.kind == COLLECTIVE and "grp"],
            )
        )
        return format_html('<th class="{}" scope="col" title="{}">{}</th>', classes, words, heading)

    def row(self, row: Row) -> SafeString:
        """One task across all columns."""
        task = row.task
        url = task.get_absolute_url()
        cells = (
            self._cell(url, task, column, row.parts[column.key]) if column.key in row.parts else EMPTY_CELL
            for column in self.grid.columns
        )
        return format_html(
            '<tr><td class="c0">{}</td><th class="c1" scope="row">'
            '<a class="clip1" href="{}" title="{}">{}</a></th>{}</tr>',
            task.number,
            url,
            task.title,
            task.title,
            format_html_join("", "{}", ((cell,) for cell in cells)),
        )

    def _cell(self, url: str, task: Task, column: Column, part: Responsibility) -> SafeString:
        words = self.cell_words % {"number": task.number, "name": column.name, "role": self.role_words[part.role]}
        return format_html(
            '<td class="cell"><a href="{}#part-{}" title="{}">{}<span class="sr">{}</span></a></td>',
            url, part.pk, words, mark(part), words,
        )  # fmt: skip

    def body(self) -> SafeString:
        """Sections with their rows."""
        width = len(self.grid.columns) + 2
        pieces = []
        for section, rows in self.grid.sections:
            if section:
                pieces.append(format_html('<tr class="grp-row"><th colspan="2" scope="rowgroup">{}</th>', section))
                pieces.append(format_html('<td colspan="{}"></td></tr>', width - 2))
            pieces += [self.row(row) for row in rows]
        return format_html_join("", "{}", ((piece,) for piece in pieces))

    def totals(self) -> SafeString:
        """How often each agency leads and takes part in the rows shown."""
        numbers = ((column.leads, column.participates) for column in self.grid.columns)
        return format_html_join("", "<td><b>{}</b><br>{}</td>", numbers)

    def phone_list(self) -> SafeString:
        """The same rows for narrow screens: the lead in sight, participants on demand."""
        return format_html_join("", "{}", ((self._phone_row(row),) for row in self.grid.rows))

    def _phone_row(self, row: Row) -> SafeString:
        leads = format_html_join("", "{}", ((chip(part),) for part in row.with_role(TaskRole.LEAD)))
        participants = row.with_role(TaskRole.PARTICIPANT)
        more = _("%(count)d participants") % {"count": len(participants)} if participants else _("No participants")
        chips = format_html_join("", "{}", ((chip(part),) for part in participants))
        return format_html(
            '<div class="mrow"><div class="hd"><span class="no">{}</span><a href="{}">{}</a></div>'
            '<details><summary>{}<span class="more">{}</span></summary><div class="chips">{}</div></details></div>',
            row.task.number, row.task.get_absolute_url(), row.task.title, leads, more, chips,
        )  # fmt: skip


def chip(part: Responsibility) -> SafeString:
    """The role chip of components/role.html (a test holds them equal)."""
    is_lead = part.role == TaskRole.LEAD
    classes = "role" + (" lead" if is_lead else "") + (" warn" if part.is_open else "")
    words = _("(lead)") if is_lead else _("(participant)")
    if part.is_open:
        words = f"{words} {_('(to be confirmed)')}"
    return format_html(
        '<span class="{}"><span class="dot" aria-hidden="true"></span>{}<span class="sr">{}</span></span>',
        classes, part.name, words,
    )  # fmt: skip
