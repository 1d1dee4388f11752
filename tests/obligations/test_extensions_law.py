"""What the law allows of more time: none, exactly so much and once, or as the supervisor says."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused
from notices.models import Notice
from obligations.enums import ExtensionState
from obligations.models import ExtensionRequest, Obligation
from obligations.services import open_duty, pause_duty, submit_duty
from obligations.services.extensions import (
    Offer,
    ask_extension,
    grant_extension,
    if_granted,
    offer,
    withdraw_extension,
)
from tests.factories import make_agency, make_membership, make_task

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


@pytest.mark.parametrize(
    ("kind", "how", "why"),
    [
        ("penalty.publish", {}, "set by law"),
        ("fine.pay", {"until": None}, "until which day"),
        ("fine.pay", {"until": EARLIER_DAY}, "does not lie after"),
        ("report.check", {"until": NEW_DAY}, "not to another day"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_at_once(tax, clerk, kind, how, why):
    with pytest.raises(Refused, match=why):
        ask(duty_of(tax, kind), clerk, **how)
    assert not ExtensionRequest.objects.exists() and not Notice.objects.exists()


def test_a_limit_with_a_fixed_extension_gets_exactly_that_and_once(tax, clerk, reviewer):
    duty = duty_of(tax, "report.check")  # 15 working days, and 15 more
    assert duty.due_on == date(2026, 10, 19)
    assert offer(duty, on=NOON.date()) == Offer(until=date(2026, 11, 9))

    grant_extension(ask(duty, clerk, until=None), at=LATER, by=reviewer)

    duty.refresh_from_db()
    assert duty.due_on == date(2026, 11, 9)
    assert offer(duty, on=NOON.date()) == Offer(refusal="This limit can be extended only once.")
    with pytest.raises(Refused, match="only once"):
        ask(duty, clerk, until=None)


def test_what_can_be_offered(tax, clerk):
    open_ended, by_law, watched_by_nobody = duty_of(tax), duty_of(tax, "penalty.publish"), duty_of(tax)
    Obligation.objects.filter(pk=watched_by_nobody.pk).update(supervisor=None)
    watched_by_nobody.refresh_from_db()
    paused = pause_duty(duty_of(tax), at=NOON, reason="An expert is heard")

    found = [offer(duty, on=NOON.date()) for duty in (open_ended, by_law, watched_by_nobody, paused)]

    assert found == [
        Offer(),
        Offer(refusal="This limit is set by law and cannot be extended."),
        Offer(refusal="No unit watches over this duty, so none can give more time."),
        Offer(refusal="Only what is owed can be given more time."),
    ]
    with pytest.raises(Refused, match="No unit watches"):
        ask(watched_by_nobody, clerk)


def test_a_day_that_has_passed_is_neither_asked_for_nor_granted(tax, clerk, reviewer):
    duty = duty_of(tax)
    asked = ask(duty, clerk, until=date(2026, 10, 9))
    late = datetime(2026, 10, 10, 9, tzinfo=SHANGHAI)

    with pytest.raises(Refused, match="passed already"):
        grant_extension(asked, at=late, by=reviewer)

    asked.refresh_from_db()
    assert asked.state == ExtensionState.ASKED
    assert if_granted(asked, on=late.date()).refusal == "The new day has passed already."
    withdraw_extension(asked, at=late, by=clerk)
    with pytest.raises(Refused, match="passed already"):
        ask_extension(duty, at=late, by=clerk, basis="§ 9", reason="x", until=date(2026, 10, 9))


def test_what_was_asked_and_is_handed_in_is_no_longer_needed(client, commission, tax, clerk):
    duty = duty_of(tax)
    asked = ask(duty, clerk)
    submit_duty(duty, at=NOON)
    client.cookies["django_language"] = "en"
    client.force_login(make_membership(agency=commission, role=Role.REVIEWER).user)

    for address in (asked.get_absolute_url(), "/duties/extensions/?tab=decided"):
        page = client.get(address).content.decode()
        assert ("no longer needed" in page, "to be decided" in page) == (True, False)
