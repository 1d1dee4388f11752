"""Tables that people send: a CSV or XLSX file as rows of plain text, each with the number it has in the file."""

import csv
import functools
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from kernel.archives import open_archive
from kernel.encodings import encoding_of
from kernel.errors import TooLarge, Unreadable

MAX_ROWS = 100_000
UNPACKED_MB = 500  # of an XLSX file, which is an archive
MAX_PLACES = 20_000_000  # of a sheet up to its last cell
WORKBOOK = "xl/workbook.xml"
PIECE = 1 << 20  # bytes of a sheet that are looked at together
BEGINS = re.compile(  # of a row or cell: which, and its name behind a quotation mark
    rb"""<(?:[\w.-]++:)?(row|c)(?=[\s/>])(?:\s[^<]*?\br\s*=\s*(["'][^"']*))?"""
)
NAMES = re.compile(rb"""(?:["'][A-Z]{0,3}[0-9]{1,7})*+""")
DIGITS, LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
# What a damaged archive may raise
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, KeyError)


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row (1 is the header) and which column; a sentence to show."""

    row: int
    column: str
    reason: Any

    def __str__(self):
        return _("Row %(row)s, column “%(column)s”: %(reason)s") % vars(self)


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook row by row from its first, whatever is empty; a merged cell's text stands in its corner.

    merged: ((row, column), (row, column)) of first and last place, each from 0.
    """

    rows: list[list[str]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    is_hidden: bool = False


class FaultyRows(Unreadable):
    """Rows that cannot be taken; nothing of the file was saved."""

    def __init__(self, faults: Iterable[RowFault]):
        self.faults = sorted(faults, key=lambda fault: (fault.row, fault.column))
        count = len(self.faults)
        super().__init__(
            ngettext(
                "Nothing was saved: the file has %(count)s fault.",
                "Nothing was saved: the file has %(count)s faults.",
                count,
            )
            % {"count": count}
        )


def read_table(path: Path, *, columns: Iterable[str], required: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """As `rows_of`, for a file on the disk."""
    return rows_of(path.read_bytes(), columns=columns, required=required)


def rows_of(
    data: bytes, *, columns: Iterable[str], required: Iterable[str], other_names: Mapping[str, str] | None = None
) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header as (row number, {column: text}); empty rows are left out, missing cells are "".

    other_names: {what the header may say too: column}.  Raises Refused, with a sentence to show, for a file that is no
    table, and FaultyRows for columns that are not known, missing, or there twice.
    """
    if len(data) > settings.MAX_UPLOAD_MB * 1024 * 1024:
        raise TooLarge(_("This file is larger than %(limit)s MB.") % {"limit": settings.MAX_UPLOAD_MB})
    cells = _xlsx_rows(data) if zipfile.is_zipfile(io.BytesIO(data)) else _csv_rows(data)
    words = [cell.strip() for cell in next(cells, [])]
    header = [(other_names or {}).get(word, word) for word in words]
    check_header(header, set(columns), set(required))
    rows: list[tuple[int, dict[str, str]]] = []
    for row in below(cells, header, first=2):
        if len(rows) == MAX_ROWS:
            raise TooLarge(_("The table has more than %(limit)s rows.") % {"limit": MAX_ROWS})
        rows.append(row)
    return rows


def below(cells: Iterator[list[str]], header: list[str], *, first: int) -> Iterator[tuple[int, dict[str, str]]]:
    """first: the number of the first row below the header."""
    wide = len(header)
    for number, row in enumerate(cells, start=first):
        if len(row) > wide and any(cell.strip() for cell in row[wide:]):
            raise FaultyRows([RowFault(number, "-", _("There are more cells than columns."))])
        values = [cell.strip() for cell in row] + [""] * (wide - len(row))
        if any(values):
            yield number, dict(zip(header, values, strict=False))


def check_header(header: list[str], known: set[str], required: set[str], *, row: int = 1) -> None:
    faults = [
        RowFault(row, name, _("This column is not known."))
        for name in dict.fromkeys(header)
        if name and name not in known
    ]
    faults += [
        RowFault(row, get_column_letter(place), _("This column has no heading."))
        for place, name in enumerate(header, start=1)
        if not name
    ]
    faults += [RowFault(row, name, _("This column is missing.")) for name in sorted(required - set(header))]
    faults += [
        RowFault(row, name, _("This column occurs twice.")) for name in set(header) if name and header.count(name) > 1
    ]
    if faults:
        raise FaultyRows(faults)


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = data.decode(encoding_of(io.BytesIO(data))[0])
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        raise Unreadable(_("The file is no table: %(reason)s") % {"reason": error}) from None


def _xlsx_rows(data: bytes) -> Iterator[list[str]]:
    yield from next(sheets_of(data), [])


def sheets_of(data: bytes) -> Iterator[list[list[str]]]:
    """The sheets of a workbook, each row by row from its first, whatever is empty. Raises TooLarge and Unreadable."""
    return (sheet.rows for sheet in workbook_of(data))


def workbook_of(data: bytes) -> Iterator[Sheet]:
    """As `sheets_of`, with what else there is to know of each."""
    try:
        refuse_oversized(io.BytesIO(data))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for facts in book.sheets_metadata:
            sheet = book.get_sheet_by_name(facts.name)
            rows = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            is_hidden = facts.visible != SheetVisibleEnum.Visible
            yield Sheet(rows, merged=tuple(sheet.merged_cell_ranges or ()), is_hidden=is_hidden)
    except (*BROKEN, CalamineError) as error:
        raise Unreadable(_("The file is no table: %(reason)s") % {"reason": error}) from None


def refuse_oversized(file: BinaryIO) -> None:
    """Calamine sets aside room for every cell up to the last, and ends the whole process when there is none."""
    with open_archive(file) as archive:
        members, most = archive.infolist(), UNPACKED_MB * 1024 * 1024
        if sum(member.file_size for member in members) > most:
            raise TooLarge(_("This file unpacks to more than %(limit)s MB.") % {"limit": UNPACKED_MB})
        if WORKBOOK not in archive.namelist():
            raise ValueError(WORKBOOK)
        for member in members:
            said, member.file_size = member.file_size, most  # all there is of it is read, whatever the archive says
            with archive.open(member) as part:
                if _places(pieces(part)) > MAX_PLACES:
                    raise TooLarge(_("The table has more than %(limit)s cells.") % {"limit": MAX_PLACES})
                if part.tell() != said:
                    raise zipfile.BadZipFile(member.filename)


def pieces(part: IO[bytes], *, cut: bytes = b"<") -> Iterator[bytes]:
    """The whole of it in pieces, each cut before a tag, or before what else is said."""
    rest = [b""]
    while block := part.read(PIECE):
        before, found, after = block.rpartition(cut)
        if found:
            yield b"".join([*rest, before])
            rest = [found, after]
        else:
            rest.append(block)
    yield b"".join(rest)


def _places(sheet: Iterable[bytes]) -> int:
    """At least as many as the cells of the sheet up to its last, whatever is empty; 0 for other parts of a workbook."""
    rows = cells = most = last_row = last_column = 0
    is_odd = False  # written so that only its reader understands it
    for number, piece in enumerate(filter(None, sheet)):
        if number == 0 and piece.startswith(UTF_16):
            raise ValueError("r")
        tags = BEGINS.findall(piece)
        before, *begun = map(len, b"".join([tag for tag, _name in tags]).split(b"row"))
        if rows:  # the row that the piece before has begun
            cells += before
            most = max(most, cells)
        if begun:
            rows += len(begun)
            cells = begun[-1]
            most = max(most, *begun)
        names = b"".join([name for _tag, name in tags])
        if not NAMES.fullmatch(names):
            is_odd = True
            continue
        parts = names.replace(b"'", b'"')
        last_row = max(last_row, *(int(number or 0) for number in set(parts.translate(None, LETTERS).split(b'"'))))
        last_column = max(last_column, *map(column_number, set(parts.translate(None, DIGITS).split(b'"'))))
    if most and is_odd:
        raise ValueError("r")
    return (rows + 1 + last_row) * (most + last_column) if most else 0


def column_number(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    return functools.reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def as_text(cell) -> str:
    if isinstance(cell, str):  # most are
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
