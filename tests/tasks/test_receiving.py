"""An agency signs for its parts in tasks: one number for what is signed for together, once, by its own people."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from agencies.enums import Role
from kernel.errors import Refused
from tasks.lists import to_sign_for
from tasks.models import Plan, Receipt
from tasks.services.receiving import Received, receive_parts
from tasks.services.succession import pass_parts
from tests.factories import make_membership, make_plan, make_responsibility, make_task

from .progress.conftest import NOON, quiet_city, town
from .test_assigning import parts_of, second

__all__ = ["quiet_city", "second", "town"]
pytestmark = pytest.mark.django_db
PAGE = "/tasks/assignments/"


def test_tasks_signed_for_together_have_one_number(town, second):
    by = town.police.handler

    assert receive_parts(parts_of(town.police), by=by, at=NOON) == Received("签收〔2026〕1号", 2)
    rows = Receipt.objects.filter(agency=town.police.agency)
    assert {(row.number, row.by, row.at) for row in rows} == {("签收〔2026〕1号", by, NOON)}


def test_what_was_signed_for_stays_and_costs_no_number(town, second):
    first, other = parts_of(town.police)
    receive_parts([first], by=town.police.handler, at=NOON)
    with pytest.raises(Refused, match="not signed for yet"):
        receive_parts([first], by=town.police.leader, at=NOON)

    assert receive_parts([first, other], by=town.police.leader, at=NOON) == Received("签收〔2026〕2号", 1)
    assert Receipt.objects.get(task=first.task).by == town.police.handler


def test_nobody_signs_for_another_unit(town):
    viewer = make_membership(agency=town.police.agency, role=Role.VIEWER)
    for by in (town.commission.leader, town.tax.handler, viewer):
        with pytest.raises(PermissionDenied):
            receive_parts(parts_of(town.police), by=by, at=NOON)


def test_it_is_never_taken_back(town):
    receive_parts(parts_of(town.police), by=town.police.handler, at=NOON)

    for deed in (lambda: Receipt.objects.update(number="9"), lambda: Receipt.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_a_successor_signs_anew(town):
    receive_parts(parts_of(town.police), by=town.police.handler, at=NOON)
    pass_parts(town.police.agency, town.commission.agency)

    parts, taker = parts_of(town.commission), town.commission
    assert receive_parts(parts, by=taker.handler, at=NOON + timedelta(days=9)).parts == len(parts) == 1
    assert set(Receipt.objects.values_list("agency", flat=True)) == {town.police.agency.pk, taker.agency.pk}


def test_from_the_home_to_the_number(town, second, as_):
    client = as_(town.police.handler)
    assert "2 tasks wait to be signed for" in client.get("/reports/mine/").content.decode()
    assert "To be signed for" in client.get(f"/tasks/{town.task.pk}/").content.decode()
    assert client.get(f"{PAGE}?received=false").content.decode().count('name="part"') == 2

    answer = client.post(f"{PAGE}receive/", {"part": [second.pk]}, follow=True)

    assert "1 task was signed for under number 签收〔2026〕1号." in answer.content.decode()
    assert client.get(f"{PAGE}?received=false").content.decode().count('name="part"') == 1
    assert client.get(f"{PAGE}?received=true").content.decode().count('name="part"') == 1
    assert "签收〔2026〕1号" in client.get(f"/tasks/{second.task.pk}/").content.decode()
    assert "签收〔2026〕1号" in as_(town.commission.handler).get(f"/tasks/{second.task.pk}/").content.decode()
    again = client.post(f"{PAGE}receive/", {"part": [second.pk, "x"]}, follow=True)
    assert "that your unit has not signed for yet" in again.content.decode()
    assert Receipt.objects.count() == 1


def test_other_units_parts_are_not_signed_for(town, as_):
    as_(town.tax.handler).post(f"{PAGE}receive/", {"part": [part.pk for part in parts_of(town.police)]})

    assert not Receipt.objects.exists()


def test_a_closed_part_waits_for_nobody(town, as_):
    part = make_responsibility(task=make_task(plan=town.plan), agency=town.tax.agency, closed_on=NOON.date())

    shown = as_(town.tax.handler).get(f"{PAGE}?received=false").content.decode()

    assert f'value="{part.pk}"' not in shown


def test_what_waits_is_open_and_of_plans_that_are_not_over(town, second, as_):
    over, ahead = (make_plan(region=town.region) for _ in range(2))
    Plan.objects.filter(pk=over.pk).update(reports_from=date(2024, 1, 1), reports_until=date(2024, 12, 31))
    Plan.objects.filter(pk=ahead.pk).update(reports_from=date(2099, 1, 1), reports_until=date(2099, 12, 31))
    old, new = (make_responsibility(task=make_task(plan=plan), agency=town.police.agency) for plan in (over, ahead))

    shown = as_(town.police.handler).get(f"{PAGE}?received=false").content.decode()

    assert to_sign_for(town.police.handler, today=NOON.date()) == shown.count('name="part"') == 3
    assert f'value="{new.pk}"' in shown and f'value="{old.pk}"' not in shown


def test_a_repeated_request_gets_the_same_number(town, second, as_):
    police, key = as_(town.police.handler), str(uuid.uuid4())
    sent = {"parts": [part.pk for part in parts_of(town.police)]}

    def receive(key: str):
        headers = {"Idempotency-Key": key}
        return police.post("/api/v1/assignments/receive/", sent, content_type="application/json", headers=headers)

    first, again = receive(key), receive(key)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json() == {"number": "签收〔2026〕1号", "received": 2}
    assert receive(str(uuid.uuid4())).status_code == 409


def test_over_the_api(town, as_):
    police, commission = as_(town.police.handler), as_(town.commission.handler)
    (part,) = parts_of(town.police)
    foreign = parts_of(town.tax)[0].pk

    def receive(*keys):
        return police.post("/api/v1/assignments/receive/", {"parts": keys}, content_type="application/json")

    def missing() -> set[int]:
        rows = commission.get("/api/v1/responsibilities/?received=false").json()["results"]
        return {row["id"] for row in rows}

    assert part.pk in missing()
    assert receive(part.pk, foreign).status_code == 400
    assert receive(part.pk).json() == {"number": "签收〔2026〕1号", "received": 1}
    assert receive(part.pk).status_code == 409
    row = commission.get(f"/api/v1/responsibilities/{part.pk}/").json()
    assert row["receipt_number"] == "签收〔2026〕1号" and row["received_at"]
    assert part.pk not in missing() and foreign in missing()
