"""When registrations end and their extension is owed; how often doctors are assessed (rules 2.5, 12)."""

from datetime import date, timedelta

from kernel import workdays
from practitioners.enums import YEARS_OF

RENEWAL = "nurse.renew"
OPENED_BEFORE = 3  # months before a registration ends, its extension is owed: two months before the day it is due

ASSESSED_EVERY = 3  # years
SUSPENDED = (3, 6)  # months, of who has failed


def last_day(profession: str, valid_from: date) -> date | None:
    """Until when a registration of this profession holds by law; None without an end."""
    years = YEARS_OF.get(profession)  # type: ignore[call-overload]
    return workdays.add_months(valid_from, 12 * years) - timedelta(days=1) if years else None


def opened_until(day: date) -> date:
    """On that day the extension of what ends by then is owed."""
    return workdays.add_months(day, OPENED_BEFORE)


def next_assessment(last: date) -> date:
    """By when the next one is to be held."""
    return workdays.add_months(last, 12 * ASSESSED_EVERY)


def suspension_of(failed_on: date) -> tuple[date, date]:
    """Its last day lies between these two."""
    shortest, longest = SUSPENDED
    return workdays.add_months(failed_on, shortest), workdays.add_months(failed_on, longest)
