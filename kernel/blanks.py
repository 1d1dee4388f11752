"""Spreadsheets that people fill in: headings, lists to choose from, and which version of which template it is."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineError, CalamineWorkbook

from kernel.errors import Unreadable
from kernel.tables import BROKEN, refuse_oversized

MARK = "template"  # the sheet that says which it is
USUAL_WIDTH = 16


@dataclass(frozen=True)
class Blank:
    """key, version: what a filled-in file is known by.  rows: how many have lists to choose from."""

    key: str
    version: str
    rows: int

    def write(
        self, *, title: str, headings: Mapping[str, str], bold: set[str], wide: Mapping[str, int],
        words: Mapping[str, list[str]], several: frozenset[str] = frozenset(),
    ) -> bytes:  # fmt: skip
        """An XLSX file: the table, a sheet of the possible words, and the mark of its version.

        headings: of the columns, by name.  words: those that a column takes; several: columns that take more than one,
        so that no list is offered.
        """
        book = Workbook()
        table, known, mark = book.active, book.create_sheet(_("Words")), book.create_sheet(MARK)
        table.title = title
        for place, (name, heading) in enumerate(headings.items(), start=1):
            cell = table.cell(1, place, heading)
            cell.font = Font(bold=name in bold)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            table.column_dimensions[get_column_letter(place)].width = wide.get(name, USUAL_WIDTH)
        table.freeze_panes = "A2"
        for place, (name, offered) in enumerate(words.items(), start=1):
            known.cell(1, place, headings[name]).font = Font(bold=True)
            letter, here = get_column_letter(place), get_column_letter(list(headings).index(name) + 1)
            known.column_dimensions[letter].width = 40
            for row, word in enumerate(offered, start=2):
                known.cell(row, place, word)
            if name not in several:
                source = f"'{known.title}'!${letter}$2:${letter}${len(offered) + 1}"
                choice = DataValidation(type="list", formula1=source, allow_blank=True)
                choice.add(f"{here}2:{here}{self.rows}")
                table.add_data_validation(choice)
        mark["A1"], mark["B1"] = self.key, self.version
        mark.sheet_state = "hidden"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def refuse_other(self, file: BinaryIO) -> None:
        """Raise Unreadable for a spreadsheet made from another template or version; a table that names none is read
        by its headings."""
        if not zipfile.is_zipfile(file):
            return
        try:
            refuse_oversized(file)
            file.seek(0)
            self.refuse_book(CalamineWorkbook.from_filelike(file))
        except (*BROKEN, CalamineError) as error:
            raise Unreadable(_("The file is no table: %(reason)s") % {"reason": error}) from None

    def refuse_book(self, book: CalamineWorkbook) -> None:
        """The same of an opened workbook, which was let through by `refuse_oversized`."""
        mark = book.get_sheet_by_name(MARK).to_python(nrows=1) if MARK in book.sheet_names else None
        if mark and mark[0][:2] != [self.key, self.version]:
            raise Unreadable(_("This file was made from another version of the template. Download the present one."))
