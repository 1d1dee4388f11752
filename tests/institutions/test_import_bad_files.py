"""Tables that are refused as a whole: the sentence names the row and the column, or the file; nothing is saved."""

import io
import re
import struct
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.worksheet.formula import ArrayFormula

from institutions.models import Institution, RegisterImport, StagedRow
from institutions.sources import REGISTER_TABLE
from institutions.views.imports import TABLE_MB
from kernel import archives, files
from kernel.errors import TooLarge
from kernel.files.kinds import TEXT, XLSX
from kernel.middleware import BodyLimitMiddleware
from kernel.models import StoredFile
from tests.factories import make_institution, make_uscc
from tests.institutions.tables import as_csv, as_xlsx, checked, faults, taken_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
GOOD = {"name": "好诊所", "region": "河东区", "category": "clinic"}
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
SEND = "institutions:send"


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(*rows: dict):
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(*rows)))


def stored(data, *, by, limit_mb: int = TABLE_MB):
    """As the page takes a file in."""
    accept = frozenset({TEXT, XLSX})
    return files.store(data, name="t.csv", purpose=REGISTER_TABLE, by=by, at=AT, accept=accept, limit_mb=limit_mb)


def posted(browser, data: bytes, name: str = "table.csv"):
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get(reverse(SEND)).content.decode()).group(1)
    return browser.post(reverse(SEND), {"form_key": key, "file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        (b"name,colour\nA,red\n", ["Row 1, column “colour”: This column is not known."]),
        (b"name,name,region\nA,A,B\n", ["Row 1, column “name”: This column occurs twice."]),
        (b"name,,region\nA,A,B\n", ["Row 1, column “B”: This column has no heading."]),
        (b"beds,phone\n1,2\n", ["Row 1, column “Name”: This column is missing."]),
        (b"name,region\nA,B\nA,B,C\n", ["Row 3, column “-”: There are more cells than columns."]),
        (b"name,region\n", ["The table has no rows below its headings."]),
        (b'name,region\nA,"B\n', ["The file is no table: "]),
        (
            b"name,a,b,c,d,e,f\nA,1,2,3,4,5,6\n",
            ["the file has 6 faults.", *(f"column “{name}”: This column is not known." for name in "abcde")],
        ),
    ],
)
def test_what_is_no_such_table_is_refused_by_row_and_column(keeper, data, sentences):
    table = checked(data, by=keeper)

    assert (table.check_job.state, Institution.objects.count()) == ("failed", 0)
    assert [sentence for sentence in sentences if sentence not in table.check_job.message] == []
    assert "column “f”" not in table.check_job.message


def test_the_page_says_which_column_it_is(as_, keeper):
    browser = as_(keeper)
    table = checked(b"name,colour\nA,red\n", by=keeper)

    page = browser.get(table.get_absolute_url()).content.decode()

    assert "Row 1, column “colour”: This column is not known." in page and "Take the" not in page


def test_merged_cells_are_refused_by_their_place_but_not_above_the_table(keeper):
    book = opened(GOOD)
    book.worksheets[0].merge_cells("B1:C1")
    assert "Row 1, column “B”: These cells are merged" in checked(saved(book), by=keeper).check_job.message

    book = opened(GOOD, GOOD | {"name": "乙"})
    book.worksheets[0].merge_cells("C2:C3")
    assert "Row 2, column “C”: These cells are merged" in checked(saved(book), by=keeper).check_job.message

    book = opened(GOOD)
    book.worksheets[0].insert_rows(1)
    book.worksheets[0]["A1"] = "2026年机构名录"
    book.worksheets[0].merge_cells("A1:F1")
    assert checked(saved(book), by=keeper).counts["new"] == 1


def test_another_version_of_the_template_is_refused(keeper):
    book = opened(GOOD)
    book["template"]["B1"] = "0"

    assert "another version of the template" in checked(saved(book), by=keeper).check_job.message


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


@pytest.mark.parametrize("formula", ["=1+1", ArrayFormula("B3", "=SUM(1,1)")], ids=["plain", "array"])
def test_a_formula_in_a_workbook_is_a_fault_of_its_row_and_empties_nothing(keeper, district, formula):
    """Its cell gives what it gave last, or nothing at all, which would empty what is recorded."""
    one, other = (make_institution(region=district, uscc=make_uscc(n), address="旧街1号") for n in (41, 42))
    data = workbook(["uscc", "address"], [one.uscc, "新街2号"], [other.uscc, formula], ["=A2", "=B2"])

    table = checked(data, by=keeper)

    told = "This is a formula: write what it gives."
    assert [line for line in faults(table) if line[2] == told] == [
        (3, "address", told), (4, "address", told), (4, "uscc", told),
    ]  # fmt: skip
    assert table.counts == {"new": 0, "changed": 1, "same": 0, "faulty": 2}
    assert taken_in(data, by=keeper, skip_faulty=True).state == "done"
    assert list(Institution.objects.order_by("pk").values_list("address", flat=True)) == ["新街2号", "旧街1号"]


