"""When the official calendar of a year arrives: the clocks that were counted Monday to Friday end on other days."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel import audit
from kernel.services.calendar import on_year_loaded
from obligations import deadlines
from obligations.deadlines import MOVABLE
from obligations.enums import UNSETTLED, DutyState, LimitUnit
from obligations.models import Obligation
from obligations.reminders import reschedule_from
from obligations.sql import statement


def recompute(year: int, *, by, at: datetime | None = None) -> int:
    """Compute anew what is not settled and ends in `year` or the December before; returns how many days have moved.

    Runs within the transaction that loads the year, and leaves one entry in the trail beside the lines of history.
    A paused clock has no end to move: it is counted anew when it runs again.
    """
    at = at or timezone.now()
    rows: Any = Obligation.objects.filter(
        state__in=UNSETTLED - {DutyState.PAUSED}, unit__in=MOVABLE, due_at=None, due_on__gte=date(year - 1, 12, 1)
    )
    found = rows.order_by().values_list("counted_from", "amount", "unit").distinct()
    clocks = [deadlines.run(amount, LimitUnit(unit), starts_on=day) for day, amount, unit in found]
    facts = {
        "counted_from": [clock.counted_from for clock in clocks],
        "amounts": [clock.amount for clock in clocks],
        "units": [clock.unit.value for clock in clocks],
        "due_on": [clock.due_on for clock in clocks],
        "provisional": [clock.is_provisional for clock in clocks],
        "at": at, "today": timezone.localdate(at), "by": by and by.pk,
        "basis": _("Official calendar of %(year)s") % {"year": year},
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("recompute"), facts)
        moved = cursor.fetchone()[0]
    reschedule_from(date(year - 1, 12, 1), at=at)
    audit.note("duties_recomputed", year, count=moved)
    return moved


def register() -> None:
    on_year_loaded(recompute)
