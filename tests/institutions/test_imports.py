"""The register from tables: what is new, changed, the same or faulty; taken in as a whole, once."""

import io
from datetime import date

import openpyxl
import pytest

from institutions.models import Institution, StagedRow
from kernel import files
from kernel.models import AuditRow
from tests.factories import make_institution, make_region, make_uscc
from tests.institutions.tables import as_csv, as_xlsx, checked, faults, taken_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
FULL = {
    "name": "河东口腔诊所", "region": "河东区", "address": "新河路8号", "category": "clinic", "uscc": make_uscc(41),
    "ownership": "private", "profit_class": "for_profit", "beds": "3", "subjects": "口腔科、内科", "principal": "某甲",
    "phone": "0571-1", "licence_type": "filing", "licence_number": "备2020-1", "licence_from": "2020-01-02",
    "licence_to": "2030/1/1", "opened_on": "2020-01-02",
}  # fmt: skip


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_a_table_is_taken_in_and_a_second_time_changes_nothing(keeper, form):
    job = taken_in(form(FULL), by=keeper)

    assert (job.state, job.message) == ("done", "1 added, 0 changed, 0 were as in the register, 0 skipped.")
    row = Institution.objects.select_related("party").get()
    assert (row.name, row.party.name, row.region_path, row.beds, row.subjects, row.licence_to) == (
        "河东口腔诊所", "河东口腔诊所", keeper.region_path, 3, ["口腔科", "内科"], date(2030, 1, 1),
    )  # fmt: skip
    assert (row.party.kind, row.party.valid_from, row.state) == ("institution", date(2020, 1, 2), "practising")
    note = AuditRow.objects.get(table_name="institutions_imported")
    assert (note.changes["count"], len(note.changes["sha256"])) == (1, 64)
    assert not StagedRow.objects.exists()

    again = taken_in(form(FULL), by=keeper)

    assert again.message == "0 added, 0 changed, 1 were as in the register, 0 skipped."
    assert list(Institution.objects.values_list("pk", "version")) == [(row.pk, 1)]
    assert AuditRow.objects.filter(table_name="institutions_imported").count() == 1


def test_columns_that_are_left_out_stay_and_empty_cells_empty(keeper, district):
    row = make_institution(region=district, uscc=make_uscc(42), beds=7, address="旧街1号", phone="1")

    job = taken_in(as_csv({"uscc": row.uscc, "address": "", "level": "2"}), by=keeper)

    assert job.message == "0 added, 1 changed, 0 were as in the register, 0 skipped."
    row.refresh_from_db()
    assert (row.address, row.level, row.beds, row.phone, row.version) == ("", "2", 7, "1", 2)
    changes = AuditRow.objects.get(table_name="institutions_institution", row_id=str(row.pk)).changes
    assert changes["address"] == ["旧街1号", ""]


def test_a_corrected_first_day_is_the_partys_too(keeper, district):
    row = make_institution(region=district, uscc=make_uscc(44), opened_on=date(2021, 1, 1))

    taken_in(as_csv({"uscc": row.uscc, "opened_on": "2019-05-01"}), by=keeper)

    row.party.refresh_from_db()
    assert row.party.valid_from == date(2019, 5, 1)


def test_name_and_place_are_the_partys(keeper, district):
    street = make_region(parent=district, name="新河街道")
    row = make_institution(region=district, uscc=make_uscc(43), name="旧名")

    taken_in(as_csv({"uscc": row.uscc, "name": "新名", "region": "河东区/新河街道"}), by=keeper)

    row = Institution.objects.select_related("party").get()
    assert (row.name, row.region_path, row.party.name, row.party.region) == ("新名", street.path, "新名", street)
    assert (row.version, row.party.version) == (2, 2)


