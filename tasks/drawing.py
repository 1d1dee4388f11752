"""The matrix drawn: rows for wide screens and paper, a list for phones.

Each row is one function, made of pieces that are escaped once for their column or row: a template include per cell of
200 × 60 costs more than the whole page may take, and so does markup that is longer than it has to be, because every
template around it copies it.
"""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obligations.lights import Light
from tasks.enums import TaskRole
from tasks.matrix import AGENCY, COLLECTIVE, OPEN, Column, Grid, Part, Row

EMPTY_CELL = "<td></td>"
TINTED = frozenset({"soon", "over"})  # green is the quiet state (ux 4)


def mark(role: str, state: str = "", *, is_collective: bool = False) -> SafeString:
    """Filled for a lead, outlined for a participant (components/glyph.html); a small dot for a collective.

    state: of a light, whose shape it takes; without one it only says the role.
    """
    if is_collective:
        return mark_safe('<i class="gdot" aria-hidden="true"></i>')
    shape = '<svg class="gl s-{}" aria-hidden="true"><use href="#g-{}-{}"/></svg>'
    return format_html(shape, state or "part", role, state or "ok")


def chip(name: str, role: str, *, unconfirmed: bool = False) -> SafeString:
    """The role chip of components/role.html."""
    is_lead = role == TaskRole.LEAD
    classes = ["role", "lead" if is_lead else "", "warn" if unconfirmed else ""]
    words = [_("(lead)") if is_lead else _("(participant)"), _("(to be confirmed)") if unconfirmed else ""]
    return format_html(
        '<span class="{}"><span class="dot" aria-hidden="true"></span>{}<span class="sr">{}</span></span>',
        " ".join(filter(None, classes)), name, " ".join(filter(None, words)),
    )  # fmt: skip


