"""When messages may leave the portal (rules 9a; the inbox is always up to date)."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from kernel.workdays import is_working

FIRST, LAST = time(8), time(20)  # none in the evening, at night, or on a rest day
DIGEST_AT = time(8, 30)
MOST_IMMEDIATE = 3  # a person and day
REACH = timedelta(days=14)  # longer than any row of rest days; what is older is no news after an outage or at the start
UNOPENED_WORKING_DAYS = 2  # after which a unit's leader sees what nobody has opened


def may_send(at: datetime) -> bool:
    now = timezone.localtime(at)
    return FIRST <= now.time() < LAST and is_working(now.date())


def is_digest_time(at: datetime) -> bool:
    """From 08:30 of a working day on, so that an outage in the morning is made up for on the same day."""
    return may_send(at) and timezone.localtime(at).time() >= DIGEST_AT
