"""Opening duties: one or a million by the same statement."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies.models import Party, Section
from kernel import audit
from obligations import deadlines
from obligations.deadlines import Clock, Limit
from obligations.enums import LimitUnit
from obligations.kinds import Kind, kind_of
from obligations.models import Obligation
from obligations.sql import named, statement

ONE = """
    SELECT %(bearer)s::bigint AS bearer_id, %(subject)s::bigint AS subject_id, %(title)s::text AS title,
        %(region_path)s::text COLLATE "C" AS region_path, %(section)s::bigint AS section_id, %(period)s::text AS period,
        %(starts_on)s::date AS starts_on"""

COLUMNS = {"bearer_id", "subject_id", "title", "region_path"}
DEFAULTS = {"section_id": "NULL::bigint", "period": "%(period)s::text", "starts_on": "%(starts_on)s::date"}


@transaction.atomic
def open_duty(
    key: str, *, bearer: Party, subject: models.Model, at: datetime, by=None, starts_on: date | None = None,
    due_on: date | None = None, title: str = "", region_path: str = "", section: Section | None = None,
    period: str = "", supervisor: Party | None = None,
) -> Obligation:  # fmt: skip
    """Let `bearer` owe the duty of a kind for a record; what is opened already for the same period is returned.

    starts_on: the day of the event (by default that of `at`).  due_on: a day that a plan or person has set, in place of
    the kind's limit.  title, region_path: of the record unless they are given.  supervisor: who watches over it, in
    place of who does in the territory; never the bearer itself.
    The caller has asked for the right of its own workflow. Raises Refused where the calendar ends.
    """
    kind, starts_on = kind_of(key), starts_on or timezone.localdate(at)
    facts = {
        "bearer": bearer.pk,
        "subject": subject.pk,
        "title": title or str(subject),
        "region_path": region_path or subject.region_path,  # type: ignore[attr-defined]
        "section": section and section.pk,
    }
    how = {"due_on": due_on, "period": period, "at": at, "by": by, "supervisor": supervisor}
    _insert(ONE, facts, kind, subject._meta.label_lower, [starts_on], place=facts["region_path"], **how)
    return Obligation.objects.about(subject).standing().get(kind=key, bearer=bearer, period=period)


@transaction.atomic
def open_duties(
    key: str, rows: QuerySet, *, subject_kind: str, at: datetime, by=None, starts_on: date | None = None,
    due_on: date | None = None, period: str = "",
) -> int:  # fmt: skip
    """Open the duties of a kind for every row of a query, in one statement; returns how many are new.

    rows: `.values()` with bearer_id, subject_id, title and region_path, perhaps section_id, period, and starts_on where
    each row has its own; distinct by bearer, subject and period.  subject_kind: "app.model" of the records.
    Leaves one audit entry with count and hash of what was opened, if anything was. May be repeated. Raises as
    `open_duty`.
    """
    names = list(rows.query.selected or ())
    if not names or not COLUMNS <= set(names) <= COLUMNS | set(DEFAULTS):
        raise ValueError(f"the rows need {sorted(COLUMNS)}, and may have {sorted(DEFAULTS)}")
    if "starts_on" in names:
        starts = list(rows.order_by().values_list("starts_on", flat=True).distinct())
    else:
        starts = [starts_on or timezone.localdate(at)]
    sql, facts = named(rows.order_by())
    more = "".join(f", {default} AS {name}" for name, default in DEFAULTS.items() if name not in names)
    source = f"SELECT q.*{more} FROM ({sql}) AS q ({', '.join(names)})"
    how = {"due_on": due_on, "period": period, "at": at, "by": by}
    count, digest = _insert(source, facts, kind_of(key), subject_kind, starts, **how)
    if count:
        audit.note("duties_opened", key, period=period, count=count, sha256=digest)
    return count


def _insert(
    source: str, facts: dict[str, Any], kind: Kind, subject_kind: str, starts: Iterable[date], place: str = "", **how
):
    """Run the statement over `source`; returns how many rows are new, and the digest of their keys.

    place: the region path of all rows, where they have but one.
    """
    at, by, due_on, supervisor = how["at"], how["by"], how["due_on"], how.get("supervisor")
    clocks = [pair for day in starts for pair in _clocks(kind, starts_on=day, due_on=due_on, at=at, place=place)]
    shared = {
        "kind": kind.key, "unit": LimitUnit.GIVEN_DAY if due_on else kind.unit, "subject_kind": subject_kind,
        "period": how["period"], "starts_on": clocks[0][1].counted_from if clocks else None, "at": at,
        "by": by and by.pk, "today": timezone.localdate(at), "supervisor": supervisor and supervisor.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            statement("open", rows=source, supervisors=statement("supervisors")), facts | shared | _columns(clocks)
        )
        return cursor.fetchone()


def _clocks(kind: Kind, *, starts_on: date, due_on: date | None, at: datetime, place: str) -> list[tuple[Limit, Clock]]:
    """The clock of each limit that holds somewhere on that day; at one place, or of a given day, only one."""
    if due_on:
        return [(Limit("", 0), deadlines.given(due_on, starts_on=starts_on))]
    found = deadlines.limits(kind, on=starts_on)
    found = [deadlines.smallest(found, place)] if place else found
    return [(limit, deadlines.run(limit.amount, kind.unit, starts_on=starts_on, at=at)) for limit in found]


def _columns(clocks: list[tuple[Limit, Clock]]) -> dict[str, list]:
    return {
        "prefixes": [limit.prefix for limit, _clock in clocks],
        "overrides": [limit.override_id for limit, _clock in clocks],
        "starts": [clock.counted_from for _limit, clock in clocks],
        "amounts": [clock.amount for _limit, clock in clocks],
        "due_on": [clock.due_on for _limit, clock in clocks],
        "due_at": [clock.due_at for _limit, clock in clocks],
        "provisional": [clock.is_provisional for _limit, clock in clocks],
    }


def retitle(subject: models.Model) -> None:
    """A record was worded anew: its duties that are not settled say so."""
    title = str(subject)
    Obligation.objects.about(subject).unsettled().exclude(title=title).update(title=title)
