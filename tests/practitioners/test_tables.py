"""Tables of practitioners: the template, the dry run with every fault, taking in all or the good rows, once."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kernel import services
from kernel.errors import Refused
from kernel.faults import read_report
from kernel.models import Job, StoredFile
from practitioners.importers import COLUMNS, rows_of_table, template
from practitioners.jobs import CHECK_TABLE, RECORD_TABLE
from practitioners.models import Practitioner, Registration
from practitioners.services.tables import clear_tables
from practitioners.sources import seal
from tests.factories import (
    make_card,
    make_institution,
    make_membership,
    make_practitioner,
    make_qualification,
    make_registration,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
NURSE = {"name": "王示例", "profession": "nurse", "certificate_number": "202133000001", "institution": "河东医院",
         "scope": "护理", "valid_from": "2022-03-01"}  # fmt: skip


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


@pytest.fixture
def clinic(district):
    return make_institution(region=district, name="河东诊所", uscc="12330102MB0000000G")


def as_csv(*rows: dict) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def filled_template(*rows: dict) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template()))
    for row in rows:
        book.worksheets[0].append([row.get(name) for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def run(kind: str, data: bytes, *, by, **arguments) -> Job:
    file = seal(rows_of_table(data), name="people.csv", by=by, at=NOON)
    job = services.start_job(kind, by=by, at=NOON, file=str(file.public_id), **arguments)
    services.run_job(job.pk)
    return Job.objects.select_related("result").get(pk=job.pk)


def record(*rows: dict, by, skip_faulty=False) -> Job:
    return run(RECORD_TABLE, as_csv(*rows), by=by, skip_faulty=skip_faulty)


def counts(job: Job) -> list[int]:
    """New, changing, unchanging, faulty."""
    assert job.state == "done", job.message
    return [int(number) for number in re.findall(r"\d+", job.message)]


def faults(job: Job) -> list[list[str]]:
    return read_report(job.result) if job.result else []


@pytest.mark.parametrize("form", [as_csv, filled_template])
def test_persons_are_added_with_their_registrations(keeper, hospital, clinic, form):
    card = make_card()
    doctor = {"name": "李示例", "profession": "执业医师", "category": "临床", "id_number": card,
              "qualification_code": make_qualification(card), "valid_from": "2022-01-01"}  # fmt: skip
    beside = doctor | {"institution_code": clinic.uscc, "kind": "additional"}

    job = run(RECORD_TABLE, form(beside, NURSE, doctor | {"institution": "河东医院"}), by=keeper, skip_faulty=False)

    assert counts(job) == [2, 1, 0, 0]
    person = Practitioner.objects.get(name="李示例")
    assert (person.profession, person.category, person.id_number) == ("doctor", "clinical", card)
    held = person.registrations.order_by("pk").values_list("institution", "kind", "valid_to")
    assert list(held) == [(hospital.pk, "main", None), (clinic.pk, "additional", None)]
    assert Registration.objects.get(practitioner__name="王示例").valid_to == date(2027, 2, 28)


def test_a_second_import_changes_nothing_and_a_changed_row_only_what_it_says(keeper, hospital):
    card = make_card()
    first = record(NURSE, by=keeper)
    assert (counts(first), counts(record(NURSE, by=keeper))) == ([1, 0, 0, 0], [0, 0, 1, 0])

    changed = {"name": "王更正", "id_number": card, "scope": "", "valid_to": "2032-02-29"}
    assert counts(record(NURSE | changed, by=keeper)) == [0, 1, 0, 0]

    held = Registration.objects.select_related("practitioner").get()
    assert (held.scope, held.valid_to, held.practitioner.name) == ("护理", date(2032, 2, 29), "王更正")
    assert held.practitioner.id_number == card
    assert counts(record(NURSE | changed | {"certificate_number": ""}, by=keeper)) == [0, 0, 1, 0]


def test_the_dry_run_keeps_nothing_and_says_every_fault(keeper, hospital, district):
    make_institution(region=district, name="双名医院")
    make_institution(region=district, name="双名医院")
    make_institution(name="河西医院")
    card, elsewhere, other = make_card(), make_card(), make_card()
    make_practitioner(institution=make_institution(), name="赵示例", id_number=elsewhere)
    make_practitioner(institution=hospital, name="吴示例", id_number=other)
    make_practitioner(institution=hospital, name="钱示例", certificate_number="110330102000001")
    doctor = {"name": "孙示例", "profession": "doctor", "category": "clinical", "institution": "河东医院",
              "valid_from": "2022-01-01"}  # fmt: skip
    wrong = [
        NURSE | {"profession": "wizard", "valid_from": "1.3.2022"},
        NURSE | {"certificate_number": "12"},
        NURSE | {"certificate_number": ""},
        NURSE | {"certificate_number": "202133000003", "institution": "河西医院"},
        NURSE | {"certificate_number": "202133000004", "institution": "双名医院"},
        NURSE | {"certificate_number": "202133000005", "institution": ""},
        NURSE | {"certificate_number": "202133000006", "kind": "additional"},
        NURSE | {"name": "周示例"},
        doctor | {"id_number": card[:-1] + "Y"},
        doctor | {"id_number": card, "category": ""},
        doctor | {"id_number": elsewhere, "kind": "additional"},
        doctor | {"id_number": make_card(), "institution_code": "X"},
        doctor | {"certificate_number": "110330102000001", "id_number": other},
    ]

    job = run(CHECK_TABLE, as_csv(NURSE, *wrong), by=keeper)

    assert counts(job) == [1, 0, 0, len(wrong)]
    assert faults(job) == [
        ["3", "Profession", "This is none of the possible values."],
        ["3", "Valid from", "This is no day; write it as 2021-04-09."],
        ["4", "Number of the practice certificate",
         "A nurse's practice certificate has 12 to 16 figures, this number has 2 characters."],
        ["5", "Number of the practice certificate", "Give one of the numbers by which the person is known."],
        ["6", "Institution", "No institution of your territory has exactly this name."],
        ["7", "Institution", "Several institutions have this name: give the code of the one you mean."],
        ["8", "Institution", "Name the institution, or give its code."],
        ["9", "Kind of registration",
         "Nobody is known by these numbers: the first registration is the main one."],
        ["10", "Number of the practice certificate", "Row 2 is about the same person at the same institution."],
        ["11", "Number of the identity card",
         f"Check character 18 is “Y”; from the characters before it follows “{card[-1]}”."],
        ["12", "Practice category", "Say in which category the doctor practises."],
        ["13", "Name", "This person belongs to another territory, where something else is recorded."],
        ["14", "Institution", "No institution of your territory has this code."],
        ["15", "Number of the practice certificate", "These numbers belong to different persons."],
        ["15", "Number of the identity card", "These numbers belong to different persons."],
    ]  # fmt: skip
    assert set(Practitioner.objects.values_list("name", flat=True)) == {"赵示例", "钱示例", "吴示例"}


def test_with_a_fault_nothing_is_taken_in_unless_the_faulty_rows_are_skipped(keeper, hospital):
    rows = [NURSE, NURSE | {"certificate_number": "12"}]

    refused = record(*rows, by=keeper)
    assert (refused.state, refused.message.splitlines()[0]) == ("failed", "Nothing was saved: the file has 1 fault.")
    assert "Row 3, column “Number of the practice certificate”" in refused.message
    assert not Practitioner.objects.exists()

    assert counts(record(*rows, by=keeper, skip_faulty=True)) == [1, 0, 0, 1]
    assert Practitioner.objects.get().name == "王示例"


def test_a_registration_of_another_kind_is_not_overwritten(keeper, hospital, clinic):
    nurse = make_practitioner(institution=clinic, profession="nurse", name="王示例", certificate_number="202133000001")
    make_registration(nurse, institution=hospital, kind="additional", valid_to=date(2030, 1, 1))

    job = record(NURSE, by=keeper, skip_faulty=True)

    assert faults(job) == [["2", "Kind of registration", "The registration there is of another kind: end it first."]]


@pytest.mark.parametrize(
    ("table", "refusal"),
    [
        (b"name,profession,valid_from,blood_group\nx,nurse,2022-01-01,A", "has 1 fault"),
        (b"name,profession\nx,nurse", "has 1 fault"),
        (b"name,profession,valid_from\n", "no rows below"),
        (b"name,profession,valid_from\n" + b"x,nurse,2022-01-01\n" * 5001, "more than 5000 rows"),
    ],
)
def test_what_is_no_such_table_is_refused(table, refusal):
    with pytest.raises(Refused, match=refusal):
        rows_of_table(table)


def test_another_version_of_the_template_is_refused():
    book = openpyxl.load_workbook(io.BytesIO(template()))
    book["template"]["B1"] = "0"
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(Refused, match="another version"):
        rows_of_table(out.getvalue())


def test_the_pages_check_and_then_take_in(as_, keeper, hospital, settings):
    browser, card = as_(keeper), make_card()
    page = reverse("practitioners:table")
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get(page).content.decode()).group(1)
    unknown = SimpleUploadedFile("people.csv", b"name,blood_group\nx,A\n")
    assert "This column is not known." in browser.post(page, {"form_key": key, "file": unknown}).content.decode()
    table = SimpleUploadedFile("people.csv", as_csv(NURSE | {"id_number": card}))

    checked = browser.post(page, {"form_key": key, "file": table})["Location"]
    for job in Job.objects.open():
        services.run_job(job.pk)

    assert "New: 1." in browser.get(checked).content.decode() and not Practitioner.objects.exists()
    assert as_(make_membership(agency=keeper.party.agency)).get(checked).status_code == 404
    kept = b"".join(path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    assert kept and card.encode() not in kept and "王示例".encode() not in kept
    browser.post(checked)
    for job in Job.objects.open():
        services.run_job(job.pk)
    assert Practitioner.objects.get().id_number == card


def test_tables_that_were_sent_go_after_a_week(keeper):
    seal([(2, {"name": "x"})], name="people", by=keeper, at=NOON)

    assert clear_tables(at=NOON + timedelta(days=6)) == 0
    assert clear_tables(at=NOON + timedelta(days=8)) == 1
    assert not StoredFile.objects.exists()
