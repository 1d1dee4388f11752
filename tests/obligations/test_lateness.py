"""The first of what was handed in and not sent back decides whether a duty was met on time (rules 9a)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agencies.enums import AgencyKind
from agencies.models import Section
from notices.kinds import sentence_of
from notices.models import Notice
from obligations.models import LimitOverride, Obligation
from obligations.reminders import remind
from obligations.services import meet_duty, return_duty, submit_duty
from tests.factories import make_agency, make_duty, make_membership, make_region, next_step_of

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
DUE = date(2026, 9, 23)  # a Wednesday before two holidays


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.fixture
def tax():
    return make_membership(agency=make_agency(region=make_region(), kind=AgencyKind.TAX), role="leader").party.agency


@pytest.fixture
def duty(tax) -> Obligation:
    return make_duty("fine.pay", bearer=tax.party, due_on=DUE)


def handed_in(duty, when) -> Obligation:
    return submit_duty(duty, at=at(when))


def sent_back(duty, when) -> Obligation:
    return return_duty(duty, at=at(when), reason="Page 2 is missing")


@pytest.mark.parametrize(
    ("when", "state"), [("09-23T23:59:59", "met"), ("09-24T00:00:00", "met_late"), ("09-01T08:00", "met")]
)
def test_a_day_ends_at_midnight_of_the_place(duty, when, state):
    moment = at(when).astimezone(ZoneInfo("UTC"))

    assert meet_duty(duty, at=moment).state == state
    duty.refresh_from_db()
    assert (duty.submitted_at, duty.first_submitted_at, duty.closed_at) == (moment, moment, moment)


@pytest.mark.parametrize(("seconds", "state"), [(0, "met"), (1, "met_late")])
def test_a_clock_of_hours_ends_with_its_last_second(tax, seconds, state):
    due_at = at("09-23T10:00:00")
    duty = make_duty(bearer=tax.party, due_on=DUE, due_at=due_at, unit="h", amount=2)

    assert meet_duty(duty, at=due_at + timedelta(seconds=seconds)).state == state


def test_what_is_judged_later_was_handed_in_when_it_was(duty):
    duty = meet_duty(handed_in(duty, "09-23T18:00"), at=at("11-20T10:00"))

    assert (duty.state, duty.was_late) == ("met", False)
    assert (duty.submitted_at, duty.closed_at) == (at("09-23T18:00"), at("11-20T10:00"))


def test_sent_back_it_stands_again_with_days_of_its_own(duty):
    duty = sent_back(handed_in(duty, "09-21T18:00"), "09-24T10:00")

    assert (duty.state, duty.due_on, duty.first_due_on) == ("returned", date(2026, 9, 30), DUE)  # three working days
    assert (duty.first_submitted_at, duty.was_late, duty.closed_at) == (at("09-21T18:00"), False, None)
    assert next_step_of(duty) == at("09-27T07:00")  # three days before the new day
    step = duty.steps.get(verb="return")
    assert (step.reason, step.due_before, step.due_after) == ("Page 2 is missing", DUE, date(2026, 9, 30))


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("09-21T18:00", "09-30T23:00", "met"),
        ("09-21T18:00", "10-01T00:00", "met_late"),  # late against the days of its own
        ("09-24T09:00", "09-28T09:00", "met_late"),  # what came late stays late
    ],
)
def test_both_times_are_kept_and_either_may_be_late(duty, first, second, state):
    duty = sent_back(handed_in(duty, first), "09-24T10:00")

    duty = meet_duty(handed_in(duty, second), at=at("10-12T10:00"))

    assert (duty.state, duty.was_late) == (state, state == "met_late")
    assert (duty.first_submitted_at, duty.submitted_at) == (at(first), at(second))


def test_what_was_met_can_be_sent_back_and_counts_again(duty):
    duty = meet_duty(duty, at=at("09-21T18:00"))

    duty = sent_back(duty, "09-28T10:00")

    assert (duty.state, duty.closed_at, duty.due_on) == ("returned", None, date(2026, 10, 8))
    assert meet_duty(duty, at=at("10-08T10:00")).state == "met"
    assert list(duty.steps.order_by("pk").values_list("verb", flat=True)) == ["meet", "return", "meet"]


def test_the_days_of_its_own_are_a_setting_of_the_place(duty, tax):
    region = tax.party.region
    LimitOverride.objects.create(
        kind="duty.resubmit", region=region, region_path=region.path, amount=1, basis="文", valid_from=date(2026, 1, 1)
    )

    duty = sent_back(handed_in(duty, "09-21T18:00"), "09-24T10:00")

    assert (duty.due_on, duty.amount, duty.override.amount) == (date(2026, 9, 28), 1, 1)


def test_the_handlers_are_told_at_once_that_it_was_sent_back(duty, tax):
    duty.section = Section.objects.create(agency=tax, name="Audits")
    duty.save()
    for day in ("09-23T10:00", "09-24T10:00"):
        duty = sent_back(handed_in(duty, day), day)

    first, second = Notice.objects.order_by("pk")
    assert (first.kind, first.lane, first.to_party, first.audience, first.section, first.created_at) == (
        "obligations.returned", "immediate", tax.party, "handlers", duty.section, at("09-23T10:00")
    )  # fmt: skip
    assert first.url == duty.get_absolute_url()
    assert first.params == {"title": duty.title, "reason": "Page 2 is missing", "day": "2026-09-29"}
    assert second.params["day"] == "2026-09-30"
    assert "Page 2 is missing" in sentence_of(first.kind, first.params)


def test_the_ladder_goes_on_after_it_was_sent_back(duty):
    remind(at=at("09-16T08:00"))
    sent_back(handed_in(duty, "09-21T18:00"), "09-24T10:00")

    for day in range(25, 31):
        remind(at=at(f"09-{day}T08:00"))
    remind(at=at("10-08T08:00"))

    assert list(duty.reminders.order_by("pk").values_list("due_on", "stage", "offset")) == [
        (date(2026, 9, 30), "remind", -3), (date(2026, 9, 30), "remind", 0), (date(2026, 9, 30), "leader", 1)
    ]  # fmt: skip
