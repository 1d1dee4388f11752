"""What is done to duties over the API, with the version that was seen: released, given more time, urged."""

from datetime import timedelta

import pytest
import time_machine

from agencies.enums import Role
from obligations.models import Obligation
from obligations.reminders import remind
from obligations.services import return_duty, submit_duty
from tests.api.duty_rows import LATER, NOON, address, duty_of, post
from tests.api.test_problems import problem
from tests.factories import make_membership

pytestmark = pytest.mark.usefixtures("at_noon")


def test_a_duty_is_waived_with_a_reason(leader, here, tax):
    duty = duty_of(tax, here)
    seen = leader.get(address(duty))["ETag"]

    response = post(leader, address(duty, "waive"), {"reason": "Merged"}, seen=seen)

    assert (response.status_code, response.json()["state"], response.json()["light"]) == (
        200, "waived", {"state": "done", "text": "Waived"}
    )  # fmt: skip
    assert response["ETag"].startswith('"2-')
    (step,) = leader.get(address(duty, "steps")).json()
    assert (step["verb"], step["reason"], step["unit"]) == ("waive", "Merged", here.agency.party.name)


def test_more_time_is_given(leader, here, tax):
    duty = duty_of(tax, here)

    response = post(leader, address(duty, "extend"), LATER | {"basis": "No. 3"})

    assert (response.status_code, response.json()["due_on"], response.json()["unit"]) == (200, "2026-12-15", "day")
    (step,) = leader.get(address(duty, "steps")).json()
    assert (step["due_before"], step["due_after"], step["basis"]) == ("2026-11-19", "2026-12-15", "No. 3")


@pytest.mark.parametrize(("verb", "sent"), [("waive", {"reason": "Merged"}), ("extend", LATER)])
def test_the_version_that_was_seen_is_asked_for(verb, sent, leader, here, tax):
    duty = duty_of(tax, here)
    seen = leader.get(address(duty))["ETag"]
    return_duty(submit_duty(duty, at=NOON), at=NOON, reason="r")

    assert problem(post(leader, address(duty, verb), sent, seen=None))["status"] == 428
    assert problem(post(leader, address(duty, verb), sent, seen=seen))["status"] == 412
    assert Obligation.objects.get(pk=duty.pk).state == "returned"


@pytest.mark.parametrize(("verb", "sent"), [("waive", {"reason": "Merged"}), ("extend", LATER)])
def test_what_is_settled_is_a_conflict(verb, sent, leader, here, tax):
    duty = duty_of(tax, here, state="cancelled", closed_at=NOON)

    assert problem(post(leader, address(duty, verb), sent))["status"] == 409


@pytest.mark.parametrize(("verb", "sent"), [("waive", {"reason": "Merged"}), ("extend", LATER)])
def test_who_owes_it_or_only_works_there_may_not(verb, sent, client, here, tax):
    duty = duty_of(tax, here)
    own = duty_of(here.agency, here, supervisor=tax.party)

    for agency, role, row in (
        (tax, Role.LEADER, duty),
        (here.agency, Role.HANDLER, duty),
        (here.agency, "leader", own),
    ):
        client.force_login(make_membership(agency=agency, role=role).user)
        assert problem(post(client, address(row, verb), sent))["status"] == 403
    assert set(Obligation.objects.values_list("state", flat=True)) == {"open"}


@pytest.mark.parametrize(
    ("verb", "sent", "field"),
    [
        ("waive", {}, "reason"),
        ("waive", {"reason": " "}, "reason"),
        ("waive", {"reason": "x" * 301}, "reason"),
        ("waive", {"reason": "Merged", "state": "met"}, "state"),
        ("extend", {"reason": "Long", "basis": "No. 3", "until": "soon"}, "until"),
    ],
)
def test_what_is_missing_or_wrong_is_named(verb, sent, field, leader, here, tax):
    body = problem(post(leader, address(duty_of(tax, here), verb), sent))

    assert (body["status"], list(body["errors"])) == (400, [field])


def test_who_was_reminded_stands_under_the_duty(leader, here, tax):
    duty = duty_of(tax, here, days=0, next_step_at=NOON - timedelta(hours=5))
    remind(at=NOON)

    assert leader.get(address(duty, "reminders")).json() == [
        {
            "at": "2026-11-20T12:00:00+08:00", "words": "reminder to the handlers", "unit": tax.party.name,
            "audience": "who handles the work", "read_at": None,
        }
    ]  # fmt: skip


def test_urging_says_first_what_it_would_do(leader, here, tax):
    late, early = duty_of(tax, here), duty_of(tax, here, days=3)
    sent = {"duties": [str(late.public_id), str(early.public_id)]}

    tried = post(leader, "/api/v1/duties/urge/", sent | {"dry_run": True}, seen=None)
    assert not late.steps.exists()
    done = post(leader, "/api/v1/duties/urge/", sent, seen=None)
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        again = post(leader, "/api/v1/duties/urge/", sent, seen=None)

    not_late = {"id": str(early.public_id), "title": early.title, "reason": "not overdue any more"}
    urged = {"id": str(late.public_id), "title": late.title, "reason": "urged today already"}
    assert tried.json() == {"dry_run": True, "duties": 1, "units": 1, "notices": 2, "left_out": [not_late]}
    assert done.json() == tried.json() | {"dry_run": False}
    assert [step.verb for step in late.steps.all()] == ["urge"]
    assert (again.json()["duties"], sorted(row["reason"] for row in again.json()["left_out"])) == (
        0, [not_late["reason"], urged["reason"]]
    )  # fmt: skip


def test_all_that_fits_the_filters_is_urged(leader, here, there, tax):
    wanted, kept = duty_of(tax, here), duty_of(tax, here, kind="order.reply")
    duty_of(there.agency, there, supervisor=None)

    done = post(leader, "/api/v1/duties/urge/?kind=fine.pay", {"all": True}, seen=None).json()

    assert (done["duties"], done["left_out"]) == (1, [])
    assert (wanted.steps.count(), kept.steps.count()) == (1, 0)


def test_urging_names_what_it_means(leader, here, tax):
    duty = duty_of(tax, here)

    for sent in ({}, {"all": True, "duties": [str(duty.public_id)]}, {"duties": []}, {"duties": ["x"]}):
        body = problem(post(leader, "/api/v1/duties/urge/", sent, seen=None))
        assert (body["status"], list(body["errors"])) == (400, ["duties"])
    assert not duty.steps.exists()


def test_who_supervises_nobody_urges_nobody(bearer, here, tax):
    assert problem(post(bearer, "/api/v1/duties/urge/", {"all": True}, seen=None))["status"] == 403
