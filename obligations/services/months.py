"""A month of what a unit owes, day by day, on the official calendar."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.errors import Refused
from kernel.models import Day
from kernel.workdays import add_months
from obligations.deadlines import soon_days
from obligations.enums import OWED, DutyState
from obligations.lights import Light, light
from obligations.models import Obligation

SHOWN = 4  # duties of a day; the others stand in the list
TO_DO, HANDED_IN = OWED | {DutyState.PAUSED}, {DutyState.SUBMITTED}
FIRST_THINGS = Case(When(state__in=TO_DO, then=Value(0)), When(state__in=HANDED_IN, then=Value(1)), default=Value(2))


@dataclass(frozen=True)
class Month:
    """first: its first day."""

    first: date

    @classmethod
    def of(cls, text: str, *, today: date) -> "Month":
        """ "2026-11"; the month of `today` for anything else."""
        if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text, re.ASCII):
            return cls(today.replace(day=1))
        return cls(date.fromisoformat(f"{text}-01"))

    def __str__(self):
        return f"{self.first:%Y-%m}"

    @property
    def previous(self) -> "Month":
        return Month(add_months(self.first, -1))

    @property
    def next(self) -> "Month":
        return Month(add_months(self.first, 1))

    @property
    def weeks(self) -> tuple[date, date]:
        """The Monday of its first week and the Sunday of its last."""
        last = self.next.first - timedelta(days=1)
        return self.first - timedelta(days=self.first.weekday()), last + timedelta(days=6 - last.weekday())

    def holds(self, day: date) -> bool:
        return (day.year, day.month) == (self.first.year, self.first.month)


@dataclass(frozen=True)
class Cell:
    """A day with its duties: those to be done first.

    more: how many are not shown.  tab: the part of the list of duties in which the first of these stands.
    """

    day: Day
    is_inside: bool
    duties: list[tuple[Obligation, Light]]
    more: int = 0
    tab: str = ""


def weeks_of(month: Month, *, by, at: datetime) -> list[list[Cell]]:
    """What the acting unit owes or has owed, by due day, in weeks from Monday to Sunday; three queries, at most SHOWN
    duties a day. Raises Refused for a month that the calendar does not reach.
    """
    first, last = month.weeks
    days = list(Day.objects.filter(day__range=(first, last)).order_by("day"))
    if len(days) != (last - first).days + 1:
        raise Refused(_("The calendar of working days does not reach that far."))
    soon = soon_days(by.region_path, on=timezone.localdate(at))
    found = {day: list(rows) for day, rows in groupby(_duties(by, first, last), key=lambda duty: duty.due_on)}
    cells = [_cell(day, found.get(day.day, []), month, at=at, soon=soon) for day in days]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _duties(by, first: date, last: date):
    """At most SHOWN of each day, with how many there are of it."""
    day = F("due_on")
    order = [FIRST_THINGS.asc(), F("due_at").asc(nulls_last=True), F("pk").asc()]
    rows = Obligation.objects.shared_with(by).filter(due_on__range=(first, last))
    counted = rows.annotate(
        place=Window(RowNumber(), partition_by=day, order_by=order),
        of_day=Window(Count("pk"), partition_by=day),
        to_do=Window(Count("pk", filter=Q(state__in=TO_DO)), partition_by=day),
        handed_in=Window(Count("pk", filter=Q(state__in=HANDED_IN)), partition_by=day),
    )
    return counted.filter(place__lte=SHOWN).order_by("due_on", "place")


def _cell(day: Day, duties: list, month: Month, *, at: datetime, soon: int) -> Cell:
    shown = [(duty, light(duty, at=at, soon=soon)) for duty in duties]
    is_inside = month.holds(day.day)
    if not duties or duties[0].of_day <= SHOWN:
        return Cell(day, is_inside, shown)
    to_do, handed_in = duties[0].to_do, duties[0].handed_in
    tab = "owed" if to_do > SHOWN else "submitted" if to_do + handed_in > SHOWN else "closed"
    return Cell(day, is_inside, shown, more=duties[0].of_day - SHOWN, tab=tab)
