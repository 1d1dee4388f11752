"""A plan whose agencies begin to report, and an agency that answers on paper: the pages and endpoints."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tasks.models import Plan, ProgressEntry

from .conftest import QUARTER, City, fresh

pytestmark = pytest.mark.django_db
SAID = {"text": "Three raids", "work": "normal"}


def scan():
    return SimpleUploadedFile("answer.pdf", b"%PDF-1.4 answer", "application/pdf")


def address(town: City) -> str:
    return f"/tasks/{town.task.pk}/enter/{town.tax.agency.party.public_id}/{QUARTER}/"


@pytest.fixture
def visit(client):
    def visit(by):
        client.cookies["django_language"] = "en"
        client.force_login(by.user)
        return client

    return visit


def test_entered_with_a_scan_from_the_tasks_page(town, visit):
    client = visit(town.commission.handler)
    assert address(town) in client.get(town.task.get_absolute_url()).content.decode()
    asked = client.post(address(town), SAID)
    assert asked.status_code == 422 and b"Add the scan" in asked.content and not ProgressEntry.objects.exists()

    done = client.post(address(town), SAID | {"evidence": scan()})

    entry = ProgressEntry.objects.get()
    assert (done.url, entry.state, entry.is_on_behalf) == (entry.get_absolute_url(), "handed_in", True)
    assert entry.files.get().file.name == "answer.pdf"
    assert b"Entered by Commission" in client.get(done.url).content
    assert client.get(address(town)).status_code == 404  # nothing is owed any more


def test_for_who_watches_over_it_only(town, visit):
    for office in (town.police, town.tax):
        assert visit(office.handler).get(address(town)).status_code in {403, 404}
    assert visit(town.commission.handler).get(address(town).replace(QUARTER, "2030Q1")).status_code == 404


def test_entered_over_the_api(town, visit):
    told = SAID | {"task": town.task.pk, "agency": str(town.tax.agency.party.public_id), "period": QUARTER}
    url = "/api/v1/entries/enter/"

    assert visit(town.police.handler).post(url, told | {"scan": scan()}).status_code == 403
    assert visit(town.commission.handler).post(url, told).status_code == 400
    done = visit(town.commission.handler).post(url, told | {"scan": scan()})

    assert (done.status_code, done.json()["state"], done.json()["is_on_behalf"]) == (201, "handed_in", True)


def test_evidence_and_queues_over_the_api(town, visit):
    entry = town.entry(town.police)
    client, url = visit(town.police.handler), f"/api/v1/entries/{entry.public_id}/evidence/"

    assert client.post(url, {"file": scan()}, headers={"If-Match": f'"{entry.version}"'}).status_code == 200
    assert entry.files.get().file.name == "answer.pdf"

    def waiting(tab: str) -> list[str]:
        return [row["id"] for row in client.get(f"/api/v1/entries/queue/{tab}/").json()["results"]]

    assert [waiting(tab) for tab in ("write", "review", "judge", "done")] == [[str(entry.public_id)], [], [], []]
    assert client.get("/api/v1/entries/queue/other/").status_code == 404


def test_a_plan_starts_to_report(quiet_city, visit):
    plan, client = quiet_city.plan, visit(quiet_city.commission.handler)
    url, today = f"/tasks/plans/{plan.pk}/start/", timezone.localdate()
    assert url in client.get(plan.get_absolute_url()).content.decode()
    assert b"2 agencies owe" in client.get(url).content
    early = {"on": today.isoformat(), "until": (today - timedelta(days=1)).isoformat(), "version": plan.version}
    assert client.post(url, early).status_code == 422

    assert client.post(url, {"on": today.isoformat(), "version": plan.version}).status_code == 302

    assert fresh(plan).reports_from <= today and quiet_city.task.entries.count() == 0
    assert url not in client.get(plan.get_absolute_url()).content.decode()
    assert visit(quiet_city.police.handler).get(url).status_code == 403


def test_a_plan_starts_over_the_api(quiet_city, visit):
    plan, today = quiet_city.plan, timezone.localdate()

    answer = visit(quiet_city.commission.handler).post(
        f"/api/v1/plans/{plan.pk}/start/", {"on": today.isoformat()}, content_type="application/json",
        headers={"If-Match": f'"{plan.version}"'},
    )  # fmt: skip

    assert answer.status_code == 200 and Plan.objects.get().reports_from <= today
