"""`/api/v1/bulletins/`: made, worded, signed by another, and made once."""

import uuid

import pytest

from kernel.models import Job
from kernel.services import run_job
from reports.enums import BulletinState
from reports.models import Bulletin
from reports.services import bulletins as services
from tests.reports.conftest import QUARTER
from tests.reports.test_bulletins import busy

__all__ = ["busy"]
pytestmark = pytest.mark.django_db
LIST = "/api/v1/bulletins/"


def send(client, path="", *, tag="", key="", **told):
    headers = {"If-Match": tag} | ({"Idempotency-Key": key} if key else {})
    return client.post(f"{LIST}{path}", told, "application/json", headers=headers)


@pytest.fixture
def draft(busy, as_) -> str:
    """The public id of a draft which the handler has made."""
    answer = send(as_(busy.commission.handler), plan=busy.plan.pk, period=QUARTER)
    assert answer.status_code == 201 and answer["Location"].endswith(f"{LIST}{answer.json()['id']}/")
    return answer.json()["id"]


def tag_of(client, draft: str) -> str:
    return client.get(f"{LIST}{draft}/")["ETag"]


def test_from_the_draft_to_the_signature(busy, draft, as_):
    writer, leader = as_(busy.commission.handler), as_(busy.commission.leader)

    worded = send(writer, f"{draft}/word/", tag=tag_of(writer, draft), title="Told", words={"closing": "Go on."})
    assert (worded.status_code, worded.json()["title"], worded.json()["words"]["closing"]) == (200, "Told", "Go on.")
    assert worded.json()["words"]["opening"]  # what was not sent stays

    assert send(writer, f"{draft}/sign/", tag=worded["ETag"]).status_code == 403
    assert send(leader, f"{draft}/sign/", tag='"1-0"').status_code == 412
    signed = send(leader, f"{draft}/sign/", tag=worded["ETag"])
    assert (signed.status_code, signed.json()["state"]) == (200, BulletinState.FINAL)
    assert signed.json()["number"]
    assert send(writer, f"{draft}/discard/", tag=signed["ETag"]).status_code == 409


def test_who_has_changed_it_here_does_not_sign_it(busy, draft, as_):
    leader = as_(busy.commission.leader)

    worded = send(leader, f"{draft}/word/", tag=tag_of(leader, draft), title="Mine", words={})

    assert send(leader, f"{draft}/sign/", tag=worded["ETag"]).status_code == 403


def test_a_discarded_one_makes_room(busy, draft, as_):
    writer = as_(busy.commission.handler)
    told = {"plan": busy.plan.pk, "period": QUARTER}

    assert send(writer, **told).status_code == 409
    assert send(writer, f"{draft}/discard/", tag=tag_of(writer, draft)).status_code == 200
    assert send(writer, **told).status_code == 201


def test_a_repeated_request_makes_one(busy, as_):
    writer, key = as_(busy.commission.handler), str(uuid.uuid4())

    first, again = (send(writer, key=key, plan=busy.plan.pk, period=QUARTER) for _ in range(2))

    assert (first.status_code, again.status_code, Bulletin.objects.count()) == (201, 200, 1)
    assert first.json() == again.json()


def test_a_long_one_is_made_by_a_job_once(busy, as_, monkeypatch):
    monkeypatch.setattr(services, "LONG", 1)
    writer, key = as_(busy.commission.handler), str(uuid.uuid4())

    first, again = (send(writer, key=key, plan=busy.plan.pk, period=QUARTER) for _ in range(2))

    job = Job.objects.get()
    url = job.get_absolute_url()
    for answer in (first, again):
        assert (answer.status_code, answer["Location"]) == (202, url)
        assert answer.json() == {"job": str(job.public_id), "url": url}
    assert not Bulletin.objects.exists()
    run_job(job.pk)
    assert Bulletin.objects.get().period == QUARTER
    assert send(writer, plan=busy.plan.pk, period=QUARTER).status_code == 409  # said at once, without a job
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"period": "2026Q5"}, "period"), ({"period": "0001Q1"}, "period"), ({"plan": 0}, "plan"),
        ({"as_of": "yesterday"}, "as_of"), ({"words": {}}, "words"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(busy, as_, told, field):
    answer = send(as_(busy.commission.handler), **{"plan": busy.plan.pk, "period": QUARTER} | told)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {field})
    assert not Bulletin.objects.exists()


def test_a_moment_to_come_is_refused(busy, as_):
    told = {"plan": busy.plan.pk, "period": QUARTER, "as_of": "2099-01-01T00:00:00+08:00"}

    assert send(as_(busy.commission.handler), **told).status_code == 409


@pytest.mark.parametrize("words", [{"epilogue": "x"}, {"closing": "x" * 20_001}])
def test_words_have_their_sections_and_an_end(busy, draft, as_, words):
    writer = as_(busy.commission.handler)

    answer = send(writer, f"{draft}/word/", tag=tag_of(writer, draft), title="T", words=words)

    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"words"})


def test_a_department_makes_none_and_changes_none(busy, draft, as_):
    police = as_(busy.police.leader)

    assert send(police, plan=busy.plan.pk, period=QUARTER).status_code == 403
    assert send(police, f"{draft}/sign/", tag='"1-0"').status_code in {403, 404}
