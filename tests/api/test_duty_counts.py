"""Counts of duties by light and by unit, and the kinds with the limits of a place."""

from datetime import date, timedelta

import pytest
import time_machine

from obligations import kinds
from obligations.models import LimitOverride
from obligations.services import counting
from tests.api.duty_rows import NOON, duty_of, ids
from tests.factories import make_agency

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def some(here, there, tax):
    duty_of(tax, here, days=-1)
    duty_of(tax, here, days=3)
    duty_of(tax, here, days=30)
    duty_of(here.agency, here, days=-2, supervisor=tax.party)
    duty_of(here.agency, here, days=-2, supervisor=tax.party)
    duty_of(tax, here, state="submitted", submitted_at=NOON, first_submitted_at=NOON)
    duty_of(tax, here, days=-9, state="paused", paused_at=NOON, left=3)
    duty_of(tax, here, state="waived", closed_at=NOON)
    duty_of(there.agency, there, supervisor=None)


def test_counts_by_light_are_of_the_territory_and_remembered_for_a_minute(leader, some, here, tax):
    before = leader.get("/api/v1/duties/summary/").json()
    duty_of(tax, here)
    remembered = leader.get("/api/v1/duties/summary/").json()
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        after = leader.get("/api/v1/duties/summary/").json()

    assert before == {"at": "2026-11-20T12:00:00+08:00", "lights": {"over": 3, "soon": 1, "idle": 2, "ok": 1}}
    assert remembered == before
    assert after == {"at": "2026-11-20T12:01:00+08:00", "lights": {"over": 4, "soon": 1, "idle": 2, "ok": 1}}


def test_counts_agree_with_the_lists(leader, some):
    lights = leader.get("/api/v1/duties/summary/").json()["lights"]

    assert {name: len(ids(leader.get(f"/api/v1/duties/?light={name}"))) for name in lights} == lights


def test_counts_are_not_shared_between_units(client, leader, some, there):
    leader.get("/api/v1/duties/summary/")
    client.force_login(there.member.user)

    assert client.get("/api/v1/duties/summary/").json()["lights"] == {"over": 1, "soon": 0, "idle": 0, "ok": 0}


def test_counts_by_unit_begin_with_the_latest(leader, some, here, tax):
    def unit(agency):
        return {"id": str(agency.party.public_id), "name": agency.party.name, "kind": "agency"}

    assert leader.get("/api/v1/duties/by-unit/").json()["units"] == [
        {"unit": unit(here.agency), "owed": 2, "overdue": 2, "handed_in": 0, "paused": 0},
        {"unit": unit(tax), "owed": 3, "overdue": 1, "handed_in": 1, "paused": 1},
    ]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_of_a_large_territory_those_with_most_overdue_are_counted(leader, some, here, tax, monkeypatch, most):
    """Beside two who are late, one that only owes."""
    calm = make_agency(region=here.region)
    duty_of(calm, here, days=30)
    monkeypatch.setattr(counting, "UNITS", most)

    units = [row["unit"]["id"] for row in leader.get("/api/v1/duties/by-unit/").json()["units"]]

    assert units == [str(agency.party.public_id) for agency in (here.agency, tax, calm)][:most]


def test_counting_takes_few_queries(leader, some, django_assert_num_queries):
    leader.get("/api/v1/")
    with django_assert_num_queries(4):  # the user, its memberships, what is soon, the count
        leader.get("/api/v1/duties/summary/")
    with django_assert_num_queries(5):  # the user, its memberships, who has most that is overdue, the counts, the names
        leader.get("/api/v1/duties/by-unit/")
    with django_assert_num_queries(2):
        leader.get("/api/v1/duties/summary/")


def test_the_kinds_with_the_limits_of_the_place(leader, city, here, there, django_assert_num_queries):
    rows = [
        (city, "penalty.publish", 6, 1), (here.region, "penalty.publish", 5, 1),
        (here.region, "penalty.publish", 4, 20), (here.region, "penalty.publish", 3, 21),
        (there.region, "fine.pay", 9, 1), (city, "info.reply", 18, 1),
    ]  # fmt: skip
    for region, kind, amount, day in rows:
        facts = {"region": region, "region_path": region.path, "valid_from": date(2026, 11, day)}
        LimitOverride.objects.create(kind=kind, amount=amount, basis=f"{amount} days", **facts)
    leader.get("/api/v1/")

    with django_assert_num_queries(3):
        found = leader.get("/api/v1/duties/kinds/").json()

    rows = {row["key"]: row for row in found}
    assert list(rows) == [kind.key for kind in kinds.kinds()]
    assert rows["penalty.publish"] == {
        "key": "penalty.publish", "label": "Publish the penalty", "amount": 4, "unit": "wd",
        "unit_display": "working days", "begins": "the decision is made", "usual": 7, "basis": "4 days",
        "source": "国办发〔2018〕118号 [search*]", "extension": 0, "at_least": None,
    }  # fmt: skip
    changed = {key: row["amount"] for key, row in rows.items() if row["basis"]}
    assert changed == {"penalty.publish": 4, "info.reply": 18}
