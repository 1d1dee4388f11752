"""Until when: limits at the borders of the calendar, and any limit against a slow count day by day (rules 12)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kernel.errors import Refused
from obligations import deadlines
from obligations.enums import LimitUnit
from obligations.kinds import kinds
from tests.obligations import slow_calendar

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
D = date.fromisoformat
UNITS = ["wd", "cd", "month", "quarter", "year"]
days = st.dates(date(2005, 1, 1), date(2030, 12, 31))
counted = [kind for kind in kinds() if not kind.has_hours and kind.unit != LimitUnit.GIVEN_DAY]
bounded = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def due(amount: int, unit: str, starts_on: str) -> str:
    return deadlines.run(amount, LimitUnit(unit), starts_on=D(starts_on)).due_on.isoformat()


@pytest.mark.parametrize(
    ("amount", "unit", "starts_on", "ends_on"),
    [
        (20, "wd", "2026-09-21", "2026-10-26"),  # worked examples of the rules
        (7, "wd", "2026-09-21", "2026-10-08"),  # …
        (7, "wd", "2026-02-12", "2026-02-28"),  # … a Saturday that is worked
        (1, "wd", "2026-02-13", "2026-02-14"),  # the Saturday before the Spring Festival is worked
        (1, "wd", "2026-02-14", "2026-02-24"),  # over the festival
        (1, "wd", "2026-02-18", "2026-02-24"),  # an event within it
        (2, "cd", "2026-02-12", "2026-02-14"),  # calendar days end on a Saturday that is worked
        (3, "cd", "2026-02-12", "2026-02-24"),  # … on the first day of the festival
        (15, "cd", "2026-09-25", "2026-10-10"),  # … on the Saturday worked for the National Day
        (15, "cd", "2026-09-26", "2026-10-12"),  # … on a Sunday
        (90, "cd", "2026-01-05", "2026-04-07"),  # … at the Tomb-Sweeping Festival
        (0, "wd", "2026-02-18", "2026-02-18"),
        (0, "cd", "2026-02-18", "2026-02-24"),
        (1, "month", "2026-01-31", "2026-02-28"),  # no 31st; the Saturday is worked
        (1, "month", "2026-03-31", "2026-04-30"),
        (3, "month", "2025-11-30", "2026-02-28"),
        (1, "month", "2026-01-15", "2026-02-24"),  # the 15th is a holiday
        (24, "month", "2024-02-29", "2026-02-28"),
        (36, "month", "2023-07-05", "2026-07-06"),  # a Sunday
        (-7, "wd", "2026-10-08", "2026-09-21"),  # before an event, over two holidays
        (-7, "wd", "2026-10-03", "2026-09-21"),  # … an event on a holiday
        (-30, "cd", "2026-03-17", "2026-02-14"),  # the holiday's first day moves back, so that no time is lost
        (-30, "cd", "2026-11-17", "2026-10-16"),  # a Sunday moves to the Friday
        (-3, "month", "2026-05-31", "2026-02-28"),
        (-3, "month", "2026-05-17", "2026-02-14"),
        (1, "quarter", "2026-01-01", "2026-03-31"),
        (1, "quarter", "2026-02-28", "2026-03-31"),
        (1, "quarter", "2026-12-31", "2026-12-31"),
        (1, "quarter", "2026-09-30", "2026-09-30"),
        (1, "year", "2026-01-01", "2026-12-31"),
        (1, "year", "2026-12-31", "2026-12-31"),
        (1, "year", "2023-05-05", "2023-12-31"),  # a Sunday: the period ends with itself
    ],
)
def test_at_the_borders_of_the_calendar(amount, unit, starts_on, ends_on):
    assert due(amount, unit, starts_on) == ends_on


@pytest.mark.parametrize(
    ("amount", "unit", "starts_on", "ends_on", "is_provisional"),
    [
        (1, "wd", "2026-12-30", "2026-12-31", False),
        (1, "wd", "2026-12-31", "2027-01-01", True),  # Monday to Friday, until the notice comes
        (3, "wd", "2026-12-30", "2027-01-04", True),
        (1, "cd", "2026-12-31", "2027-01-01", True),
        (1, "month", "2026-12-31", "2027-02-01", True),
        (-3, "wd", "2027-01-04", "2026-12-30", True),  # it begins in the unknown year
        (-10, "cd", "2027-01-05", "2026-12-25", True),
    ],
)
def test_a_year_end_into_a_year_without_a_notice(amount, unit, starts_on, ends_on, is_provisional):
    clock = deadlines.run(amount, LimitUnit(unit), starts_on=D(starts_on))

    assert (clock.due_on.isoformat(), clock.is_provisional) == (ends_on, is_provisional)


@pytest.mark.parametrize(
    ("hours", "begins", "ends", "ends_on"),
    [
        (2, "2026-11-20T21:59:59+08:00", "2026-11-20T23:59:59+08:00", "2026-11-20"),
        (2, "2026-11-20T22:00:00+08:00", "2026-11-21T00:00:00+08:00", "2026-11-21"),
        (24, "2026-11-20T23:30:00+08:00", "2026-11-21T23:30:00+08:00", "2026-11-21"),  # no rest on a Saturday
        (24, "2026-02-15T10:00:00+08:00", "2026-02-16T10:00:00+08:00", "2026-02-16"),  # nor at the festival
        (2, "2026-12-31T15:30:00+00:00", "2027-01-01T01:30:00+08:00", "2027-01-01"),  # the day is that of the place
    ],
)
def test_hours_run_on_the_clock(hours, begins, ends, ends_on):
    at = datetime.fromisoformat(begins)

    clock = deadlines.run(hours, LimitUnit.HOURS, starts_on=at.astimezone(SHANGHAI).date(), at=at)

    assert (clock.due_at, clock.due_on, clock.is_provisional) == (datetime.fromisoformat(ends), D(ends_on), False)


def test_hours_begin_at_a_time():
    with pytest.raises(ValueError):
        deadlines.run(2, LimitUnit.HOURS, starts_on=date(2026, 1, 5))


@pytest.mark.parametrize(("amount", "unit"), [(1, "wd"), (40, "cd"), (1, "month")])
def test_where_the_calendar_ends_there_is_no_clock(amount, unit):
    with pytest.raises(Refused):
        deadlines.run(amount, LimitUnit(unit), starts_on=date(2036, 12, 31))


def test_a_given_day_is_not_moved_by_the_calendar():
    clock = deadlines.given(date(2026, 10, 3), starts_on=date(2026, 9, 1))

    assert (clock.due_on, clock.amount, clock.unit) == (date(2026, 10, 3), None, "day")
    with pytest.raises(Refused):
        deadlines.given(date(2040, 1, 1), starts_on=date(2026, 9, 1))


@bounded
@example(day=date(2026, 2, 14), amount=1, unit="wd")
@example(day=date(2006, 12, 29), amount=1, unit="wd")  # worked for a holiday of the next year
@example(day=date(2026, 12, 31), amount=1, unit="month")
@given(day=days, amount=st.integers(-60, 90), unit=st.sampled_from(UNITS))
def test_any_clock_is_as_counted_day_by_day(day, amount, unit):
    amount = amount // 8 if unit == "month" else amount

    clock = deadlines.run(amount, LimitUnit(unit), starts_on=day)

    ends_on = slow_calendar.due(amount, unit, day)
    is_open = unit in {"wd", "cd", "month"} and max(day, ends_on).year > slow_calendar.LAST_OFFICIAL
    assert (clock.due_on, clock.is_provisional) == (ends_on, is_open)


@bounded
@given(day=days, kind=st.sampled_from(counted))
def test_a_limit_before_an_event_ends_before_it_and_one_after_it_does_not(day, kind):
    clock = deadlines.run(kind.amount, kind.unit, starts_on=day)

    assert (clock.due_on < day) == (kind.amount < 0)
    assert kind.unit in {"quarter", "year"} or slow_calendar.works(clock.due_on)


@bounded
@given(begins=st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)), hours=st.integers(0, 200))
def test_hours_are_as_counted_one_by_one(begins, hours):
    at = slow = begins.replace(tzinfo=SHANGHAI)
    for _ in range(hours):
        slow += timedelta(hours=1)

    clock = deadlines.run(hours, LimitUnit.HOURS, starts_on=at.date(), at=at)

    assert (clock.due_at, clock.due_on) == (slow, slow.date())
