"""The files that tables come in, and their columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.formats.base_formats import Format

from kernel.errors import Unreadable
from kernel.exports import FORMULA
from kernel.tables import rows_of

ROW = "#"  # the number of the row in the file, beside its cells


@dataclass(frozen=True)
class Column:
    """A column of a table: read turns the text of a cell into a value (ValidationError), show does the reverse.

    clears: an empty cell means that there is no value; otherwise it means that nothing is said.
    """

    heading: Any
    required: bool = False
    clears: bool = False
    read: Callable[[str], Any] = str
    show: Callable[[Any], str] = str


class Table(Format):
    """A CSV file (UTF-8, with or without BOM, or GB18030) or an XLSX file, told apart by content."""

    columns: ClassVar[dict[str, Column]] = {}

    def __init__(self, encoding=None):
        """The encoding is found out, whatever import-export suggests."""

    def get_title(self):
        return "CSV / XLSX"

    def can_import(self):
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """The rows under their headings, with their numbers; raises Refused for what is no such table."""
        rows = rows_under(self.columns, in_stream)
        cells = [[number, *map(without_escape, cells.values())] for number, cells in rows]
        return tablib.Dataset(*cells, headers=[ROW, *(str(self.columns[name].heading) for name in rows[0][1])])


def without_escape(cell: str) -> str:
    """What `kernel.exports.escaped` made of a cell, as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def rows_under(columns: Mapping[str, Column], data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header as (row number, {name of a column: text}); raises Refused for what is no such table."""
    headings = {name: str(column.heading) for name, column in columns.items()}
    required = [headings[name] for name, column in columns.items() if column.required]
    rows = rows_of(data, columns=headings.values(), required=required, other_names=headings)
    if not rows:
        raise Unreadable(_("The table has no rows below its headings."))
    names = {heading: name for name, heading in headings.items()}
    return [(number, {names[heading]: cell for heading, cell in cells.items()}) for number, cells in rows]


def told_by(cells: Mapping[str, str], columns: Mapping[str, Column]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the cells of a row say by column, and what is wrong with those that say nothing understandable."""
    told, wrong = {}, {}
    for name, column in columns.items():
        cell = cells.get(name, "")
        try:
            if column.required and not cell:
                raise ValidationError(_("This cell must not be empty."))
            if cell:
                told[name] = column.read(cell)
        except ValidationError as error:
            wrong[name] = error.messages[0]
    return told, wrong
