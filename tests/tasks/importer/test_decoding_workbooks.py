"""Workbooks: each sheet that shows something is a table."""

import io

import openpyxl
import pytest

from kernel.errors import TooLarge
from kernel.tables import sheets_of
from tasks.importer.decoding import NotAPlan
from tests.tasks.importer.files import codes, packed, read, tables


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_merged_cells_fill_the_places_they_cover_and_hidden_sheets_are_left_out():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["清单", None, None], ["序号", "任务", "单位"], [1, "甲\n乙\t丙", "市教育局"], [2, "丁", None]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("C3:C4")
    sheet["F9"] = " "
    book.create_sheet("空")
    book.create_sheet("藏")["A1"] = "藏"
    book["藏"].sheet_state = "hidden"
    book.create_sheet("续")["B2"] = "戊"

    source = read(saved(book), "plan.xlsx")

    assert source.text == "清单\t\t\n序号\t任务\t单位\n1\t甲\n乙 丙\t市教育局\n2\t丁\t\n\t\n\t戊\n"
    assert tables(source) == [
        [
            ["清单", "清单", "清单"],
            ["序号", "任务", "单位"],
            ["1", "甲\n乙 丙", "市教育局"],
            ["2", "丁", "市教育局"],
        ],
        [["", ""], ["", "戊"]],
    ]
    assert source.grids[0].rows[3][2] == source.grids[0].rows[2][2]
    assert codes(source) == ["hidden_sheet"]


def far_apart() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "甲", "乙"
    return saved(book)


def test_two_cells_far_apart_do_not_end_the_process():
    with pytest.raises(TooLarge, match="cells"):
        list(sheets_of(far_apart()))
    with pytest.raises(NotAPlan, match="cells"):
        read(far_apart(), "plan.xlsx")


@pytest.mark.parametrize("cell", ['r="&#88;FD1048576"', "r = 'xfd1048576'", 'a="&gt;" r="XFD9999999"', 'r=""'], ids=str)
def test_places_that_are_written_strangely_are_refused(cell):
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1"/><c {cell}/></row></sheetData></worksheet>'

    with pytest.raises(NotAPlan):
        read(packed({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}), "plan.xlsx")


@pytest.mark.parametrize("parts", [{"xl/a.xml": "a"}, {"xl/workbook.xml": "<workbook>"}, {"xl/workbook.xml": ""}])
def test_a_workbook_without_sheets_is_refused(parts):
    with pytest.raises(NotAPlan):
        read(packed(parts), "plan.xlsx")
