"""Periods and days of self-inspections (rules 3.1)."""

import calendar
from dataclasses import dataclass
from datetime import date

from inspections.enums import SelfInspectionKind

QUARTERS = range(1, 5)


@dataclass(frozen=True)
class Occasion:
    """A period in which institutions inspect themselves; without a programme's own days its last day is due."""

    kind: str
    period: str
    starts_on: date
    due_on: date


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def quarter(year: int, number: int) -> Occasion:
    last = 3 * number
    days = calendar.monthrange(year, last)[1]
    first, end = date(year, last - 2, 1), date(year, last, days)
    return Occasion(SelfInspectionKind.DAILY, f"{year}Q{number}", first, end)


def occasions_of(year: int) -> list[Occasion]:
    """What a year asks for: a daily one each quarter, and a full one."""
    full = Occasion(SelfInspectionKind.FULL, str(year), date(year, 1, 1), date(year, 12, 31))
    return [*(quarter(year, number) for number in QUARTERS), full]
