"""The pages of an import: sending, what the dry run found, taking it in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from institutions.models import Institution, RegisterImport
from kernel import services
from kernel.models import Job
from tests.factories import make_membership
from tests.institutions.tables import as_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
GOOD, WRONG = ({"name": name, "region": "河东区", "category": code} for name, code in (("甲", "clinic"), ("乙", "x")))


def send(browser, data: bytes) -> str:
    """The page of the import."""
    address = reverse("institutions:send")
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get(address).content.decode()).group(1)
    answer = browser.post(address, {"form_key": key, "file": SimpleUploadedFile("table.csv", data)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def run_jobs():
    for job in Job.objects.open():
        services.run_job(job.pk)


def test_a_table_is_checked_then_taken_in(as_, keeper):
    browser = as_(keeper)
    address = send(browser, as_csv(GOOD))
    assert ("hx-get" in (page := browser.get(address).content.decode()), "Take the table in" in page) == (True, False)
    run_jobs()

    page = browser.get(address).content.decode()
    assert "1 new, 0 changed" in page and "Take the table in" in page and not Institution.objects.exists()

    assert browser.post(address)["Location"] == address
    run_jobs()
    page = browser.get(address).content.decode()
    assert "1 added, 0 changed" in page and "Take the table in" not in page and Institution.objects.exists()
    assert "already" in browser.post(address).content.decode()
    assert "1 added" in browser.get(reverse("institutions:imports")).content.decode()


def test_faulty_rows_are_shown_and_skipped_where_that_is_chosen(as_, keeper):
    browser = as_(keeper)
    address = send(browser, as_csv(GOOD, WRONG))
    run_jobs()

    page = browser.get(address).content.decode()
    assert "Take in the good rows, skip 1 faulty one" in page and "“x” is none of the possible values." in page
    browser.post(address, {"skip_faulty": "1"})
    run_jobs()

    assert Institution.objects.count() == 1
    assert "1 skipped" in browser.get(address).content.decode()


def test_a_post_that_does_not_ask_to_skip_saves_nothing(as_, keeper):
    browser = as_(keeper)
    address = send(browser, as_csv(GOOD, WRONG))
    run_jobs()

    browser.post(address)
    run_jobs()

    assert "Nothing was saved" in browser.get(address).content.decode()
    assert not Institution.objects.exists()


def test_an_import_is_its_senders(as_, keeper):
    address = send(as_(keeper), as_csv(GOOD))
    other = as_(make_membership(agency=keeper.party.agency))

    assert (other.get(address).status_code, other.post(address).status_code) == (404, 404)
    assert "table.csv" not in other.get(reverse("institutions:imports")).content.decode()
    assert RegisterImport.objects.get().membership == keeper


def test_what_is_no_table_is_refused_at_once(as_, keeper):
    browser, address = as_(keeper), reverse("institutions:send")
    key = re.search(r'name="form_key" value="([^"]+)"', browser.get(address).content.decode()).group(1)

    answer = browser.post(address, {"form_key": key, "file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7 x")})

    assert answer.status_code == 422 and "no file of an accepted kind" in answer.content.decode()


def test_the_list_takes_the_same_queries_for_few_and_many(as_, keeper):
    browser, address = as_(keeper), reverse("institutions:imports")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    send(browser, as_csv(GOOD))
    queries()
    few = queries()
    for _n in range(3):
        send(browser, as_csv(GOOD))
        queries()
    assert queries() == few