def test_what_a_workbook_remembers_of_a_formula_is_not_read_either(keeper):
    """As spreadsheet programs save it, with the value, and with a sign before each tag."""
    data, out = workbook(["name", "region", "category"], ["X", "河东区", "clinic"]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name.endswith("sheet1.xml"):
                cell = re.compile(rb'<c r="A2"[^>]*>.*?</c>')
                assert cell.search(text)
                text = cell.sub(b'<c r="A2" t="str">\n<f>CONCATENATE("a","b")</f><v>ab</v></c>', text)
            after.writestr(name, text)

    assert faults(checked(out.getvalue(), by=keeper)) == [(2, "name", "This is a formula: write what it gives.")]


def altered(name: str, text: bytes) -> bytes:
    """A workbook with one member more."""
    out = io.BytesIO(workbook(["name"], ["甲"]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused_whatever_the_file_is_called(as_, keeper, name):
    answer = posted(as_(keeper), altered(name, b"x"), "table.xlsx")

    assert answer.status_code == 422 and "Files with macros are not accepted." in answer.content.decode()
    assert not StoredFile.objects.exists() and not RegisterImport.objects.exists()


def packed(text: bytes, *, said: int | None = None) -> bytes:
    """A workbook with a large member; said: how large its two lists say it to be."""
    out = io.BytesIO(workbook(["name"], ["甲"]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", text)
    data = bytearray(out.getvalue())
    for signature, offset, name in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = data.index(signature)
        while data[at + name : at + name + 24] != b"xl/worksheets/sheet9.xml":
            at = data.index(signature, at + 1)
        if said is not None:
            data[at + offset : at + offset + 4] = struct.pack("<I", said)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (packed(b" " * 3_000_000), "This file unpacks to more than 2 MB."),
        (packed(b" " * 3_000_000, said=100), "The file is no table"),
        (packed(b" " * 1_000_000, said=999_999), "The file is no table"),
    ],
    ids=["large", "lying", "lying a little"],
)
def test_bombs_are_refused_whatever_they_say_of_themselves(monkeypatch, keeper, data, sentence):
    monkeypatch.setattr("kernel.tables.UNPACKED_MB", 2)

    job = checked(data, by=keeper).check_job

    assert (job.state, sentence in job.message) == ("failed", True), job.message


def test_cells_far_apart_are_refused(keeper):
    book = opened(GOOD)
    book.worksheets[0]["XFD1048576"] = "x"

    job = checked(saved(book), by=keeper).check_job

    assert (job.state, "cells." in job.message) == ("failed", True), job.message


def test_an_archive_of_too_many_members_is_not_even_listed(monkeypatch, as_, keeper):
    monkeypatch.setattr(archives, "LIST_BYTES", 10_000)
    out = io.BytesIO(as_xlsx(GOOD))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(300):
            archive.writestr(f"{number}", b"")

    answer = posted(as_(keeper), out.getvalue(), "table.xlsx")

    assert answer.status_code == 422 and "no file of an accepted kind" in answer.content.decode()
    assert posted(as_(keeper), as_xlsx(GOOD), "table.xlsx").status_code == 302


class Endless(io.RawIOBase):
    """A file of 1 GB, of which it is counted how much was read."""

    left, was_read = 1 << 30, 0

    def read(self, size=-1):
        size = min(size, self.left)
        self.left -= size
        self.was_read += size
        return b"x" * size

    def seek(self, *_place):
        return 0


def test_a_file_of_a_gigabyte_is_refused_when_the_limit_is_reached_and_leaves_nothing(keeper, settings):
    upload = Endless()

    with pytest.raises(TooLarge, match="larger than 10 MB"):
        stored(upload, by=keeper, limit_mb=10)

    assert upload.was_read <= 11 << 20
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_a_request_is_refused_by_the_size_it_declares(as_, keeper, client, settings, monkeypatch):
    """Before anything of it is read; a table may be larger than other files, where one is logged in."""
    table, browser = {"file": SimpleUploadedFile("t.csv", b"x" * 100)}, as_(keeper)

    answer = browser.post(reverse(SEND), table, CONTENT_LENGTH=str(1 << 30))

    assert (answer.status_code, "larger than 300 MB" in answer.content.decode()) == (413, True)
    settings.MAX_UPLOAD_MB = 0
    monkeypatch.setattr(BodyLimitMiddleware, "room", 0)
    assert browser.post(reverse(SEND), table).status_code == 422
    assert browser.post(reverse("practitioners:table"), table).status_code == 413
    assert client.post(reverse(SEND), table).status_code == 413


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (as_csv(GOOD, GOOD).replace("诊".encode(), b"\xe8\xaf", 1), "Line 2 holds bytes"),
        (as_csv(GOOD, GOOD, encoding="gb18030") + b"\xff\xfe,\n", "Line 4 holds bytes"),
        (b"\x7fELF\x02\x01\x01", "neither UTF-8 text nor XLSX"),
        (b"\x00\xff\x00", "no file of an accepted kind"),
    ],
    ids=["cut sign", "GB18030", "signs that are no text", "no text"],
)
def test_broken_bytes_are_refused_at_once_by_their_line(as_, keeper, data, sentence):
    answer = posted(as_(keeper), data)

    assert answer.status_code == 422 and sentence in answer.content.decode()


def decodes(data: bytes, encoding: str) -> bool:
    try:
        return bool(data.decode(encoding))
    except UnicodeDecodeError:
        return False


def test_a_damaged_text_in_utf_8_is_not_read_as_other_words(keeper):
    """Which GB18030, too, would decode."""
    good = as_csv(*({"uscc": make_uscc(n), "name": "河东诊所", "address": "新河路口八号"} for n in range(9)))
    cut = [good[:place] + good[place + 2 :] for place in range(good.index("河".encode()), len(good))]
    data = next(data for data in cut if not decodes(data, "utf-8") and decodes(data, "gb18030"))

    job = checked(data, by=keeper).check_job

    assert (job.state, "Line 2 holds bytes" in job.message) == ("failed", True)


def test_a_long_text_in_gb18030_is_read(keeper):
    rows = [GOOD | {"name": f"河东第{n}诊所", "address": "浙江省杭州市上城区新河路"} for n in range(50)]

    assert checked(as_csv(*rows, encoding="gb18030"), by=keeper).counts["new"] == 50
    assert StagedRow.objects.filter(facts__name="河东第7诊所").exists()
