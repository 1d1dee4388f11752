"""The ladder: who is told of a duty, and when (rules 9a).

Everything here is one statement over as many duties as there are (`sql/`). The partial index on `next_action_at` finds
those whose next step has come, so that the cost follows what is due now and not the size of the ledger.
"""

from datetime import datetime, time

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from obligations.models import Obligation
from obligations.sql import statement

MORNING = time(7)  # steps that fall on a day are taken then, before the digest of 08:30


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Take every step of the ladder that has come by `at`, with its notice, in one statement; returns how many.

    Safe to repeat and to run beside itself. After an outage each duty gets only the latest step it has reached.
    """
    pages = {"overdue_url": reverse("obligations:overdue"), "mine_url": reverse("obligations:mine")}
    with connection.cursor() as cursor:
        cursor.execute(statement("remind", plan=statement("plan")), _facts(at) | pages)
        return cursor.fetchone()[0]


def reschedule(duty: Obligation, *, at: datetime) -> Obligation:
    """After the due day has moved: the first step of the ladder that comes after `at`."""
    reschedule_some([duty.pk], at=at)
    duty.next_action_at = Obligation.objects.values_list("next_action_at", flat=True).get(pk=duty.pk)
    return duty


def reschedule_some(keys: list[int], *, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_reschedule("o.id = ANY(%(keys)s)"), _facts(at) | {"keys": keys})


def reschedule_all(*, kind: str, region_path: str, at: datetime) -> int:
    """After rules of the ladder have changed, for the duties they may concern (kind "": every kind); how many."""
    which = "(%(kind)s = '' OR o.kind = %(kind)s) AND o.region_path LIKE %(path)s"
    with connection.cursor() as cursor:
        cursor.execute(_reschedule(which), _facts(at) | {"kind": kind, "path": f"{region_path}%"})
        return cursor.rowcount


def _reschedule(which: str) -> str:
    return statement("reschedule", plan=statement("plan"), which=which)


def _facts(at: datetime) -> dict:
    return {"now": at, "morning": MORNING, "zone": settings.TIME_ZONE}
