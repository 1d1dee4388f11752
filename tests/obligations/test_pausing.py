"""A clock that is paused keeps what it has left."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from agencies.enums import AgencyKind
from kernel.errors import Refused
from obligations import deadlines
from obligations.enums import LimitUnit
from obligations.models import Obligation
from obligations.services import pause_duty, resume_duty
from tests.factories import make_agency, make_duty, make_region
from tests.obligations import slow_calendar

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE = timedelta(days=1)
CLOCK = ("counted_from", "amount", "unit", "due_on", "due_at", "is_provisional", "override_id")
bounded = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


@pytest.fixture
def tax():
    return make_agency(region=make_region(), kind=AgencyKind.TAX)


def duty_with(unit: str, amount: int | None, starts_on: date, *, bearer, at=None) -> Obligation:
    if unit == "day":
        clock = deadlines.given(starts_on + (amount or 0) * ONE, starts_on=starts_on)
    else:
        clock = deadlines.run(amount, LimitUnit(unit), starts_on=starts_on, at=at)
    return make_duty(bearer=bearer.party, opened_at=at or noon(starts_on), first_due_on=clock.due_on, **vars(clock))


def paused_and_resumed(duty, paused_at, resumed_at) -> Obligation:
    return resume_duty(pause_duty(duty, at=paused_at, reason="Expert opinion"), at=resumed_at)


@bounded
@example(unit="day", amount=9, starts_on=date(2026, 9, 25), after=3)  # a given day that is a holiday
@example(unit="quarter", amount=1, starts_on=date(2023, 12, 30), after=1)  # the quarter ends on a Sunday
@example(unit="cd", amount=3, starts_on=date(2026, 2, 12), after=5)  # moved on by the festival, paused within it
@example(unit="wd", amount=1, starts_on=date(2026, 2, 14), after=4)
@example(unit="month", amount=1, starts_on=date(2026, 1, 31), after=28)
@given(
    unit=st.sampled_from(["wd", "cd", "month", "quarter", "year", "day"]),
    amount=st.integers(1, 60),
    starts_on=st.dates(date(2024, 1, 1), date(2027, 6, 30)),
    after=st.integers(0, 90),
)
def test_within_a_day_nothing_changes(tax, unit, amount, starts_on, after):
    duty = duty_with(unit, amount, starts_on, bearer=tax)
    paused_on = min(starts_on + after * ONE, duty.due_on)
    before = [getattr(duty, name) for name in CLOCK]

    duty = paused_and_resumed(duty, noon(paused_on), noon(paused_on) + timedelta(hours=3))

    assert [getattr(duty, name) for name in CLOCK] == before
    assert (duty.state, duty.left, duty.paused_at) == ("open", None, None)


def test_a_limit_before_an_event_is_unchanged_too(tax):
    duty = duty_with("cd", -30, date(2026, 11, 17), bearer=tax)  # its day was moved back from a Sunday

    duty = paused_and_resumed(duty, noon(date(2026, 10, 12)), noon(date(2026, 10, 12)))

    assert (duty.amount, duty.due_on) == (-30, date(2026, 10, 16))


@bounded
@given(minutes=st.integers(0, 1440), paused_for=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_hours_go_on_where_they_stopped(tax, minutes, paused_for):
    at = datetime(2026, 9, 30, 22, 30, 7, tzinfo=SHANGHAI)
    duty = duty_with("h", 24, at.date(), bearer=tax, at=at)
    paused_at = at + timedelta(minutes=minutes)

    duty = paused_and_resumed(duty, paused_at, paused_at + paused_for)

    assert duty.due_at == at + timedelta(hours=24) + paused_for
    assert duty.due_on == duty.due_at.astimezone(SHANGHAI).date()


@bounded
@example(amount=20, starts_on=date(2026, 9, 21), after=3, days=20)  # over the National Day
@given(
    amount=st.integers(1, 40),
    starts_on=st.dates(date(2024, 1, 1), date(2026, 8, 31)),
    after=st.integers(0, 60),
    days=st.integers(1, 60),
)
def test_working_days_left_are_counted_from_the_day_it_goes_on(tax, amount, starts_on, after, days):
    duty = duty_with("wd", amount, starts_on, bearer=tax)
    paused_on = starts_on + after * ONE
    assume(paused_on <= duty.due_on)
    left = slow_calendar.count(paused_on, duty.due_on)

    duty = paused_and_resumed(duty, noon(paused_on), noon(paused_on + days * ONE))

    assert duty.due_on == slow_calendar.walk(paused_on + days * ONE, left)


@bounded
@given(
    amount=st.integers(1, 90),
    starts_on=st.dates(date(2024, 1, 1), date(2026, 6, 30)),
    after=st.integers(0, 90),
    days=st.integers(1, 60),
)
def test_calendar_days_left_too_and_a_rest_day_moves_the_last(tax, amount, starts_on, after, days):
    duty = duty_with("cd", amount, starts_on, bearer=tax)
    paused_on = starts_on + min(after, amount) * ONE

    duty = paused_and_resumed(duty, noon(paused_on), noon(paused_on + days * ONE))

    last = starts_on + (amount + days) * ONE
    assert duty.due_on == slow_calendar.off_rest_days(last, back=False)


@pytest.mark.parametrize(
    ("unit", "amount", "starts_on", "paused_on", "left", "resumed_on", "due_on"),
    [
        ("wd", 20, "2026-09-21", "2026-09-24", 17, "2026-10-08", "2026-10-30"),  # paused over both holidays
        ("wd", 7, "2026-02-12", "2026-02-14", 5, "2026-02-18", "2026-02-28"),  # from festival to festival: no time lost
        ("cd", 15, "2026-09-20", "2026-09-30", 5, "2026-10-08", "2026-10-13"),
        ("cd", 11, "2026-09-20", "2026-10-04", 0, "2026-10-09", "2026-10-09"),  # counted out, waiting for a working day
        ("month", 1, "2026-01-31", "2026-02-14", 14, "2026-03-01", "2026-03-16"),  # from a Sunday to a Monday
        ("quarter", 1, "2026-10-01", "2026-12-30", 1, "2027-01-05", "2027-01-06"),
        ("day", 30, "2026-09-01", "2026-09-25", 6, "2026-09-28", "2026-10-08"),  # a new day is moved as any other
    ],
)
def test_pauses_over_holidays(tax, unit, amount, starts_on, paused_on, left, resumed_on, due_on):
    days = [date.fromisoformat(text) for text in (starts_on, paused_on, resumed_on, due_on)]
    duty = duty_with(unit, amount, days[0], bearer=tax)

    duty = pause_duty(duty, at=noon(days[1]), reason="Expert opinion")
    assert (duty.state, duty.left) == ("paused", left)
    duty = resume_duty(duty, at=noon(days[2]))

    assert duty.due_on == days[3]


@pytest.mark.parametrize(
    ("unit", "amount", "starts_on", "paused_on"),
    [
        ("wd", 5, "2026-11-16", "2026-11-24"),
        ("wd", 4, "2026-11-16", "2026-11-21"),  # a Saturday after the last day
        ("cd", 5, "2026-11-16", "2026-11-24"),
        ("day", 4, "2026-11-16", "2026-11-21"),
    ],
)
def test_a_clock_that_has_run_out_is_not_paused(tax, unit, amount, starts_on, paused_on):
    duty = duty_with(unit, amount, date.fromisoformat(starts_on), bearer=tax)

    with pytest.raises(Refused):
        pause_duty(duty, at=noon(date.fromisoformat(paused_on)), reason="r")

    assert Obligation.objects.values_list("state", "paused_at", "version").get(pk=duty.pk) == ("open", None, 1)


def test_hours_that_have_run_out_are_not_paused(tax):
    at = noon(date(2026, 11, 16))
    duty = duty_with("h", 2, at.date(), bearer=tax, at=at)

    with pytest.raises(Refused):
        pause_duty(duty, at=at + timedelta(hours=2, seconds=1), reason="r")


def test_a_pause_stands_in_the_history_with_its_reason(tax):
    duty = duty_with("wd", 20, date(2026, 9, 21), bearer=tax)

    paused_and_resumed(duty, noon(date(2026, 9, 24)), noon(date(2026, 10, 8)))

    steps = duty.steps.order_by("pk").values_list("verb", "on", "reason", "due_before", "due_after")
    assert list(steps) == [
        ("pause", date(2026, 9, 24), "Expert opinion", None, None),
        ("resume", date(2026, 10, 8), "", date(2026, 10, 26), date(2026, 10, 30)),
    ]
