"""Reporting periods: a month, a quarter, a half-year, a year, and by when one reports (rules 9a)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tasks.enums import Period

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
LETTERS = {Period.MONTH: "-", Period.QUARTER: "Q", Period.HALF_YEAR: "H"}
LONGEST_PERIOD = 120  # months
MOST_TIMES = 366  # in a period
KEY = re.compile(r"(?P<year>\d{4})(?:(?P<letter>[-QH])(?P<number>\d{1,2}))?")


@dataclass(frozen=True)
class Span:
    """A period. key: "2026-11", "2026Q4", "2026H2" or "2026"; first, last: its days."""

    key: str
    first: date
    last: date

    def due_on(self, due_day: int) -> date:
        """That day of its last month, or the month's last."""
        return self.last.replace(day=min(due_day, self.last.day))

    @property
    def period(self) -> Period:
        """How long it is."""
        length = self.last.month - self.first.month + 1
        return next(period for period, months in MONTHS.items() if months == length)

    @property
    def before(self) -> "Span":
        return span_of(self.first - timedelta(days=1), self.period)

    @property
    def words(self) -> str:
        """As people say it."""
        half = _("first half of %(year)d") if self.first.month == 1 else _("second half of %(year)d")
        forms = {
            Period.HALF_YEAR: half,
            Period.MONTH: _("month %(number)d of %(year)d"),
            Period.QUARTER: _("quarter %(number)d of %(year)d"),
            Period.YEAR: _("the year %(year)d"),
        }
        number = (self.first.month - 1) // MONTHS[self.period] + 1
        return forms[self.period] % {"number": number, "year": self.first.year}


def span_of(day: date, period: Period) -> Span:
    """The period of that length in which a day lies."""
    months = MONTHS[period]
    number = (day.month - 1) // months + 1
    return _span(day.year, period, number)


def spell_of(day: date, months: int, *, since: date) -> Span:
    """The period of so many months in which a day lies: of the calendar where a year holds a whole number of them, else
    counted from January of the year of `since`."""
    for period, length in MONTHS.items():
        if length == months:
            return span_of(day, period)
    january = since.year * 12
    first = january + (day.year * 12 + day.month - 1 - january) // months * months
    (year, month), (last_year, last_month) = divmod(first, 12), divmod(first + months - 1, 12)
    key = f"{year}-{last_year}" if months % 12 == 0 else f"{year}-{month + 1:02}+{months}"
    last = date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    return Span(key, date(year, month + 1, 1), last)


def has_key(months: int) -> bool:
    """Whether the key of a period of so many months fits: two digits, or whole years."""
    return 1 <= months <= LONGEST_PERIOD and (months < 100 or months % 12 == 0)


def span_named(key: str) -> Span:
    """The period of a key. Raises ValueError for what is none."""
    found = KEY.fullmatch(key)
    if not found:
        raise ValueError(f"{key} names no period")
    period = {letter: period for period, letter in LETTERS.items()}.get(found["letter"], Period.YEAR)
    number = int(found["number"] or 1)
    if not 1 <= number <= 12 // MONTHS[period]:
        raise ValueError(f"{key} names no period")
    return _span(int(found["year"]), period, number)


def _span(year: int, period: Period, number: int) -> Span:
    months = MONTHS[period]
    last = number * months
    names = {Period.MONTH: f"{year}-{number:02}", Period.YEAR: f"{year}"}
    key = names.get(period) or f"{year}{LETTERS[period]}{number}"
    return Span(key, date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1]))
