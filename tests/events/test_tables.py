"""Tables of events: the template, the dry run with every fault, recording all or the good rows, once."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.enums import CheckResult
from events.importers import COLUMNS, read_events, template
from events.jobs import CHECK_TABLE, RECORD_TABLE
from events.models import Event
from events.services import counter_event
from events.sources import EVENT_TABLE
from kernel import files, services
from kernel.faults import read_report
from kernel.models import AuditRow, Job
from tests.events.conftest import NOW
from tests.factories import make_clinic, make_membership, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
PENALTY = {
    "kind": "Administrative penalty", "occurred_on": "2026-10-12", "title": "Sold expired goods", "level": "general",
    "document_number": "示市监罚〔2026〕12号", "penalties": "fine、confiscation of illegal gains", "fine": "12,000.50",
    "confiscated": "300",
}  # fmt: skip
CHECK = {"kind": "check", "occurred_on": "2026-10-12", "results": "E, B", "points": "-1.5"}


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
    file = files.store(data, name="events.csv", purpose=EVENT_TABLE, by=by, at=NOW)
    job = services.start_job(kind, by=by, at=NOW, file=str(file.public_id), **arguments)
    services.run_job(job.pk)
    return Job.objects.select_related("result").get(pk=job.pk)


def record(data: bytes, *, by, skip_faulty=False) -> Job:
    return run(RECORD_TABLE, data, by=by, skip_faulty=skip_faulty)


def faults(job: Job) -> list[list[str]]:
    return read_report(job.result) if job.result else []


@pytest.mark.parametrize("form", [as_csv, filled_template])
def test_a_table_is_recorded(by, clinic, form):
    job = record(form(PENALTY | {"party": "Clinic"}, CHECK | {"party_id": str(clinic.public_id)}), by=by)

    assert (job.state, job.message) == ("done", "2 events were recorded, 0 had been before, 0 rows were skipped.")
    penalty, check = Event.objects.order_by("pk")
    assert (penalty.subject, penalty.agency, penalty.recorded_by, penalty.kind) == (clinic, by.party, by, "penalty")
    assert (penalty.occurred_on, penalty.level, penalty.document_number) == (
        date(2026, 10, 12), "general", "示市监罚〔2026〕12号",
    )  # fmt: skip
    details = {"penalties": ["fine", "confiscate_gains"], "fine": "12000.50", "confiscated": "300.00"}
    assert (penalty.title, penalty.details) == ("Sold expired goods", details)
    assert (check.details, check.points) == ({"results": ["ordered", "not_disclosed"]}, -150)


def test_a_spreadsheets_own_days_and_numbers_are_understood(by, clinic):
    row = PENALTY | {"party": "Clinic", "occurred_on": date(2026, 10, 12), "fine": 12000.5, "confiscated": 300}

    record(filled_template(row), by=by)

    event = Event.objects.get()
    assert (event.occurred_on, event.details["fine"], event.details["confiscated"]) == (
        date(2026, 10, 12), "12000.50", "300.00",
    )  # fmt: skip


def test_the_dry_run_records_nothing_and_says_every_fault(by, city, clinic):
    make_clinic(region=city, name="Twice")
    make_clinic(region=city, name="Twice")
    make_clinic(region=make_region(), name="Elsewhere")
    good = PENALTY | {"party": "Clinic"}
    wrong = [
        good | {"kind": "gossip", "occurred_on": "12.10.2026", "fine": "much"},
        good | {"level": "", "document_number": "No. 7"},
        good | {"party": "Elsewhere"},
        good | {"party": "Twice"},
        good | {"party": ""},
        good | {"party": "", "party_id": "x"},
        good | {"own_number": "n" * 61},
        CHECK | {"party": "Clinic", "results": "ok, whatever"},
        CHECK | {"party": "Clinic", "points": "1.005"},
    ]

    job = run(CHECK_TABLE, as_csv(good, *wrong), by=by)

    assert (job.state, job.message) == ("done", "1 rows can be recorded, 0 are recorded already, 9 have faults.")
    assert faults(job) == [
        ["3", "Kind of event", "“gossip” is no kind of event."],
        ["3", "Day", "This is no day; write it as 2021-04-09."],
        ["3", "Fine (yuan)", "“much” is no number."],
        ["4", "Document number", "Write it with the six-cornered brackets, as in 神政办发〔2020〕112号."],
        ["4", "Level", "“Administrative penalty” needs it."],
        ["5", "Party", "No party of your territory has exactly this name."],
        ["6", "Party", "Several parties have this name: give the public id of the one you mean."],
        ["7", "Party", "Name the party, or give its public id."],
        ["8", "Public id of the party", "“x” is no public id."],
        ["9", "Own number of the record", "At most 60 characters."],
        ["10", "Results of the check", "“whatever” is none of the possible values."],
        ["11", "Points", "Points have two decimal places at most."],
    ]
    assert not Event.objects.exists()


def test_with_a_fault_nothing_is_recorded_unless_the_faulty_rows_are_skipped(by, clinic):
    data = as_csv(CHECK | {"party": "Clinic"}, CHECK | {"party": "Nobody"})

    refused = record(data, by=by)
    assert (refused.state, refused.message.splitlines()[0]) == ("failed", "Nothing was saved: the file has 1 fault.")
    assert "Row 3, column “Party”" in refused.message
    assert not Event.objects.exists()

    done = record(data, by=by, skip_faulty=True)
    assert (done.state, done.message) == ("done", "1 events were recorded, 0 had been before, 1 rows were skipped.")
    assert faults(done) == [["3", "Party", "No party of your territory has exactly this name."]]
    assert Event.objects.count() == 1


def test_a_second_import_changes_nothing(by, clinic):
    data = as_csv(PENALTY | {"party": "Clinic"}, CHECK | {"party": "Clinic", "own_number": "7"})

    first, second = record(data, by=by), record(data, by=by)

    assert second.message == "0 events were recorded, 2 had been before, 0 rows were skipped."
    assert (Event.objects.count(), first.state, second.state) == (2, "done", "done")
    assert AuditRow.objects.filter(table_name="events_recorded").count() == 1


def test_what_is_recorded_with_other_facts_or_countered_is_a_fault(by, clinic):
    rows = [CHECK | {"party": "Clinic", "own_number": number} for number in ("1", "2")]
    record(as_csv(*rows), by=by)
    counter_event(Event.objects.order_by("pk").last(), reason="Wrong", by=by, at=NOW)

    job = run(CHECK_TABLE, as_csv(rows[0] | {"points": "-2"}, rows[1], rows[1] | {"own_number": "3"}), by=by)

    assert [(row, reason.split(".")[0]) for row, _column, reason in faults(job)] == [
        ("2", "This was recorded with other facts"), ("3", "This was recorded and countered"),
    ]  # fmt: skip


def test_two_rows_that_say_the_same_need_numbers(by, clinic):
    row = CHECK | {"party": "Clinic"}

    job = run(CHECK_TABLE, as_csv(row, row, row | {"own_number": "1"}, row | {"own_number": "2"}), by=by)

    assert job.message == "3 rows can be recorded, 0 are recorded already, 1 have faults."
    assert faults(job) == [
        ["3", "Own number of the record",
         "Row 2 says the same already; if both are right, give each a number of its own."],
    ]  # fmt: skip


def test_another_agencys_numbers_are_its_own(by, city, clinic, regulator):
    data = as_csv(CHECK | {"party": "Clinic", "own_number": "1"})
    record(data, by=by)

    colleague, stranger = make_membership(agency=regulator), make_membership()
    stranger.party.region = city
    stranger.party.region_path = city.path
    stranger.party.save()

    assert record(data, by=colleague).message.startswith("0 events")
    assert record(data, by=stranger).message.startswith("1 events")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"kind,party,occurred_on,colour\n", "the file has 1 fault"),
        (b"party,occurred_on\n", "the file has 1 fault"),
        (b"kind,party,occurred_on\n", "The table has no rows below its headings."),
        (b"", "This file is empty."),
    ],
)
def test_what_is_no_such_table_is_refused(by, data, sentence):
    if not data:
        with pytest.raises(Exception, match=sentence):
            run(CHECK_TABLE, data, by=by)
        return

    job = run(CHECK_TABLE, data, by=by)

    assert job.state == "failed"
    assert sentence in job.message


def test_another_version_of_the_template_is_refused(by):
    book = openpyxl.load_workbook(io.BytesIO(template()))
    assert [cell.value for cell in book["template"][1]] == ["events.record", "1"]
    book["template"]["B1"] = "0"
    out = io.BytesIO()
    book.save(out)

    job = run(CHECK_TABLE, out.getvalue(), by=by)

    assert (job.state, job.message) == (
        "failed", "This file was made from another version of the template. Download the present one.",
    )  # fmt: skip


def test_the_template_offers_every_word(by):
    book = openpyxl.load_workbook(io.BytesIO(template()))

    words = [cell.value for row in book.worksheets[1].iter_rows(min_row=2) for cell in row if cell.value]
    assert set(map(str, CheckResult.labels)) <= set(words)
    offered = book.worksheets[0].data_validations.dataValidation
    choices = {str(choice.sqref): choice.formula1 for choice in offered}
    assert choices == {"A2:A10000": "'Words'!$A$2:$A$26", "H2:H10000": "'Words'!$B$2:$B$4"}


def test_reading_costs_the_same_number_of_queries_for_any_number_of_rows(by, clinic):
    def queries(rows: int) -> int:
        data = as_csv(*(CHECK | {"party": "Clinic", "own_number": str(n)} for n in range(rows)))
        with CaptureQueriesContext(connection) as captured:
            read_events(data, by=by, at=NOW, expect=int, advance=int)
        return len(captured)

    assert queries(1) == queries(50) == 3  # own parties, parties by name, what is known


@pytest.mark.parametrize("cell", ["1e999999999", "-1e999999999", "1e7"])
@pytest.mark.parametrize("column", ["demerits", "points"])
def test_a_number_too_large_for_anything_is_a_fault_of_its_cell(by, clinic, column, cell):
    kind = {"demerits": "demerit", "points": "check"}[column]
    row = {"kind": kind, "party": clinic.name, "occurred_on": "2026-10-12", "results": "E" * (kind == "check")}

    found = read_events(as_csv(row | {column: cell}), by=by, at=NOW, expect=int, advance=int)

    assert (len(found.good), len(found.faults)) == (0, 1)
