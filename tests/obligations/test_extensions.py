"""More time: who asks, who decides, and what follows."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused, Stale
from notices.kinds import sentence_of
from notices.models import Notice
from obligations.enums import DutyState, ExtensionState
from obligations.models import ExtensionRequest, Obligation
from obligations.reminders import remind
from obligations.services import open_duty, submit_duty
from obligations.services.extensions import (
    ask_extension,
    grant_extension,
    refuse_extension,
    withdraw_extension,
)
from obligations.workflow import EXTENSION
from tests.factories import make_agency, make_membership, make_task, next_step_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 9, 21, 12, tzinfo=SHANGHAI)
LATER = NOON + timedelta(days=1)
EARLIER_DAY, NEW_DAY = date(2026, 9, 30), date(2026, 10, 20)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def clerk(tax):
    return make_membership(agency=tax, role=Role.HANDLER)


@pytest.fixture
def reviewer(commission):
    return make_membership(agency=commission, role=Role.REVIEWER)


def duty_of(tax, kind="fine.pay", **how) -> Obligation:
    """fine.pay: as much more time as the supervisor says."""
    if kind == "fine.pay":
        how = {"due_on": EARLIER_DAY} | how
    task = make_task(title="Fine of the clinic")
    return open_duty(kind, bearer=tax.party, subject=task, at=NOON, region_path=tax.party.region_path, **how)


def ask(duty, by, **how) -> ExtensionRequest:
    return ask_extension(
        duty, by=by, at=NOON, **{"reason": "The court has it", "basis": "§ 66", "until": NEW_DAY} | how
    )


def test_asking_changes_nothing_but_tells_who_decides(commission, tax, clerk):
    duty = duty_of(tax)
    before = Obligation.objects.values().get(pk=duty.pk)

    asked = ask(duty, clerk, basis="行政处罚法 66")

    facts = ("until", "reason", "basis", "asked_by", "asked_at", "state")
    assert tuple(getattr(asked, name) for name in facts) == (
        NEW_DAY, "The court has it", "行政处罚法 66", clerk, NOON, ExtensionState.ASKED
    )  # fmt: skip
    assert Obligation.objects.values().get(pk=duty.pk) == before
    told = Notice.objects.order_by("pk")
    assert list(told.values_list("to_party", "audience", "about", "lane", "url")) == [
        (commission.pk, audience, tax.pk, "digest", asked.get_absolute_url()) for audience in ("reviewers", "leaders")
    ]
    assert sentence_of(told[0].kind, told[0].params) == (
        "Tax bureau asks for more time for “Fine of the clinic”, until 2026-10-20. "
        "Until you decide, the reminders go on."
    )


def test_what_is_granted_moves_the_day_with_basis_and_approver(tax, clerk, reviewer):
    duty = duty_of(tax)
    remind(at=NOON)
    asked = ask(duty, clerk, basis="行政处罚法 66")

    asked = grant_extension(asked, at=LATER, by=reviewer, answer="As asked.")

    duty.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.decided_at, asked.answer) == (
        ExtensionState.GRANTED, reviewer, LATER, "As asked."
    )  # fmt: skip
    assert (duty.due_on, duty.first_due_on, duty.state) == (NEW_DAY, EARLIER_DAY, DutyState.OPEN)
    step = duty.steps.get()
    assert (step.verb, step.by, step.reason, step.basis, step.due_before, step.due_after) == (
        "extend", reviewer, "The court has it", "行政处罚法 66", EARLIER_DAY, NEW_DAY
    )  # fmt: skip
    assert next_step_of(duty) == datetime(2026, 10, 13, 7, tzinfo=SHANGHAI)  # seven days before the new day
    notice = Notice.objects.get(kind="obligations.extension_decided")
    assert (notice.to_party_id, notice.audience, notice.lane) == (tax.pk, "handlers", "digest")
    assert (
        sentence_of(notice.kind, notice.params)
        == "More time was given for “Fine of the clinic”: it is due on 2026-10-20."
    )


def test_what_is_refused_leaves_the_day_and_says_why(tax, clerk, reviewer):
    duty = duty_of(tax)
    asked = ask(duty, clerk)

    asked = refuse_extension(asked, at=LATER, by=reviewer, answer="Nothing keeps you")

    duty.refresh_from_db()
    assert (asked.state, asked.answer, duty.due_on, duty.steps.count()) == (
        ExtensionState.REFUSED, "Nothing keeps you", EARLIER_DAY, 0
    )  # fmt: skip
    notice = Notice.objects.get(kind="obligations.extension_decided")
    assert "stays due on 2026-09-30" in sentence_of(notice.kind, notice.params)


def test_while_nothing_is_decided_the_reminders_go_on(tax, clerk):
    duty = duty_of(tax)
    remind(at=NOON)
    ask(duty, clerk)

    taken = [remind(at=datetime(2026, 9, day, 8, tzinfo=SHANGHAI)) for day in (23, 27, 30)]

    assert taken == [1, 1, 1]


def test_one_request_at_a_time(tax, clerk, reviewer):
    duty = duty_of(tax)
    first = ask(duty, clerk)

    with pytest.raises(Refused, match="asked for already"):
        ask(duty, clerk)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        ExtensionRequest.objects.create(obligation=duty, until=NEW_DAY, reason="x", asked_by=clerk, asked_at=NOON)

    refuse_extension(first, at=LATER, by=reviewer, answer="No")
    assert ask(duty, clerk).state == ExtensionState.ASKED


def test_a_request_can_be_withdrawn(tax, clerk, reviewer):
    colleague = make_membership(agency=tax, role=Role.LEADER)
    duty = duty_of(tax)
    asked = ask(duty, clerk)

    with pytest.raises(PermissionDenied):
        withdraw_extension(asked, at=LATER, by=reviewer)
    gone = withdraw_extension(asked, at=LATER, by=colleague)

    assert (gone.state, gone.decided_by, gone.decided_at) == (ExtensionState.WITHDRAWN, colleague, LATER)
    assert ask(duty, clerk).state == ExtensionState.ASKED


def test_only_the_bearer_asks_and_only_the_supervisor_decides(commission, tax, clerk, reviewer):
    duty = duty_of(tax)
    elsewhere = make_agency(region=commission.party.region, kind=AgencyKind.AUDIT)
    with pytest.raises(PermissionDenied):
        ask(duty, reviewer)
    with pytest.raises(PermissionDenied):
        ask(duty, make_membership(agency=tax, role=Role.VIEWER))
    asked = ask(duty, clerk)

    nobody = [
        clerk,
        make_membership(agency=tax, role=Role.LEADER),
        make_membership(agency=commission, role=Role.HANDLER),
        make_membership(agency=elsewhere, role=Role.LEADER),
        make_membership(agency=make_agency(), role=Role.LEADER),
    ]
    for by in nobody:
        for decide in (grant_extension, refuse_extension):
            with pytest.raises(PermissionDenied):
                decide(asked, at=LATER, by=by, answer="x")

    assert grant_extension(asked, at=LATER, by=reviewer).state == ExtensionState.GRANTED


def test_nobody_grants_with_one_hat_what_he_asked_for_with_the_other(commission, tax, clerk, reviewer):
    duty = duty_of(tax)
    asked = ask(duty, clerk)
    of_both = [
        make_membership(agency=commission, role=Role.LEADER, user=clerk.user),  # who asked
        make_membership(agency=commission, role=Role.LEADER, user=make_membership(agency=tax).user),  # a colleague
    ]

    for by in of_both:
        assert not by.has_perm("obligations.decide_extension", asked)
        with pytest.raises(PermissionDenied):
            grant_extension(asked, at=LATER, by=by)


@pytest.mark.parametrize("state", sorted(set(ExtensionState) - EXTENSION["grant"].sources))
def test_what_is_decided_stays_so(tax, clerk, reviewer, state):
    asked = ask(duty_of(tax), clerk)
    {
        "granted": lambda: grant_extension(asked, at=LATER, by=reviewer),
        "refused": lambda: refuse_extension(asked, at=LATER, by=reviewer, answer="No"),
        "withdrawn": lambda: withdraw_extension(asked, at=LATER, by=clerk),
    }[state]()
    asked = ExtensionRequest.objects.get(pk=asked.pk)

    for decide in (grant_extension, refuse_extension):
        with pytest.raises(Refused, match="is not possible"):
            decide(asked, at=LATER, by=reviewer, answer="x")
    with pytest.raises(Refused, match="is not possible"):
        withdraw_extension(asked, at=LATER, by=clerk)
    assert ExtensionRequest.objects.get(pk=asked.pk).state == state


def test_two_who_decide_at_once_decide_once(tax, clerk, reviewer):
    asked = ask(duty_of(tax), clerk)
    shown = ExtensionRequest.objects.get(pk=asked.pk)
    refuse_extension(asked, at=LATER, by=reviewer, answer="No")

    with pytest.raises(Stale):
        grant_extension(shown, at=LATER, by=reviewer)


def test_a_day_that_has_moved_since_it_was_shown_is_looked_at_anew(tax, clerk, reviewer):
    duty = duty_of(tax)
    asked = ask(duty, clerk)
    shown = ExtensionRequest.objects.select_related("obligation").get(pk=asked.pk)
    Obligation.objects.filter(pk=duty.pk).update(due_on=date(2026, 10, 9), version=7)

    with pytest.raises(Stale):
        grant_extension(shown, at=LATER, by=reviewer)

    shown.refresh_from_db()
    assert shown.state == ExtensionState.ASKED


def test_what_was_handed_in_meanwhile_is_not_extended(tax, clerk, reviewer):
    duty = duty_of(tax)
    asked = ask(duty, clerk)
    submit_duty(duty, at=LATER, by=clerk)
    asked = ExtensionRequest.objects.get(pk=asked.pk)

    with pytest.raises(Refused, match="Only what is owed"):
        grant_extension(asked, at=LATER, by=reviewer)
    assert ExtensionRequest.objects.get(pk=asked.pk).state == ExtensionState.ASKED
