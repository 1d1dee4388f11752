"""Who gets which message: the digest of each working day, and what cannot wait for it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kernel.sql import many_rows
from notices.channels import active
from notices.deadlines import MOST_IMMEDIATE, REACH, is_digest_time, may_send
from notices.enums import Lane, roles_json
from notices.kinds import kinds_counted
from notices.models import DigestDay
from notices.services.marking import locked_marks, move_mark, settled
from notices.sql import statement


def compose_digests(*, at: datetime) -> int:
    """Make the digest of the local day of `at`: a message for everybody who has news since the last one, or of whose
    unit the apps above count something (overdue duties, for example); how many.

    Nothing outside the hours for it, and nothing a second time on the same day, whatever is repeated, runs beside it or
    happens to the clock. What is written while it runs is left to the next digest.
    """
    day = timezone.localdate(at)
    if not is_digest_time(at) or DigestDay.objects.filter(pk=day).exists() or (upto := settled()) is None:
        return 0
    with transaction.atomic():
        marks = locked_marks()
        if DigestDay.objects.filter(pk=day).exists():
            return 0
        count = _compose("digest", after=marks[Lane.DIGEST], upto=upto, at=at, lanes=list(Lane), last=_last_digest(at))
        DigestDay.objects.create(day=day, made_at=at, messages=count)
        move_mark(Lane.DIGEST, max(upto, marks[Lane.DIGEST]))
        move_mark(Lane.IMMEDIATE, max(upto, marks[Lane.IMMEDIATE]))  # what is in a digest does not go out again
    return count


def compose_immediate(*, at: datetime) -> int:
    """Make messages of what cannot wait, as far as each person's three a day reach; how many messages.

    Nothing in the quiet hours and on rest days: what was said then has its turn afterwards.
    """
    if not may_send(at) or (upto := settled()) is None:
        return 0
    with transaction.atomic():
        after = locked_marks()[Lane.IMMEDIATE]
        if upto <= after:
            return 0
        count = _compose("immediate", after=after, upto=upto, at=at, lanes=[Lane.IMMEDIATE])
        move_mark(Lane.IMMEDIATE, upto)
    return count


def _last_digest(at: datetime) -> datetime:
    """What was new before that was told; after an outage, or at the start, no history is."""
    made_at = DigestDay.objects.filter(made_at__lt=at).aggregate(last=Max("made_at"))["last"]
    return max(made_at or at - REACH, at - REACH)


def _compose(name: str, *, after: int, upto: int, at: datetime, lanes: list, last: datetime | None = None) -> int:
    facts: dict[str, Any] = {
        "after": after,
        "upto": upto,
        "since": at - REACH,
        "at": at,
        "day": timezone.localdate(at),
        "zone": settings.TIME_ZONE,
        "lanes": [str(lane) for lane in lanes],
        "roles": roles_json(),
        "channels": list(active()),
        "most": MOST_IMMEDIATE,
        "last": last,
        "counted": kinds_counted(),
    }
    with many_rows() as cursor:
        cursor.execute(statement(name), facts)
        return cursor.rowcount
