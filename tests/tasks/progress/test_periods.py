"""Periods by their days and by their names."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tasks.enums import Period
from tasks.periods import span_named, span_of


@pytest.mark.parametrize(
    ("day", "period", "key", "first", "last"),
    [
        ("2026-11-20", Period.MONTH, "2026-11", "2026-11-01", "2026-11-30"),
        ("2026-11-20", Period.QUARTER, "2026Q4", "2026-10-01", "2026-12-31"),
        ("2026-11-20", Period.HALF_YEAR, "2026H2", "2026-07-01", "2026-12-31"),
        ("2026-11-20", Period.YEAR, "2026", "2026-01-01", "2026-12-31"),
        ("2028-02-29", Period.MONTH, "2028-02", "2028-02-01", "2028-02-29"),
        ("2026-06-30", Period.HALF_YEAR, "2026H1", "2026-01-01", "2026-06-30"),
    ],
)
def test_the_period_of_a_day(day, period, key, first, last):
    span = span_of(date.fromisoformat(day), period)

    assert (span.key, span.first.isoformat(), span.last.isoformat()) == (key, first, last)


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), period=st.sampled_from(Period))
def test_a_period_is_known_by_its_name_and_follows_the_one_before(day, period):
    span = span_of(day, period)

    assert span_named(span.key) == span
    assert span.first <= day <= span.last
    assert span.before.last == span.first - timedelta(days=1)
    assert (span.period, span.before.period) == (period, period)


@pytest.mark.parametrize(
    ("key", "words"),
    [("2026-11", "2026 年 11 月"), ("2026Q4", "2026 年第 4 季度"), ("2026H1", "2026 年上半年"), ("2026", "2026 年")],
)
def test_a_period_in_words(key, words):
    with translation.override("zh-hans"):
        assert span_named(key).words == words


@pytest.mark.parametrize(("due_day", "due_on"), [(25, "2026-02-25"), (28, "2026-02-28"), (31, "2026-02-28")])
def test_the_due_day_is_one_of_the_last_month(due_day, due_on):
    assert span_named("2026-02").due_on(due_day).isoformat() == due_on


@pytest.mark.parametrize("key", ["", "2026Q5", "2026-13", "2026H0", "2026-", "26Q1", "2026Q", "x", "2026Q4 "])
def test_what_names_no_period(key):
    with pytest.raises(ValueError, match="names no period"):
        span_named(key)
