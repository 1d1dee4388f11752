"""The spreadsheet that people fill in: headings, lists to choose from, and which version of it this is."""

import io
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineError, CalamineWorkbook

from institutions.importers.columns import COLUMNS, NEEDED, WORDS, heading
from kernel.errors import Unreadable
from kernel.tables import BROKEN, refuse_oversized

TEMPLATE_ID, TEMPLATE_VERSION = "institutions.register", "1"
MARK = "template"  # the sheet that says so
ROWS = 100_000  # with lists to choose from
WIDE = {"public_id": 38, "name": 30, "region": 20, "address": 34, "category": 24, "uscc": 22, "reg_code": 26}


def template() -> bytes:
    """An XLSX file: the table, a sheet of the possible words, and the mark of its version."""
    book = Workbook()
    table, words, mark = book.active, book.create_sheet(_("Words")), book.create_sheet(MARK)
    table.title = _("Institutions")
    for place, (name, column) in enumerate(COLUMNS.items(), start=1):
        cell = table.cell(1, place, heading(name))
        cell.font = Font(bold=column.empty is NEEDED)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        table.column_dimensions[get_column_letter(place)].width = WIDE.get(name, 16)
    table.freeze_panes = "A2"
    _offer(table, words)
    mark["A1"], mark["B1"] = TEMPLATE_ID, TEMPLATE_VERSION
    mark.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offer(table, words) -> None:
    """The possible words on a sheet of their own, from which they are chosen."""
    names = list(COLUMNS)
    for place, (name, choices) in enumerate(WORDS.items(), start=1):
        words.cell(1, place, heading(name)).font = Font(bold=True)
        letter, here = get_column_letter(place), get_column_letter(names.index(name) + 1)
        words.column_dimensions[letter].width = 30
        for row, label in enumerate(choices.labels, start=2):
            words.cell(row, place, str(label))
        source = f"'{words.title}'!${letter}$2:${letter}${len(choices.labels) + 1}"
        choice = DataValidation(type="list", formula1=source, allow_blank=True)
        choice.add(f"{here}2:{here}{ROWS}")
        table.add_data_validation(choice)


def refuse_old_template(path: Path) -> None:
    """Raise Unreadable for a spreadsheet made from another version; a table that names none is read by its headings."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with path.open("rb") as file:
            refuse_oversized(file)
        book = CalamineWorkbook.from_path(str(path))
        mark = book.get_sheet_by_name(MARK).to_python(nrows=1) if MARK in book.sheet_names else None
    except (*BROKEN, CalamineError) as error:
        raise Unreadable(_("The file is no table: %(reason)s") % {"reason": error}) from None
    if mark and mark[0][:2] != [TEMPLATE_ID, TEMPLATE_VERSION]:
        raise Unreadable(_("This file was made from another version of the template. Download the present one."))
