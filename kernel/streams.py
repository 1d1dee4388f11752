"""Tables of any size: a CSV or XLSX file on the disk, of which only a few rows are in memory at once."""

import csv
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from kernel.blanks import Blank
from kernel.encodings import encoding_of
from kernel.errors import Unreadable
from kernel.formulas import formulas_of, with_formulas
from kernel.tables import BROKEN, FaultyRows, RowFault, as_text, below, check_header, refuse_oversized

Merged = Iterable[tuple[tuple[int, int], tuple[int, int]]]  # (row, column) of first and last place, each from 0
ABOUT_LINES = 20  # that may stand before the header: an export says there what it is


@dataclass(frozen=True)
class Stream:
    """columns: in the order of the file.  expected: how many rows there are, at most.

    rows: (row number, {column: text}) below the header, to be read once; empty rows are left out.
    """

    columns: list[str]
    expected: int
    rows: Iterator[tuple[int, dict[str, str]]]
    header: list[str]


def open_stream(path: Path, *, names: Mapping[str, str], blank: Blank) -> Stream:
    """names: {what the header may say: column}.  blank: made from which, if from any.

    The header is the first row with two of these; lines about the file may stand before it, or on a sheet of their own.
    Raises Refused, with a sentence to show, for a file that is no table, and FaultyRows for columns that are not
    known or there twice; the rows raise Unreadable where the file breaks off.
    """
    is_archive = zipfile.is_zipfile(path)
    expected, cells, merged = _sheet(path, names, blank) if is_archive else _text(path)
    first: list[list[str]] = []
    for row in itertools.islice(cells, ABOUT_LINES):
        first.append([cell.strip() for cell in row])
        if _is_header(first[-1], names):
            break
    else:
        cells, first = itertools.chain(first[1:], cells), first[:1] or [[]]
    words = first[-1]
    header = [names.get(word, word) for word in words]
    _refuse_merged(merged, first=len(first) - 1)
    check_header(header, set(names.values()), set(), row=len(first))
    return Stream(header, max(expected - len(first), 0), below(cells, header, first=len(first) + 1), words)


def _refuse_merged(merged: Merged, *, first: int) -> None:
    """Of merged cells only one says anything; above the table, where it says what it is, they may be."""
    faults = [
        RowFault(top + 1, get_column_letter(left + 1), _("These cells are merged: part them, and fill in each."))
        for (top, left), (bottom, _right) in merged
        if bottom >= first
    ]
    if faults:
        raise FaultyRows(faults)


def _is_header(words: list[str], names: Mapping[str, str]) -> bool:
    return sum(word in names for word in words) >= 2


def _sheet(path: Path, names: Mapping[str, str], blank: Blank) -> tuple[int, Iterator[list[str]], Merged]:
    """The first visible sheet that begins with a header, else the first: how many rows, its rows, what is merged."""
    try:
        with path.open("rb") as file:
            refuse_oversized(file)
        book = CalamineWorkbook.from_path(str(path))
        blank.refuse_book(book)
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            head = sheet.to_python(skip_empty_area=False, nrows=ABOUT_LINES)
            if any(_is_header([as_text(cell).strip() for cell in row], names) for row in head):
                break
        else:
            sheet = book.get_sheet_by_name((visible or book.sheet_names)[0])
        rows = with_formulas(_rows_of(sheet), formulas_of(path, sheet.name))
        return sheet.total_height, rows, sheet.merged_cell_ranges or ()
    except (*BROKEN, IndexError, CalamineError) as error:
        raise Unreadable(_("The file is no table: %(reason)s") % {"reason": error}) from None


def _rows_of(sheet) -> Iterator[list[str]]:
    """From the first place of the sheet, whatever is empty."""
    down, right = sheet.start or (0, 0)
    yield from ([] for _row in range(down))
    for row in sheet.iter_rows():
        yield [*[""] * right, *map(as_text, row)]


def _text(path: Path) -> tuple[int, Iterator[list[str]], Merged]:
    with path.open("rb") as file:
        encoding, lines = encoding_of(file)
    return lines, _csv_rows(path, encoding), ()


def _csv_rows(path: Path, encoding: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        try:
            yield from csv.reader(file, strict=True)
        except csv.Error as error:
            raise Unreadable(_("The file is no table: %(reason)s") % {"reason": error}) from None
