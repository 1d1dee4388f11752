"""Clocks counted slowly, day by day, from the notices themselves: what the portal's own counting is held against."""

import csv
from datetime import date, timedelta
from functools import cache

from django.conf import settings

ONE = timedelta(days=1)
LAST_OFFICIAL = 2026


@cache
def _notices() -> tuple[set[date], set[date]]:
    free: set[date] = set()
    worked: set[date] = set()
    (table,) = (settings.BASE_DIR / "kernel" / "data").glob("holidays-*.csv")
    with table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for days, text in ((free, row["holidays"]), (worked, row["makeups"])):
                for span in text.split():
                    ends = [date.fromisoformat(end) for end in span.split("/")]
                    days |= {ends[0] + n * ONE for n in range((ends[-1] - ends[0]).days + 1)}
    return free, worked


def works(day: date) -> bool:
    free, worked = _notices()
    return day in worked or (day not in free and day.isoweekday() < 6)


def walk(day: date, n: int) -> date:
    """The n-th working day after (before) a day."""
    while n:
        day += ONE if n > 0 else -ONE
        if works(day):
            n += -1 if n > 0 else 1
    return day


def count(after: date, until: date) -> int:
    """The working days after one day, up to and with another."""
    return sum(works(after + n * ONE) for n in range(1, (until - after).days + 1))


def by_months(day: date, n: int) -> date:
    """The same number of the day n months on, or the month's last day."""
    number, month = day.day, day.replace(day=1)
    for _ in range(abs(n)):
        month = month - ONE if n < 0 else month + 31 * ONE
        month = month.replace(day=1)
    found = month
    while (found + ONE).month == month.month and found.day < number:
        found += ONE
    return found


def off_rest_days(day: date, *, back: bool) -> date:
    while not works(day):
        day += -ONE if back else ONE
    return day


def end_of(day: date, months: int) -> date:
    """The last day of the quarter or year that a day lies in."""
    while (day + ONE).day != 1 or (day + ONE).month % months != 1:
        day += ONE
    return day


def due(amount: int, unit: str, starts_on: date) -> date:
    """Until when: a limit of working days, calendar days, months, or within a quarter or a year."""
    if unit == "wd":
        return walk(starts_on, amount)
    if unit in {"quarter", "year"}:
        return end_of(starts_on, {"quarter": 3, "year": 12}[unit])
    last = starts_on + amount * ONE if unit == "cd" else by_months(starts_on, amount)
    return off_rest_days(last, back=amount < 0)