def item(name: str, *, unconfirmed: bool = False) -> SafeString:
    """A participant in the list of the phone."""
    if unconfirmed:
        return format_html('<li class="warn">{} <span class="sr">{}</span></li>', name, _("(to be confirmed)"))
    return format_html("<li>{}</li>", name)


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces of markup that are escaped already."""
    return mark_safe("".join(pieces))  # noqa: S308


class Drawing:
    """Draws a grid for a reader; `chosen` is the key of the agency to which it is narrowed."""

    def __init__(self, grid: Grid, *, by, chosen: str = ""):
        self.grid, self.by, self.chosen = grid, by, chosen
        self.places = {column.key: place for place, column in enumerate(grid.columns)}
        self.task_url = reverse("tasks:task", kwargs={"pk": 0}).replace("0", "{}")  # asked once, not a row
        self.agency_url = reverse("agencies:agency", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")
        self.leads = {c.key: chip(c.name, TaskRole.LEAD, unconfirmed=c.kind == OPEN) for c in grid.columns if c.leads}
        self.participants = {c.key: item(c.name, unconfirmed=c.kind == OPEN) for c in grid.columns}
        self.columns = {column.key: column for column in grid.columns}
        self.roles = {TaskRole.LEAD: _("lead"), TaskRole.PARTICIPANT: _("participant")}
        self.said = _("No. %(number)s, %(name)s, %(role)s")
        self.cells: dict[tuple, list[str]] = {}

    def _cell(self, key: str, role: str, light: Light | None) -> list[str]:
        """A mark with its link: three pieces, between them the address of the part and the task's number.

        The title names the link for screen readers, too. Drawn once for a column, role and light.
        """
        known = key, role, light and light.text
        if known not in self.cells:
            column, state = self.columns[key], light.state if light else ""
            words = [self.roles[TaskRole(role)], *([light.text] if light else [])]
            said = self.said % {"number": "\0", "name": column.name, "role": _(", ").join(map(str, words))}
            shape = mark(role, state, is_collective=column.kind == COLLECTIVE)
            start = f'<td class="cell{f" {state}" if state in TINTED else ""}"><a href="'
            self.cells[known] = [start, *f'" title="{conditional_escape(said)}">{shape}</a></td>'.split("\0")]
        return self.cells[known]

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

    def options(self) -> SafeString:
        """The agencies to choose from."""
        return joined(
            f'<option value="{column.key}"{" selected" if column.key == self.chosen else ""}>'
            f"{conditional_escape(column.name)}</option>"
            for column in self.grid.agencies
        )

    def body(self) -> SafeString:
        """Sections with their rows."""
        pieces = []
        for section, rows in self.grid.sections:
            if section:
                head = '<tr class="grp-row"><th colspan="2" scope="rowgroup">{}</th><td colspan="{}"></td></tr>'
                pieces.append(format_html(head, section, len(self.grid.columns) + bool(self.grid.lights)))
            pieces += [self.row(row) for row in rows]
        return joined(pieces)

    def row(self, row: Row) -> SafeString:
        """One task across all columns."""
        url, number, title = self._facts(row)
        cells = self._dotted(row.departments) if row.departments else [EMPTY_CELL] * len(self.places)
        for key, part in row.parts.items():
            light = self.grid.lights.get((part.task_id, part.agency_id))
            start, before, after = self._cell(key, part.role, light)
            cells[self.places[key]] = f"{start}{url}#part-{part.pk}{before}{number}{after}"
        name = f'<th class="c1" scope="row"><a class="clip1" href="{url}" title="{title}">{title}</a></th>'
        state = [self._state(self.grid.task_light(row))] if self.grid.lights else []
        return joined([f'<tr><td class="c0">{number}</td>', name, *state, *cells, "</tr>"])

    def _state(self, light: Light | None) -> str:
        """The task's light in words, drawn once for each."""
        known = "state", light
        if known not in self.cells:
            words = format_html('<span class="s-{}">{}</span>', light.state, light.text) if light else ""
            self.cells[known] = [f'<td class="c2">{words}</td>']
        return self.cells[known][0]

    def _facts(self, row: Row) -> tuple[str, str, str]:
        """The address, the number and the title of a task, escaped."""
        return self.task_url.format(row.pk), conditional_escape(row.number), conditional_escape(row.title)

    def _dotted(self, parts: list[Part]) -> list[str]:
        """A dot for each agency that the row does not name, and that its collective may mean."""
        dot = mark(parts[0].role, is_collective=True)
        printed = " ".join(part.printed_name for part in parts)
        cell = format_html('<td class="cell" title="{}">{}<span class="sr">{}</span></td>', printed, dot, printed)
        return [cell if column.kind == AGENCY else EMPTY_CELL for column in self.grid.columns]

    def totals(self) -> SafeString:
        """How often each agency leads and takes part in the rows shown."""
        numbers = ((column.leads, column.participates) for column in self.grid.columns)
        return format_html_join("", "<td><b>{}</b><br>{}</td>", numbers)

    def phone_list(self) -> SafeString:
        """The same rows for narrow screens: the lead in sight, participants on demand."""
        return joined(self._phone_row(row) for row in self.grid.rows)

    def _light(self, part: Part) -> str:
        """What components/light.html draws, for the phone."""
        light = self.grid.lights.get((part.task_id, part.agency_id))
        if not light:
            return ""
        shape = mark(part.role, light.state)
        return format_html('<span class="light s-{}">{}{}</span>', light.state, shape, light.text)

    def _phone_row(self, row: Row) -> str:
        url, number, title = self._facts(row)
        leads, participants = [], []
        for key, part in row.parts.items():
            if part.role == TaskRole.LEAD:
                leads += [self.leads[key], self._light(part)]
            else:
                participants.append(self.participants[key])
        for part in row.departments:
            if part.role == TaskRole.LEAD:
                leads.append(chip(part.printed_name, part.role))
            else:
                participants.append(item(part.printed_name))
        head = f'<div class="mrow"><div class="hd"><span class="no">{number}</span><a href="{url}">{title}</a></div>'
        if not participants:
            nobody = conditional_escape(_("No participants"))
            return f'{head}<div class="chips">{"".join(leads)}<span class="more">{nobody}</span></div></div>'
        count = len(participants)
        words = ngettext("%(count)d participant", "%(count)d participants", count) % {"count": count}
        summary = f'<summary>{"".join(leads)}<span class="more">{conditional_escape(words)}</span></summary>'
        return f'{head}<details>{summary}<ul class="chips">{"".join(participants)}</ul></details></div>'
