"""The ladder: who is told of a duty, and when (rules 9a).

Everything here is one statement over as many duties as there are (`sql/`). NextStep says
when each duty is to be looked at, so that the cost follows what is due now and not the size of the ledger.
"""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kernel.sql import many_rows
from notices import sql as notices_sql
from notices.enums import roles_json
from obligations.models import Obligation
from obligations.sql import statement

MORNING = time(7)  # steps that fall on a day are taken then, before the digest of 08:30


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Take every step of the ladder that has come by `at`, with its notice, in one statement; returns how many.

    Safe to repeat; of runs beside one another the later wait for the first, so that a unit's notice is in one piece.
    After an outage each duty gets only the latest step it has reached.
    """
    facts = _facts(at) | {
        "overdue_url": reverse("obligations:overdue"), "mine_url": reverse("obligations:mine"),
        "day": timezone.localdate(at), "roles": roles_json(),
    }  # fmt: skip
    with many_rows() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('obligations.remind'))")
        cursor.execute(statement("remind", plan=statement("plan"), members=notices_sql.statement("members")), facts)
        return cursor.fetchone()[0]


def reschedule(duty: Obligation, *, at: datetime) -> Obligation:
    """After the due day has moved: the first step of the ladder that comes after `at`."""
    reschedule_some([duty.pk], at=at)
    return duty


def reschedule_some(keys: list[int], *, at: datetime) -> None:
    with many_rows() as cursor:
        cursor.execute(_reschedule("o.id = ANY(%(keys)s)"), _facts(at) | {"keys": keys})


def reschedule_from(day: date, *, at: datetime) -> None:
    """After the calendar from `day` on has changed, for the duties that end then or whose next step comes then."""
    which = "(o.due_on >= %(day)s OR n.at >= %(day)s::timestamp AT TIME ZONE %(zone)s)"
    with many_rows() as cursor:
        cursor.execute(_reschedule(which), _facts(at) | {"day": day})


def reschedule_all(*, kind: str, region_path: str, at: datetime) -> int:
    """After rules of the ladder have changed, for the duties they may concern (kind "": every kind); how many."""
    which = "(%(kind)s = '' OR o.kind = %(kind)s) AND o.region_path LIKE %(path)s"
    with many_rows() as cursor:
        cursor.execute(_reschedule(which), _facts(at) | {"kind": kind, "path": f"{region_path}%"})
        return cursor.rowcount


def _reschedule(which: str) -> str:
    return statement("reschedule", plan=statement("plan"), which=which)


def _facts(at: datetime) -> dict:
    return {"now": at, "morning": MORNING, "zone": settings.TIME_ZONE}
