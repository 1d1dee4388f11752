"""A supervision order from its issue to its end: who may, what it opens in the ledger, whom it tells."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from agencies.enums import AgencyKind
from kernel.access import OPERATOR
from kernel.errors import Refused, Stale
from notices.kinds import sentence_of
from notices.models import Notice
from obligations.enums import DutyState, OrderState
from obligations.models import LimitOverride, Obligation, OrderNumber, SupervisionOrder
from obligations.services import waive_duty
from obligations.services.orders import (
    close_order,
    issue_order,
    keep_evidence,
    receive_order,
    reply_to_order,
    return_reply,
    withdraw_order,
)
from obligations.workflow import ORDER
from tests.factories import make_agency, make_duty, make_membership, make_order
from tests.obligations.orders.conftest import NOON, ORDERED

pytestmark = pytest.mark.django_db


def owed(order) -> dict[str, tuple]:
    """{kind: (state, due day)} of what the order has opened."""
    return {duty.kind: (duty.state, duty.due_on) for duty in order.duties()}


def told(kind: str) -> set[tuple]:
    return set(Notice.objects.filter(kind=kind).values_list("to_party", "audience", "lane", "about"))


def test_an_order_opens_two_duties_which_the_issuing_unit_watches(order, leader, police):
    duties = order.duties()

    assert (order.number, order.state, order.issuer, order.issued_by) == (
        "示卫健委督办〔2026〕1号", OrderState.ISSUED, leader.party, leader
    )  # fmt: skip
    assert owed(order) == {
        "order.receive": (DutyState.OPEN, date(2026, 9, 22)), "order.reply": (DutyState.OPEN, date(2026, 9, 29))
    }  # fmt: skip
    assert {(duty.bearer, duty.supervisor, duty.opened_by, duty.title) for duty in duties} == {
        (police.party, leader.party, leader, str(order))
    }


def test_a_day_for_the_reply_and_a_regional_limit_for_the_receipt(city, leader, police):
    LimitOverride.objects.create(
        kind="order.receive", region=city, region_path=city.path, amount=3, valid_from=date(2026, 1, 1), basis="文"
    )

    order = issue_order(bearer=police.party, by=leader, at=NOON, reply_by=date(2026, 10, 20), **ORDERED)

    assert owed(order) == {
        "order.receive": (DutyState.OPEN, date(2026, 9, 24)), "order.reply": (DutyState.OPEN, date(2026, 10, 20))
    }  # fmt: skip


def test_handlers_and_leaders_are_told_at_once_with_the_day_of_the_receipt(order, leader, police):
    assert told("obligations.order_issued") == {
        (police.pk, audience, "immediate", None) for audience in ("handlers", "leaders")
    }
    notice = Notice.objects.filter(kind="obligations.order_issued").first()
    assert notice.url == order.get_absolute_url()
    with override("en"):
        assert sentence_of(notice.kind, notice.params) == (
            f"{leader.party.name} has issued supervision order {order.number} to your unit: “Inspect the clinics”. "
            "Receive it by 2026-09-22, then reply."
        )


def test_the_receipt_names_person_unit_number_and_time_and_meets_its_duty(order, officer):
    order = receive_order(order, by=officer, at=NOON + timedelta(hours=1))

    assert (order.state, order.received_by, order.received_at, order.receipt_number) == (
        OrderState.RECEIVED, officer, NOON + timedelta(hours=1), "签收〔2026〕1号"
    )  # fmt: skip
    assert owed(order)["order.receive"][0] == DutyState.MET
    assert owed(order)["order.reply"][0] == DutyState.OPEN


def test_a_receipt_after_its_day_is_late(order, officer):
    order = receive_order(order, by=officer, at=NOON + timedelta(days=2))

    assert owed(order)["order.receive"][0] == DutyState.MET_LATE


def test_a_reply_is_put_before_those_who_judge_it(replied, officer, leader, police):
    assert (replied.state, replied.reply, replied.replied_by) == (
        OrderState.REPLIED, "Forty inspected, two closed.", officer
    )  # fmt: skip
    assert owed(replied)["order.reply"][0] == DutyState.SUBMITTED
    assert told("obligations.order_replied") == {
        (leader.party_id, audience, "digest", police.pk) for audience in ("reviewers", "leaders")
    }


def test_an_accepted_reply_closes_the_order_and_meets_the_duty(replied, leader, police):
    order = close_order(replied, by=leader, at=NOON + timedelta(days=2), remark="Thank you.")

    assert (order.state, order.judgement, order.closed_at) == (
        OrderState.CLOSED, "Thank you.", NOON + timedelta(days=2)
    )  # fmt: skip
    assert {state for state, _day in owed(order).values()} == {DutyState.MET}
    assert told("obligations.order_closed") == {
        (police.pk, audience, "digest", None) for audience in ("handlers", "leaders")
    }


def test_a_reply_that_is_sent_back_has_days_of_its_own_and_both_times_are_kept(replied, leader, officer, police):
    order = return_reply(replied, by=leader, at=NOON + timedelta(days=10), reason="Name the two that were closed.")

    duty = order.duties().get(kind="order.reply")
    assert (order.state, order.judgement) == (OrderState.RETURNED, "Name the two that were closed.")
    assert (duty.state, duty.due_on, duty.first_due_on) == (
        DutyState.RETURNED, date(2026, 10, 10), date(2026, 9, 29)
    )  # fmt: skip  # sent back on a holiday that lasts until 7 October; 10 October is worked
    notice = Notice.objects.get(kind="obligations.returned")
    assert (notice.to_party_id, notice.lane, notice.url) == (police.pk, "immediate", order.get_absolute_url())

    again = NOON + timedelta(days=18)
    order = reply_to_order(order, by=officer, at=again, text="Clinic A and clinic B.")
    duty.refresh_from_db()
    assert (order.state, order.judgement, duty.state) == (OrderState.REPLIED, "", DutyState.SUBMITTED)
    assert (duty.first_submitted_at, duty.submitted_at) == (NOON + timedelta(days=1), again)
    assert list(order.steps.order_by("pk").values_list("verb", "text")) == [
        ("issue", ""), ("receive", "签收〔2026〕1号"), ("reply", "Forty inspected, two closed."),
        ("return", "Name the two that were closed."), ("reply", "Clinic A and clinic B."),
    ]  # fmt: skip


@pytest.mark.parametrize("state", [OrderState.ISSUED, OrderState.REPLIED])
def test_an_order_is_withdrawn_with_all_that_is_owed_for_it(order, officer, leader, police, state):
    if state == OrderState.REPLIED:
        order = receive_order(order, by=officer, at=NOON)
        order = reply_to_order(order, by=officer, at=NOON, text="Done.")

    order = withdraw_order(order, by=leader, at=NOON + timedelta(days=1), reason="It was done already.")

    assert (order.state, order.closed_at) == (OrderState.WITHDRAWN, NOON + timedelta(days=1))
    assert owed(order)["order.reply"][0] == DutyState.CANCELLED
    assert not order.duties().unsettled().exists()
    assert order.steps.last().text == "It was done already."
    assert told("obligations.order_withdrawn") == {
        (police.pk, audience, "digest", None) for audience in ("handlers", "leaders")
    }


def test_a_unit_whose_duty_was_waived_may_still_receive_and_reply(order, leader, officer):
    for duty in order.duties():
        waive_duty(duty, by=leader, at=NOON, reason="No hurry.")

    order = receive_order(order, by=officer, at=NOON)
    order = reply_to_order(order, by=officer, at=NOON, text="Done all the same.")
    order = close_order(order, by=leader, at=NOON)

    assert order.state == OrderState.CLOSED
    assert {state for state, _day in owed(order).values()} == {DutyState.WAIVED}


STEPS = {  # verb: what it is called with, and which side takes it
    "receive": (receive_order, {}, "officer"),
    "reply": (reply_to_order, {"text": "Done."}, "officer"),
    "return": (return_reply, {"reason": "Once more."}, "leader"),
    "close": (close_order, {}, "leader"),
    "withdraw": (withdraw_order, {"reason": "Mistaken."}, "leader"),
}


@pytest.mark.parametrize(
    ("verb", "state"), [(verb, state) for verb in STEPS for state in sorted(set(OrderState) - ORDER[verb].sources)]
)
def test_from_every_other_state_a_step_is_refused(leader, police, officer, verb, state):
    step, facts, side = STEPS[verb]
    order = make_order(bearer=police.party, issued_by=leader, state=state)

    with pytest.raises(Refused):
        step(order, by={"officer": officer, "leader": leader}[side], at=NOON, **facts)

    order.refresh_from_db()
    assert (order.state, order.version, order.steps.count()) == (state, 1, 0)


@pytest.mark.parametrize("verb", STEPS)
def test_a_stale_order_and_the_other_side_are_refused(leader, police, officer, verb):
    step, facts, side = STEPS[verb]
    order = make_order(bearer=police.party, issued_by=leader, state=min(ORDER[verb].sources))
    mine, theirs = (officer, leader) if side == "officer" else (leader, officer)

    with pytest.raises(PermissionDenied):
        step(order, by=theirs, at=NOON, **facts)
    SupervisionOrder.objects.filter(pk=order.pk).update(version=7)
    with pytest.raises(Stale):
        step(order, by=mine, at=NOON, **facts)


def test_files_come_with_a_reply_once_each(order, officer, police, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    other = make_membership(agency=police)
    order = receive_order(order, by=officer, at=NOON)
    kept = [keep_evidence(order, text.encode() * 9, by=officer, at=NOON) for text in ("%PDF-1.7 ", "%PDF-1.4 ")]
    theirs = keep_evidence(order, b"%PDF-1.5 " * 9, by=other, at=NOON)

    with pytest.raises(Refused):
        reply_to_order(order, by=officer, at=NOON, text="See there.", evidence=[theirs])
    order = SupervisionOrder.objects.get(pk=order.pk)
    assert (order.state, order.steps.count()) == (OrderState.RECEIVED, 2)

    order = reply_to_order(order, by=officer, at=NOON, text="See there.", evidence=kept)
    assert [row.file for row in order.steps.last().files.order_by("pk")] == kept
    order = make_order(bearer=police.party, state=OrderState.RECEIVED)
    with pytest.raises(Refused):
        reply_to_order(order, by=officer, at=NOON, text="And here.", evidence=kept[:1])


def test_what_cannot_be_ordered(city, leader, police):
    how = {"by": leader, "at": NOON, **ORDERED}
    ended = make_agency(region=city, kind=AgencyKind.TAX).party
    ended.valid_to = date(2026, 9, 20)
    ended.save()
    others = make_duty(bearer=make_agency(region=city, kind=AgencyKind.AUDIT).party)
    settled = make_duty(bearer=police.party, state=DutyState.CANCELLED, closed_at=NOON)
    elsewhere = make_duty(bearer=police.party, region_path="9999")

    for facts, error in (
        ({"bearer": ended}, Refused), ({"bearer": police.party, "reply_by": date(2026, 9, 20)}, Refused),
        ({"bearer": police.party, "reply_by": date(2099, 1, 1)}, Refused),
        ({"bearer": police.party, "about": others}, Refused), ({"bearer": police.party, "about": settled}, Refused),
        ({"bearer": police.party, "about": elsewhere}, PermissionDenied),
    ):  # fmt: skip
        with pytest.raises(error):
            issue_order(**how | facts)

    assert (SupervisionOrder.objects.count(), OrderNumber.objects.count()) == (0, 0)
    assert not Obligation.objects.filter(kind="order.reply", subject_kind="obligations.supervisionorder").exists()


def test_an_order_about_a_duty_and_the_duty_know_each_other(leader, police, officer):
    duty = make_duty("penalty.publish", bearer=police.party)

    order = issue_order(bearer=police.party, by=leader, at=NOON, about=duty, **ORDERED)

    stranger = make_membership(agency=make_agency(kind=AgencyKind.TAX))
    assert order.about == duty
    assert [list(duty.orders.on_duty(duty, by)) for by in (leader, officer, stranger)] == [[order], [order], []]


def test_no_machine_issues_an_order(police):
    with pytest.raises(PermissionDenied):
        issue_order(bearer=police.party, by=OPERATOR, at=NOON, **ORDERED)
