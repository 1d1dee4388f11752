"""The lines of the official list of regions, checked one by one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agencies.enums import CodeScheme, RegionKind
from agencies.models import Region
from kernel.tables import FaultyRows, RowFault

COLUMNS = ("code", "name", "parent", "kind", "valid_from", "valid_to", "scheme", "same_as")
REQUIRED = ("code", "name", "parent", "kind")
CODE = re.compile(r"\d{6}(\d{3}){0,2}", re.ASCII)
MAX_NAME = Region._meta.get_field("name").max_length or 0


@dataclass(frozen=True)
class Line:
    """A line of the list.

    code: 6, 9 or 12 digits; empty for a place that has none, such as a development zone.  parent: the code of the
    region above, empty at the top.  same_as: another code of the same region.  scheme: "gbt2260" (also when empty)
    or "nbs".
    """

    row: int
    code: str
    name: str
    parent: str
    kind: RegionKind
    valid_from: date | None
    valid_to: date | None
    scheme: CodeScheme
    same_as: str


def read_lines(rows: Iterable[tuple[int, dict[str, str]]]) -> list[Line]:
    """The lines of rows as kernel.tables gives them; raises FaultyRows with all that is wrong in single cells."""
    lines, faults = [], []
    for number, cells in rows:
        found = list(_faults(number, cells))
        faults += found
        if not found:
            lines.append(_line(number, cells))
    if faults:
        raise FaultyRows(faults)
    return lines


def _line(row: int, cells: dict[str, str]) -> Line:
    first, last = (date.fromisoformat(cells[name]) if cells.get(name) else None for name in ("valid_from", "valid_to"))
    return Line(
        row=row,
        code=cells["code"],
        name=cells["name"],
        parent=cells["parent"],
        kind=RegionKind(cells["kind"]),
        valid_from=first,
        valid_to=last,
        scheme=CodeScheme(cells.get("scheme") or CodeScheme.CIVIL_AFFAIRS),
        same_as=cells.get("same_as", ""),
    )


def _faults(row: int, cells: dict[str, str]):
    for column in ("code", "parent", "same_as"):
        if cells.get(column) and not CODE.fullmatch(cells[column]):
            yield RowFault(row, column, _("A division code has 6, 9 or 12 digits."))
    if not 0 < len(cells["name"]) <= MAX_NAME:
        yield RowFault(row, "name", _("A name of at most %(limit)s characters is needed.") % {"limit": MAX_NAME})
    for column, known in (("kind", RegionKind.values), ("scheme", ["", *CodeScheme.values])):
        if cells.get(column, "") not in known:
            yield RowFault(
                row, column, _("One of these is needed: %(known)s.") % {"known": ", ".join(filter(None, known))}
            )
    days = {}
    for column in ("valid_from", "valid_to"):
        try:
            days[column] = date.fromisoformat(cells[column]) if cells.get(column) else None
        except ValueError:
            yield RowFault(row, column, _("This is no day; write it as 2021-04-09."))
    first, last = days.get("valid_from"), days.get("valid_to")
    if first and last and last < first:
        yield RowFault(row, "valid_to", _("The last day lies before the first."))
