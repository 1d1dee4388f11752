"""Tables that people send, as rows of plain text."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from kernel.errors import Refused, TooLarge
from kernel.tables import FaultyRows, rows_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_in_either_encoding(encoding):
    data = "name,kind\n浙江省,省\n\n杭州市,\n".encode(encoding)

    rows = rows_of(data, columns=["name", "kind"], required=["name"])

    assert rows == [(2, {"name": "浙江省", "kind": "省"}), (4, {"name": "杭州市", "kind": ""})]


def test_a_column_may_have_another_name():
    def read(data: bytes):
        return rows_of(data, columns=["Name", "Kind"], required=["Kind"], other_names={"name": "Name", "kind": "Kind"})

    assert read(b"name,Kind\nx,y\n") == [(2, {"Name": "x", "Kind": "y"})]
    with pytest.raises(FaultyRows) as refused:
        read(b"name,Name,size\n1,2,3\n")
    assert [(fault.column, str(fault.reason)) for fault in refused.value.faults] == [
        ("Kind", "This column is missing."),
        ("Name", "This column occurs twice."),
        ("size", "This column is not known."),
    ]


def sheet(*rows) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_the_cells_of_a_spreadsheet_are_told_as_text():
    row = [12, 2.5, date(2026, 3, 4), datetime(2026, 3, 4, 5, 6), True, "  x ", None]
    columns = ["whole", "part", "day", "time", "flag", "words", "nothing"]

    ((number, found),) = rows_of(sheet(columns, [None], row), columns=columns, required=[])

    assert number == 3
    assert list(found.values()) == ["12", "2.5", "2026-03-04", "2026-03-04", "True", "x", ""]


@pytest.mark.parametrize("data", [b"PK\x03\x04", sheet(["name"])[:400], sheet(["name"])[400:]])
def test_what_is_left_of_a_spreadsheet_is_no_table(data):
    with pytest.raises(Refused):
        rows_of(data, columns=["name"], required=["name"])


def test_a_spreadsheet_that_unpacks_beyond_measure_is_refused(monkeypatch):
    monkeypatch.setattr("kernel.tables.UNPACKED_MB", 0.01)

    with pytest.raises(TooLarge):
        rows_of(sheet(["name"], *[["x" * 100]] * 1000), columns=["name"], required=["name"])
