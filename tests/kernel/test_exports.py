"""Tables as files: CSV and workbooks that hold the same, as days and numbers where they are such."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from kernel import exports
from kernel.errors import Refused
from kernel.exports import Table, write_table

AT = datetime(2026, 11, 22, 4, 30, 15, tzinfo=UTC)  # 12:30 in Shanghai


def table(**facts) -> Table:
    facts = {
        "title": "Duties", "about": [("Duties", "Tax bureau"), ("As of", AT)],
        "header": ("Title", "Due", "At", "Limit"),
        "rows": iter([("=1+1", date(2026, 11, 3), AT, 7), (None, None, None, None)]),
    } | facts  # fmt: skip
    return Table(**facts)


def written(form: str, **facts) -> bytes:
    file = io.BytesIO()
    write_table(table(**facts), file, form=form)
    return file.getvalue()


def test_csv_says_first_what_it_is():
    assert written("csv").decode().splitlines() == [
        "\ufeffDuties,Tax bureau", "As of,2026-11-22 12:30", "", "Title,Due,At,Limit",
        "'=1+1,2026-11-03,2026-11-22 12:30,7", ",,,",
    ]  # fmt: skip


def test_a_workbook_keeps_days_and_numbers():
    about, sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx"))).worksheets

    assert list(about.values) == [("Duties", "Tax bureau"), ("As of", datetime(2026, 11, 22, 12, 30, 15))]
    assert (sheet.title, sheet.freeze_panes) == ("Duties", "A2")
    assert list(sheet.values) == [
        ("Title", "Due", "At", "Limit"),
        ("'=1+1", datetime(2026, 11, 3), datetime(2026, 11, 22, 12, 30, 15), 7),
    ]  # fmt: skip


def test_the_name_of_a_sheet_is_one_that_spreadsheets_take():
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", title="2026/11: [all] duties? of the whole territory")))

    assert book.sheetnames[1] == "2026 11   all  duties  of the w"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 1)

    with pytest.raises(Refused, match="no more than 1 rows"):
        written("xlsx")
    assert len(written("csv").splitlines()) == 6
