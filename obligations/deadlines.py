"""Until when: the day that a limit ends, with the amount that holds in the region on that day (rules 12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models.functions import Length
from django.utils import timezone

from agencies.models.region import STEP
from kernel import workdays
from obligations.enums import LimitUnit
from obligations.kinds import Kind, kind_of
from obligations.models import LimitOverride

MOVABLE = frozenset({LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS, LimitUnit.MONTHS})  # by the official calendar
MONTHS_OF = {LimitUnit.QUARTERS: 3, LimitUnit.YEARS: 12}


@dataclass(frozen=True)
class Clock:
    """Where a limit begins, how long it is, and so when it ends.

    counted_from: the day of the event, which is not counted.  due_at: of a clock of hours only.
    """

    counted_from: date
    amount: int | None
    unit: LimitUnit
    due_on: date
    due_at: datetime | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class Limit:
    """An amount of a kind's unit, as it holds below `prefix` of the region tree. override: whose amount it is."""

    prefix: str
    amount: int
    override_id: int | None = None


def limits(kind: Kind, *, on: date) -> list[Limit]:
    """The kind's own limit first, then those of the regions that hold on that day, one each."""
    rows = LimitOverride.objects.filter(kind=kind.key, valid_from__lte=on).order_by("region_path", "valid_from")
    latest = {row.region_path: Limit(row.region_path, row.amount, row.pk) for row in rows}
    return list(({"": Limit("", kind.amount)} | latest).values())


def limit_for(key: str, region_path: str, *, on: date) -> Limit:
    """The limit of a kind that holds at a place on a day: that of the smallest territory around it."""
    return smallest(limits(kind_of(key), on=on), region_path)


def overrides_at(region_path: str, *, on: date) -> dict[str, LimitOverride]:
    """{kind: the regional limit that holds at a place on a day}, of the kinds that have one there."""
    around = [region_path[:length] for length in range(STEP, len(region_path) + 1, STEP)]
    rows = LimitOverride.objects.filter(region_path__in=around, valid_from__lte=on)
    return {row.kind: row for row in rows.order_by(Length("region_path"), "valid_from")}


def smallest(found: Iterable[Limit], region_path: str) -> Limit:
    around = [limit for limit in found if region_path.startswith(limit.prefix)]
    return max(around, key=lambda limit: len(limit.prefix))


def run(amount: int, unit: LimitUnit, *, starts_on: date, at: datetime | None = None) -> Clock:
    """The clock of a limit that begins with an event on `starts_on`, or for hours at `at`.

    Days are counted without the day of the event; a last day of calendar days or months that is a rest day moves to
    the next working day, before an event to the one before. A limit a quarter or a year ends with the period itself.
    Raises Refused beyond the calendar.
    """
    if unit == LimitUnit.HOURS:
        if at is None:
            raise ValueError("a clock of hours begins at a time")
        due_at = at + timedelta(hours=amount)
        return Clock(starts_on, amount, unit, timezone.localdate(due_at), due_at)
    if unit in MONTHS_OF:
        return Clock(starts_on, amount, unit, end_of_period(starts_on, MONTHS_OF[unit]))
    due_on = workdays.due(starts_on, amount, workdays.Unit(unit.value))
    return Clock(starts_on, amount, unit, due_on, is_provisional=workdays.is_provisional(starts_on, due_on))


def given(due_on: date, *, starts_on: date) -> Clock:
    """A day that a plan or a person has set; the calendar does not move it. Raises Refused beyond the calendar."""
    workdays.is_working(due_on)
    return Clock(starts_on, None, LimitUnit.GIVEN_DAY, due_on)


def end_of_period(day: date, months: int) -> date:
    """The last day of the quarter (3) or year (12) that holds `day`."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return workdays.add_months(first, months) - timedelta(days=1)


def soon_days(region_path: str, *, on: date) -> int:
    """Within how many days a duty counts as due soon there (ux 4; the dated setting `light.soon`)."""
    return limit_for("light.soon", region_path, on=on).amount
