"""The pages of a table: sending it, what the dry run found, recording all or the good rows."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.enums import Role
from events.jobs import RECORD_TABLE
from events.models import Event
from kernel import services
from kernel.models import Job
from tests.factories import make_membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
HEADER = "kind,party,occurred_on,results\n"
GOOD, WRONG = "check,Clinic,2026-06-01,ok\n", "check,Nobody,2026-06-01,ok\n"


def send(reader, table: str):
    """The page of the dry run."""
    address = reverse("events:table")
    key = re.search(r'name="form_key" value="([^"]+)"', reader.get(address).content.decode()).group(1)
    file = SimpleUploadedFile("events.csv", table.encode())
    answer = reader.post(address, {"form_key": key, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def run_jobs():
    for job in Job.objects.open():
        services.run_job(job.pk)


def test_a_good_table_is_checked_then_recorded(reader, clinic):
    address = send(reader, HEADER + GOOD)
    waiting = reader.get(address).content.decode()
    assert ("hx-get" in waiting, "Record all rows" in waiting) == (True, False)
    run_jobs()

    checked = reader.get(address).content.decode()
    assert "1 rows can be recorded, 0 are recorded already, 0 have faults." in checked
    assert ("Record all rows" in checked, Event.objects.exists()) == (True, False)

    answer = reader.post(address)
    run_jobs()
    assert answer["Location"] == Job.objects.get(kind=RECORD_TABLE).get_absolute_url()
    assert Event.objects.get().subject == clinic


def test_a_faulty_table_shows_its_faults_and_its_good_rows_may_be_recorded(reader, clinic):
    address = send(reader, HEADER + GOOD + WRONG)
    run_jobs()

    checked = reader.get(address).content.decode()
    assert "No party of your territory has exactly this name." in checked
    assert "Record the good rows, skip 1 faulty one" in checked

    reader.post(address, {"skip_faulty": "1"})
    run_jobs()
    assert Event.objects.count() == 1


def test_a_post_that_does_not_ask_to_skip_records_nothing_of_a_faulty_table(reader, clinic):
    address = send(reader, HEADER + GOOD + WRONG)
    run_jobs()

    reader.post(address)
    run_jobs()

    assert Job.objects.get(kind=RECORD_TABLE).message.splitlines() == [
        "Nothing was saved: the file has 1 fault.",
        "Row 3, column “Party”: No party of your territory has exactly this name.",
    ]
    assert not Event.objects.exists()


def test_a_table_without_a_good_row_is_not_recorded(reader):
    address = send(reader, HEADER + WRONG)
    run_jobs()

    assert "Record" not in re.sub(
        "(?s)<nav.*?</nav>|Record events from a table", "", reader.get(address).content.decode()
    )
    assert reader.post(address).status_code == 200
    assert not Job.objects.filter(kind=RECORD_TABLE).exists()


def test_a_dry_run_belongs_to_whoever_started_it(client, reader, regulator):
    address = send(reader, HEADER + GOOD)
    client.force_login(make_membership(agency=regulator).user)

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_what_is_no_table_is_refused_at_once(reader):
    address = reverse("events:table")
    key = re.search(r'name="form_key" value="([^"]+)"', reader.get(address).content.decode()).group(1)

    answer = reader.post(address, {"form_key": key, "file": SimpleUploadedFile("events.pdf", b"%PDF-1.7 x")})

    assert answer.status_code == 422
    assert "no file of an accepted kind" in answer.content.decode()


def test_the_template_is_for_whoever_records(client, regulator):
    address = reverse("events:template")
    client.cookies["django_language"] = "en"
    client.force_login(make_membership(agency=regulator).user)
    answer = client.get(address)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert answer["Content-Disposition"] == 'attachment; filename="events-template.xlsx"'
    assert book.worksheets[0]["A1"].value == "Kind of event"

    client.force_login(make_membership(agency=regulator, role=Role.VIEWER).user)
    assert client.get(address).status_code == 403
