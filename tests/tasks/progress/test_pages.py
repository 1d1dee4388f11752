"""The pages of entries: begun from the task, kept by itself, submitted, reviewed, judged, listed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks.models import ProgressEntry
from tasks.services import judging, progress
from tasks.services.progress import Progress
from tests.factories import make_entry, make_task

from .conftest import NOON, QUARTER, fresh

pytestmark = pytest.mark.django_db
SAID = {"text": "Three raids", "work": "normal", "percent": "40"}


@pytest.fixture
def visit(client):
    def visit(by):
        client.cookies["django_language"] = "en"
        client.force_login(by.user)
        return client

    return visit


def words(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def step(entry, verb: str) -> str:
    return f"/tasks/entries/{entry.public_id}/{verb}/"


def test_from_the_task_to_a_submitted_entry(town, visit):
    client = visit(town.police.handler)
    page = client.get(town.task.get_absolute_url())
    assert f'value="{QUARTER}"' in page.content.decode() and "Report on 2026Q4" in words(page)

    begun = client.post(f"/tasks/{town.task.pk}/report/", {"period": QUARTER})
    entry = ProgressEntry.objects.get()
    assert begun.url == entry.get_absolute_url()
    client.post(begun.url, SAID | {"version": entry.version, "submit": "1"})

    entry = fresh(entry)
    assert (entry.state, entry.text, entry.percent) == ("submitted", "Three raids", 40)
    assert "to be reviewed in the unit" in words(client.get(begun.url))
    assert f'href="{entry.get_absolute_url()}"' in client.get(town.task.get_absolute_url()).content.decode()


def test_what_is_half_is_kept_and_says_what_is_missing(town, visit):
    client, entry = visit(town.police.handler), town.entry(town.police)

    answer = client.post(
        entry.get_absolute_url(), {"text": "", "work": "difficult", "needs": "Cars", "version": 1, "submit": "1"}
    )
    assert answer.status_code == 422
    assert "Say what was done in this period." in words(answer) and "Cars</textarea>" in answer.content.decode()

    client.post(entry.get_absolute_url(), {"text": "", "work": "difficult", "needs": "Cars", "version": 1})
    assert (fresh(entry).needs, fresh(entry).state) == ("Cars", "draft")


def test_it_keeps_itself(town, visit):
    client, entry = visit(town.police.handler), town.entry(town.police)

    kept = client.post(step(entry, "keep"), SAID | {"version": 1}, headers={"HX-Request": "true"})
    assert kept.status_code == 200 and "Kept at" in words(kept) and 'value="2"' in kept.content.decode()
    assert fresh(entry).text == "Three raids"

    stale = client.post(step(entry, "keep"), SAID | {"text": "Other", "version": 1})
    assert (stale.status_code, fresh(entry).text) == (409, "Three raids")
    faulty = client.post(step(entry, "keep"), SAID | {"percent": "200", "version": 2})
    assert (faulty.status_code, "Not kept yet" in words(faulty)) == (422, True)
    assert visit(town.tax.handler).post(step(entry, "keep"), SAID).status_code == 404


def test_a_stale_form_shows_both_versions(town, visit):
    client, entry = visit(town.police.handler), town.entry(town.police)
    progress.write_progress(fresh(entry), Progress(text="Somebody else's"), by=town.police.leader)

    answer = client.post(entry.get_absolute_url(), SAID | {"version": 1, "submit": "1"})

    assert answer.status_code == 409
    assert "Somebody else&#x27;s" in answer.content.decode() and "Three raids" in answer.content.decode()


def test_a_file_stays_whatever_is_wrong_with_the_rest(town, visit, files_folder):
    client, entry = visit(town.police.handler), town.entry(town.police)
    scan = SimpleUploadedFile("raid.pdf", b"%PDF-1.4 raid")

    answer = client.post(
        entry.get_absolute_url(), {"work": "normal", "version": 1, "submit": "1", "evidence": scan}
    )  # fmt: skip

    assert answer.status_code == 422 and "raid.pdf" in words(answer)
    assert entry.files.get().file.name == "raid.pdf"
    bad = SimpleUploadedFile("evil.exe", b"MZ\x90")
    answer = client.post(entry.get_absolute_url(), SAID | {"version": 1, "evidence": bad})
    assert answer.status_code == 422 and "evil.exe" in words(answer)


def test_reviewed_judged_and_its_history_told(town, visit):
    entry = town.submitted(town.police)
    reviewer, leader = town.police.reviewer, town.commission.leader

    client = visit(reviewer)
    assert 'href="' + step(entry, "hand_in") in client.get(entry.get_absolute_url()).content.decode()
    assert client.post(step(entry, "hand_in"), {"version": entry.version}).status_code == 302
    client = visit(leader)
    assert client.post(step(entry, "return"), {"version": fresh(entry).version}).status_code == 422
    assert client.post(step(entry, "confirm"), {"version": 1}).status_code == 409
    client.post(step(entry, "return"), {"version": fresh(entry).version, "reason": "How many?"})
    page = words(visit(town.police.handler).get(entry.get_absolute_url()))
    assert "It was sent back: How many?" in page

    again = progress.submit_progress(
        fresh(entry), Progress(text="Three raids on nine clinics"), by=town.police.handler, at=NOON
    )  # fmt: skip
    progress.hand_in_progress(again, by=reviewer, at=NOON)
    page = visit(leader).get(entry.get_absolute_url()).content.decode()
    assert "<del>" in page and "Three raids on nine clinics" in page
    assert visit(leader).post(step(entry, "confirm"), {"version": fresh(entry).version}).status_code == 302
    assert fresh(entry).state == "confirmed"


def test_who_may_not_is_told_so(town, visit):
    entry = town.handed_in(town.police)

    assert visit(town.police.handler).get(step(entry, "confirm")).status_code == 403
    assert visit(town.commission.leader).get(step(entry, "dance")).status_code == 404
    assert visit(town.tax.handler).get(entry.get_absolute_url()).status_code == 200
    assert visit(town.tax.handler).post(entry.get_absolute_url(), SAID).status_code == 403
    late = visit(town.police.handler).post(entry.get_absolute_url(), SAID, follow=True)
    assert "The entry is submitted" in words(late) and fresh(entry).text == "Three raids"
    bad = visit(town.police.handler).post(f"/tasks/{town.task.pk}/report/", {"period": "2020Q1"}, follow=True)
    assert "Nothing is to be reported" in words(bad)


def test_what_waits_for_whom(town, visit):
    town.entry(town.police)
    part = town.handed_in(town.tax)

    def listed(by, tab: str) -> int:
        return visit(by).get(f"/tasks/entries/?tab={tab}").content.decode().count("<tr>") - 1

    assert (listed(town.police.handler, "write"), listed(town.police.handler, "judge")) == (1, 1)
    assert (listed(town.commission.leader, "judge"), listed(town.tax.handler, "done")) == (-1, 1)
    judging.accept_progress(part, by=town.police.handler, at=NOON)
    assert listed(town.commission.leader, "judge") == 1
    assert "No report waits for its reviewer" in words(visit(town.tax.reviewer).get("/tasks/entries/?tab=review"))
    assert visit(town.tax.reviewer).get("/tasks/entries/?tab=x").status_code == 200


def test_fifty_entries_take_as_many_queries_as_one(town, visit):
    client = visit(town.police.handler)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/tasks/entries/?tab=done").status_code == 200
        return len(asked)

    make_entry(task=town.task, agency=town.police.agency)
    count()
    few = count()
    for _ in range(30):
        make_entry(task=make_task(plan=town.plan), agency=town.police.agency)
    assert count() == few


def test_what_the_page_has_just_kept_itself_does_not_stand_in_the_way(town, visit):
    client, entry = visit(town.police.handler), town.entry(town.police)
    client.post(step(entry, "keep"), SAID | {"version": 1})

    answer = client.post(entry.get_absolute_url(), SAID | {"version": 1, "submit": "1"})

    assert (answer.status_code, fresh(entry).state) == (302, "submitted")
