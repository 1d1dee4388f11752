"""Tables as files that a spreadsheet opens rightly, and that cannot make it calculate."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, TextIO

import openpyxl
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.errors import Refused

FORMULA = tuple("=+-@＝＋－＠\t\r\n")
CONTROL = dict.fromkeys(set(range(32)) - {9, 10, 13})  # signs that neither a workbook nor a feed can hold
FORMS = ("csv", "xlsx")
NO_SHEET_NAME = re.compile(r"[\\/*?:\[\]]")
MOST_ROWS = 1_048_575  # of a sheet, below its header


@dataclass(frozen=True)
class Table:
    """What is written to a file.

    about: lines that stand before the table, or on a sheet before it: what it is, by which filter, as of when.
    rows: cells are text, numbers, days, times or None.
    """

    title: str
    about: Sequence[Sequence]
    header: Sequence
    rows: Iterable[Sequence]


def write_table(table: Table, file: BinaryIO, *, form: str) -> None:
    """Write the table as "csv" or "xlsx". Raises Refused where a sheet cannot hold that many rows."""
    if form == "xlsx":
        write_book([table], file)
    else:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        first, *about = [*table.about, (), table.header]
        write_csv(text, first, (_in_words(row) for part in (about, table.rows) for row in part))
        text.flush()
        text.detach()


def write_book(tables: Sequence[Table], file: BinaryIO) -> None:
    """Write several tables as sheets of one workbook, behind what the first says about them."""
    book = openpyxl.Workbook(write_only=True)
    try:
        about = book.create_sheet(_("About this file"))
        for line in tables[0].about:
            about.append([_cell(cell) for cell in line])
        for table in tables:
            _fill(book, table)
        book.active = 1
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()  # it has a file open until the book is saved
        raise
    book.save(file)


def _fill(book: openpyxl.Workbook, table: Table) -> None:
    """Days and numbers stay what they are; the header stays in view."""
    sheet = book.create_sheet(NO_SHEET_NAME.sub(" ", table.title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(cell) for cell in table.header])
    for number, row in enumerate(table.rows):
        if number == MOST_ROWS:
            words = _("A sheet holds no more than %(limit)s rows. Narrow the filter, or take CSV.")
            raise Refused(words % {"limit": MOST_ROWS})
        sheet.append([_cell(cell) for cell in row])


def _cell(value):
    if isinstance(value, datetime):
        return timezone.make_naive(value).replace(microsecond=0)
    if value is None or isinstance(value, int | float) or hasattr(value, "isoformat"):
        return value
    return escaped(value)


def _in_words(row: Sequence) -> list:
    return [timezone.localtime(cell).strftime("%Y-%m-%d %H:%M") if isinstance(cell, datetime) else cell for cell in row]


def write_csv(file: TextIO, header: Sequence, rows: Iterable[Sequence]) -> None:
    """Rows below a header, with the mark that tells spreadsheets of UTF-8; every cell is escaped."""
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([escaped(cell) for cell in header])
    writer.writerows([escaped(cell) for cell in row] for row in rows)


def escaped(cell) -> str:
    """A text that a spreadsheet shows and does not calculate."""
    text = "" if cell is None else plain(str(cell))
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(text: str) -> str:
    """Without the signs that neither a workbook nor a feed can hold; copies out of other programs have them."""
    return text.translate(CONTROL)
