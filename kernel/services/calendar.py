"""Loading the State Council's notice of a year."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kernel.errors import Refused
from kernel.models import CalendarYear, DayKind, YearStatus

AHEAD = 10  # years after the last official one are kept, Monday to Friday
_after_loading: dict[str, Callable] = {}


def on_year_loaded(handler: Callable) -> None:
    """Have `handler(year, by=…)` called in the transaction of every load, when the days have been numbered anew.

    Registered by apps in ready(), once for each handler's module and name.
    """
    _after_loading[f"{handler.__module__}.{handler.__qualname__}"] = handler


@transaction.atomic
def load_year(
    year: int, holidays: Mapping[date, str], makeups: Mapping[date, str], *, by, source: str, correct: bool = False
) -> int:
    """Put the official calendar of a year in place of the provisional one; returns how many days have changed.

    What depends on the days follows in the same transaction (on_year_loaded).

    holidays, makeups: free days and weekend days worked in exchange, each with the name of the holiday; the notice may
    reach into the December before.  source: the notice's number.  correct: the year is official already and the
    notice was amended.
    Raises PermissionDenied, and Refused for a year that is official or not the next one, or for days that cannot be.
    """
    if not by.has_perm("kernel.load_calendar"):
        raise PermissionDenied
    years = {row.year: row for row in CalendarYear.objects.select_for_update().order_by("year")}  # one load at a time
    row = years.get(year) or _next_year(year, years)
    if row.status == YearStatus.OFFICIAL and not correct:
        raise Refused(_("The calendar of %(year)s is official already.") % {"year": year})
    row.status, row.source = YearStatus.OFFICIAL, source
    row.days = _checked(year, holidays, makeups)
    row.save()
    _keep_ahead(last=max(years))
    changed = compute_days()
    for handler in _after_loading.values():
        handler(year, by=by)
    return changed


def compute_days() -> int:
    """Number the days anew from the years; returns how many have changed (migration 0002)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_compute_days()")
        return cursor.fetchone()[0]


def _next_year(year: int, years: dict) -> CalendarYear:
    if year != max(years) + 1:
        raise Refused(
            _("The calendar holds the years %(first)s to %(last)s.") % {"first": min(years), "last": max(years)}
        )
    return CalendarYear(year=year)


def _checked(year: int, holidays: Mapping[date, str], makeups: Mapping[date, str]) -> list[dict]:
    """The days as CalendarYear keeps them."""
    if not holidays:
        raise Refused(_("The calendar of a year names its holidays."))
    kinds = dict.fromkeys(holidays, DayKind.HOLIDAY) | dict.fromkeys(makeups, DayKind.MAKEUP)
    for day in sorted(kinds):
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            raise Refused(_("%(day)s does not belong to %(year)s.") % {"day": day, "year": year})
        if day in holidays and day in makeups:
            raise Refused(_("%(day)s is named as free and as worked.") % {"day": day})
        if day in makeups and day.isoweekday() < 6:
            raise Refused(_("%(day)s is no weekend day, so nothing is worked in exchange.") % {"day": day})
    names = {**holidays, **makeups}
    return [{"day": day.isoformat(), "kind": kinds[day], "name": names[day]} for day in sorted(kinds)]


def _keep_ahead(*, last: int) -> None:
    official = CalendarYear.objects.filter(status=YearStatus.OFFICIAL).values_list("year", flat=True)
    for year in range(last + 1, max(official) + AHEAD + 1):
        CalendarYear.objects.get_or_create(year=year)


def read_notice(lines: Iterable[str]) -> tuple[dict[date, str], dict[date, str]]:
    """(holidays, makeups) of a file with the columns name, holidays, makeups: "2026-02-14 2026-02-15/2026-02-23".

    Raises Refused for a file of another shape.
    """
    rows = csv.DictReader(lines)
    holidays: dict[date, str] = {}
    makeups: dict[date, str] = {}
    if rows.fieldnames != ["name", "holidays", "makeups"]:
        raise Refused(_("The file needs the columns name, holidays, makeups."))
    for row in rows:
        holidays |= dict.fromkeys(_spans(row["holidays"]), row["name"])
        makeups |= dict.fromkeys(_spans(row["makeups"]), row["name"])
    return holidays, makeups


def _spans(text: str | None) -> Iterator[date]:
    for span in (text or "").split():
        first, _slash, last = span.partition("/")
        try:
            start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            raise Refused(_("“%(span)s” is neither a day nor two days parted by a slash.") % {"span": span}) from None
        for n in range((end - start).days + 1):
            yield start + timedelta(days=n)
