"""The files that tables come in, and their columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import tablib
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
        headings = {name: str(column.heading) for name, column in self.columns.items()}
        required = [headings[name] for name, column in self.columns.items() if column.required]
        rows = rows_of(in_stream, columns=headings.values(), required=required, other_names=headings)
        if not rows:
            raise Unreadable(_("The table has no rows below its headings."))
        cells = [[number, *map(without_escape, cells.values())] for number, cells in rows]
        return tablib.Dataset(*cells, headers=[ROW, *rows[0][1]])


def without_escape(cell: str) -> str:
    """What `kernel.exports.escaped` made of a cell, as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
