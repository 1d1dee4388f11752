"""Limits are counted over the official calendar (rules 12)."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel import workdays
from kernel.errors import Refused
from kernel.models import CalendarYear, Day
from kernel.workdays import Unit

pytestmark = pytest.mark.django_db
D = date.fromisoformat


def works(day: date) -> bool:
    """The slow reference: the library where it knows the year, Monday to Friday after it."""
    return chinese_calendar.is_workday(day) if day.year <= 2026 else day.isoweekday() < 6


def walk(day: date, n: int) -> date:
    """Count the working days one by one."""
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not works(day):
            day += step
    return day


def test_every_seeded_day_is_as_the_library_says():
    seeded = dict(Day.objects.filter(day__year__lte=2026).values_list("day", "is_working"))

    assert seeded == {day: works(day) for day in seeded}
    assert (min(seeded), max(seeded), len(seeded)) == (date(2004, 1, 1), date(2026, 12, 31), 8401)


def test_the_years_of_the_notices_are_official_and_the_rest_is_provisional():
    years = dict(CalendarYear.objects.values_list("year", "status"))

    assert years == {year: "official" if year <= 2026 else "provisional" for year in range(2004, 2037)}


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-09-21", 20, "2026-10-26"),  # worked examples of the rules
        ("2026-09-21", 7, "2026-10-08"),  # …
        ("2026-02-12", 7, "2026-02-28"),  # a Saturday that is worked
        ("2026-02-13", 1, "2026-02-14"),  # the Saturday before the Spring Festival
        ("2026-02-14", 1, "2026-02-24"),  # over the festival
        ("2026-02-18", 1, "2026-02-24"),  # an event within it
        ("2026-02-18", -1, "2026-02-14"),  # before it
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-12-31", 1, "2027-01-01"),  # into a year whose holidays nobody knows yet
        ("2026-12-31", 2, "2027-01-04"),
        ("2006-12-29", 1, "2006-12-30"),  # the Saturday worked for the next year's New Year
        ("2026-10-10", 0, "2026-10-10"),
        ("2026-10-03", 0, "2026-10-03"),
    ],
)
def test_working_days_leave_out_the_day_of_the_event(day, n, expected):
    assert workdays.add_working_days(D(day), n) == D(expected)


@pytest.mark.parametrize(
    ("day", "amount", "unit", "expected"),
    [
        ("2026-09-25", 7, Unit.CALENDAR_DAYS, "2026-10-08"),  # the 2nd of October is free
        ("2026-09-01", 15, Unit.CALENDAR_DAYS, "2026-09-16"),
        ("2026-02-07", 7, Unit.CALENDAR_DAYS, "2026-02-14"),  # a Saturday, but worked
        ("2026-01-31", 1, Unit.MONTHS, "2026-02-28"),  # no 31st: the month's last day, which is worked
        ("2027-11-30", 3, Unit.MONTHS, "2028-02-29"),
        ("2026-08-31", 1, Unit.MONTHS, "2026-09-30"),
        ("2026-11-15", 2, Unit.MONTHS, "2027-01-15"),
        ("2026-07-01", 3, Unit.MONTHS, "2026-10-08"),
        ("2026-11-02", -30, Unit.CALENDAR_DAYS, "2026-09-30"),  # the 3rd of October is free: earlier, not later
        ("2026-12-31", -3, Unit.MONTHS, "2026-09-30"),
        ("2026-09-21", 20, Unit.WORKING_DAYS, "2026-10-26"),
        ("2026-10-03", 0, Unit.CALENDAR_DAYS, "2026-10-08"),
    ],
)
def test_a_last_day_that_is_free_moves(day, amount, unit, expected):
    assert workdays.due(D(day), amount, unit) == D(expected)


@given(st.dates(date(2004, 3, 1), date(2035, 1, 1)), st.integers(-30, 60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_and_walking_agree(day, n):
    reached = workdays.add_working_days(day, n)

    assert reached == walk(day, n)
    if n > 0:
        assert workdays.count_working_days(day, reached) == n
    assert workdays.next_working_day(day) == (day if works(day) else walk(day, 1))
    assert workdays.previous_working_day(day) == (day if works(day) else walk(day, -1))


def test_what_reaches_into_an_unknown_year_is_provisional():
    assert workdays.is_provisional(date(2026, 12, 30), date(2027, 1, 4))
    assert not workdays.is_provisional(date(2026, 12, 30), date(2026, 12, 31))


def test_the_calendar_says_where_it_ends():
    with pytest.raises(Refused, match="2003-12-31"):
        workdays.is_working(date(2003, 12, 31))
    with pytest.raises(Refused):
        workdays.add_working_days(date(2036, 12, 30), 5)


def test_counting_takes_two_questions(django_assert_num_queries):
    with django_assert_num_queries(2):
        workdays.add_working_days(date(2026, 2, 12), 250)
