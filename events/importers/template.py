"""The spreadsheet that departments fill in: headings, lists to choose from, and which version of it this is."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineError, CalamineWorkbook

from events.enums import CheckResult, Level, Penalty
from events.importers.columns import COLUMNS
from events.kinds import kinds
from kernel.errors import Unreadable

TEMPLATE_ID, TEMPLATE_VERSION = "events.record", "1"
MARK = "template"  # the sheet that says so
ROWS = 10_000  # with lists to choose from
WIDE = {"party": 30, "title": 30, "text": 40, "document_number": 26, "results": 26, "penalties": 26}


def template() -> bytes:
    """An XLSX file: the table, a sheet of the possible words, and the mark of its version."""
    book = Workbook()
    table, words, mark = book.active, book.create_sheet(_("Words")), book.create_sheet(MARK)
    table.title = _("Events")
    for place, (name, column) in enumerate(COLUMNS.items(), start=1):
        cell = table.cell(1, place, str(column.heading))
        cell.font = Font(bold=column.required)
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
    """The possible words on a sheet of their own; where a cell takes one of them, it is chosen from a list."""
    lists = {
        "kind": [str(kind.label) for kind in kinds()],
        "level": [str(level.label) for level in Level],
        "results": [str(result.label) for result in CheckResult],
        "penalties": [str(penalty.label) for penalty in Penalty],
    }
    names = list(COLUMNS)
    for place, (name, offered) in enumerate(lists.items(), start=1):
        words.cell(1, place, str(COLUMNS[name].heading)).font = Font(bold=True)
        letter = get_column_letter(place)
        words.column_dimensions[letter].width = 40
        for row, word in enumerate(offered, start=2):
            words.cell(row, place, word)
        if name in {"kind", "level"}:
            source = f"'{words.title}'!${letter}$2:${letter}${len(offered) + 1}"
            choice = DataValidation(type="list", formula1=source, allow_blank=True)
            here = get_column_letter(names.index(name) + 1)
            choice.add(f"{here}2:{here}{ROWS}")
            table.add_data_validation(choice)


def refuse_old_template(data: bytes) -> None:
    """Raise Unreadable for a spreadsheet made from another version; a table that names none is read by its headings."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        mark = book.get_sheet_by_name(MARK).to_python() if MARK in book.sheet_names else None
    except CalamineError:
        return  # a CSV file, or what kernel.tables will refuse
    if mark and mark[0][:2] != [TEMPLATE_ID, TEMPLATE_VERSION]:
        raise Unreadable(_("This file was made from another version of the template. Download the present one."))