def test_every_fault_is_told_by_row_and_column(keeper, district):
    elsewhere = make_institution(region=make_region(name="河西区"), uscc=make_uscc(44))
    taken = make_institution(region=district, uscc=make_uscc(45), reg_code="330102000101")
    ended = make_institution(region=district, uscc=make_uscc(46), state="closed", closed_on="2020-01-01")
    make_institution(region=district, name="同名")
    make_institution(region=district, name="同名")
    good = {"name": "好诊所", "region": "河东区", "category": "clinic"}
    code = make_uscc(47)
    rows = [
        good | {"uscc": code[:17] + ("A" if code[17] != "A" else "B")},
        good | {"name": "甲", "uscc": make_uscc(48), "licence_from": "2020-01-02", "licence_to": "2020-01-01"},
        good | {"name": "乙", "region": "河西区", "uscc": make_uscc(49)},
        good | {"name": "丙", "uscc": code},
        good | {"name": "丁", "uscc": code},
        good | {"name": "戊", "uscc": make_uscc(50), "reg_code": taken.reg_code},
        good | {"name": "己", "uscc": elsewhere.uscc},
        good | {"name": ended.name, "uscc": ended.uscc, "beds": "9"},
        good | {"name": "同名"},
        good | {"name": "庚", "beds": "=1+1", "level": "9", "category": ""},
        good | {"name": "辛", "public_id": "0b1f9a64-0000-4000-8000-000000000000"},
        good | {"name": "壬", "opened_on": "2031-02-30", "state": "closed"},
        {"uscc": make_uscc(51)},
        good | {"name": "癸"},
        good | {"name": "癸"},
    ]

    table = checked(as_csv(*rows), by=keeper)

    found = [(row, fact, sentence.split(":")[0]) for row, fact, sentence in faults(table)]
    assert [line for line in found if line[0] != 14] == [
        (2, "uscc", found[0][2]),
        (3, "licence_to", "The licence ends before it begins."),
        (4, "region", "No region of your territory has this name or division code."),
        (6, "uscc", "Row 5 has this code already."),
        (7, "reg_code", "Another institution has this code already."),
        (8, "uscc", "This code belongs to an institution outside your territory."),
        (9, "name", "The institution is closed"),
        (10, "name", "Several institutions of this region have this name"),
        (11, "category", "This cell must not be empty."),
        (11, "level", "“9” is none of the possible values."),
        (11, "beds", "This is a formula"),
        (12, "public_id", "No institution of your territory has this public id."),
        (13, "opened_on", "This is no day; write it as 2021-04-09."),
        (13, "state", "The state is changed on the institution's page."),
        (15, "name", "Row 16 is about the same institution."),
        (16, "name", "Row 15 is about the same institution."),
    ]
    assert "Check character 18" in found[0][2]
    assert {fact for row, fact, _sentence in found if row == 14} == {"name", "region", "category"}
    assert table.counts == {"new": 1, "changed": 0, "same": 0, "faulty": 14}
    assert Institution.objects.count() == 5


def test_good_rows_are_taken_in_where_that_is_chosen_and_the_rest_can_be_corrected(keeper):
    rows = [
        {"name": "甲", "region": "河东区", "category": "clinic"},
        {"name": "乙", "region": "河东区", "category": "x"},
    ]

    refused = taken_in(as_csv(*rows), by=keeper)
    assert (refused.state, refused.message) == ("failed", "Nothing was saved: the table has 1 faulty row.")
    assert not Institution.objects.exists()

    job = taken_in(as_csv(*rows), by=keeper, skip_faulty=True)

    assert job.message == "1 added, 0 changed, 0 were as in the register, 1 skipped."
    report = files.path_of(job.result).read_text("utf-8-sig")
    header, line = report.splitlines()[-2:]
    assert header == "name,region,category,What is wrong"
    assert line == '乙,河东区,x,"3, Category: “x” is none of the possible values."'
    again = checked(report.replace(",x,", ",clinic,").encode(), by=keeper)
    assert again.counts == {"new": 1, "changed": 0, "same": 0, "faulty": 0}


def test_a_report_of_a_workbook_is_one(keeper):
    job = taken_in(as_xlsx(FULL | {"beds": "many"}), by=keeper)
    table = checked(as_xlsx(FULL | {"beds": "many"}), by=keeper)

    assert job.state == "failed"
    book = openpyxl.load_workbook(io.BytesIO(files.path_of(table.check_job.result).read_bytes()))
    assert [cell.value for cell in book.worksheets[1][2]][1:3] == ["河东口腔诊所", "河东区"]
    assert "whole number" in book.worksheets[1][2][-1].value


def test_gb18030_and_chinese_headings_are_read(keeper):
    head = "机构名称,行政区划,类别\n河东诊所,河东区,诊所\n".encode("gb18030")

    assert checked(head, by=keeper).counts["new"] == 1
