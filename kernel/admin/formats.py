"""The files that tables come in, and their columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import tablib
from django.utils.translation import gettext as _
from import_export.formats.base_formats import Format

from kernel.errors import Refused
from kernel.tables import FaultyRows, RowFault, rows_of

ROW = "#"  # the number of the row in the file, beside its cells
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such a cell


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
        codes = {name: name for name in self.columns} | {
            str(column.heading): name for name, column in self.columns.items()
        }
        rows = rows_of(as_utf8(in_stream), columns=codes, required=())
        if not rows:
            raise Refused(_("The table has no rows below its headings."))
        names = [codes[heading] for heading in rows[0][1]]
        headings = {name: str(column.heading) for name, column in self.columns.items()}
        missing = [name for name, column in self.columns.items() if column.required and name not in names]
        faults = [RowFault(1, headings[name], _("This column is missing.")) for name in missing]
        twice = sorted({name for name in names if names.count(name) > 1})
        faults += [RowFault(1, headings[name], _("This column occurs twice.")) for name in twice]
        if faults:
            raise FaultyRows(faults)
        cells = [[number, *map(without_escape, cells.values())] for number, cells in rows]
        return tablib.Dataset(*cells, headers=[ROW, *[headings[name] for name in names]])


def as_utf8(data: bytes) -> bytes:
    """Chinese spreadsheets save CSV in GB18030; whatever else is left for the reader of tables to refuse."""
    if data.startswith(b"PK"):
        return data
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030").encode()
        except UnicodeDecodeError:
            pass
    return data


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def without_escape(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
