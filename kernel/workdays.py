"""Working days: how limits in working days, calendar days and months are counted (rules 12).

Counting leaves out the day of the event. The State Council's notice of each year says which weekdays are free and which
weekend days are worked in exchange; a year without its notice counts Monday to Friday and is provisional.
"""

import calendar
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kernel.errors import Refused
from kernel.models import Day


class Unit(TextChoices):
    """What a limit is counted in; clocks of hours are counted on the clock, not here."""

    WORKING_DAYS = "wd", pgettext_lazy("unit", "working days")
    CALENDAR_DAYS = "cd", pgettext_lazy("unit", "calendar days")
    MONTHS = "month", pgettext_lazy("unit", "months")


def is_working(day: date) -> bool:
    return _known(day).is_working


def is_provisional(*days: date) -> bool:
    """Whether any of the days lies in a year whose notice is not loaded: what was computed from it may still move."""
    return any(_known(day).is_provisional for day in days)


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`, which is not counted itself; a negative n counts before it, 0 is `day`."""
    if n == 0:
        return day
    start = _known(day)
    if n > 0:
        return _numbered(start.working_ordinal + n)
    return _numbered(start.working_ordinal + n + (not start.is_working))


def next_working_day(day: date) -> date:
    """`day` itself where it is a working day, otherwise the first one after it."""
    return day if is_working(day) else add_working_days(day, 1)


def previous_working_day(day: date) -> date:
    """`day` itself where it is a working day, otherwise the last one before it."""
    return day if is_working(day) else add_working_days(day, -1)


def count_working_days(after: date, until: date) -> int:
    """How many working days lie after `after`, up to and with `until`: what a paused clock has left."""
    return _known(until).working_ordinal - _known(after).working_ordinal


def due(day: date, amount: int, unit: Unit) -> date:
    """The last day of a limit that begins with an event on `day`.

    A last day of calendar days or months that is a rest day moves to the next working day (Civil Code 201 to 203). A
    negative amount is a limit before the event: its last day moves to the working day before, so that no time is lost.
    """
    if unit == Unit.WORKING_DAYS:
        return add_working_days(day, amount)
    last = day + timedelta(days=amount) if unit == Unit.CALENDAR_DAYS else add_months(day, amount)
    return next_working_day(last) if amount >= 0 else previous_working_day(last)


def add_months(day: date, n: int) -> date:
    """The same day `n` months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _known(day: date) -> Day:
    found = Day.objects.filter(pk=day).first()
    if found is None:
        raise Refused(_("The calendar of working days does not reach %(day)s.") % {"day": day.isoformat()})
    return found


def _numbered(ordinal: int) -> date:
    found = Day.objects.filter(working_ordinal=ordinal, is_working=True).first()
    if found is None:
        raise Refused(_("The calendar of working days does not reach that far."))
    return found.day
