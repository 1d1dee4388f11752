"""Up to which notice everything is settled, and how far each lane has been worked through."""

import time

from django.db import connection
from django.db.models import Max

from notices.enums import Lane
from notices.models import LaneMark, Notice

PATIENCE = 20  # seconds
WRITERS = """
SELECT coalesce(array_agg(virtualtransaction), '{}') FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE datname = current_database() AND relation = 'notices_notice'::regclass AND mode = 'RowExclusiveLock'
    AND pid <> pg_backend_pid()
"""
STILL_WRITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE mode = 'RowExclusiveLock' AND virtualtransaction = ANY (%s))"


def settled() -> int | None:
    """The key of a notice up to which all are committed, or never will be; None while a writer takes very long.

    Keys are given before transactions end, so a smaller one may appear later than a larger one. Whoever has taken a key
    up to the largest one in sight either has ended, or writes now: those are waited for. Later writers get larger keys.
    """
    upto = Notice.objects.aggregate(upto=Max("pk"))["upto"] or 0
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        (writers,) = cursor.fetchone()
        while writers:
            cursor.execute(STILL_WRITING, [writers])
            if not cursor.fetchone()[0]:
                break
            if time.monotonic() > end:
                return None
            time.sleep(0.05)
    return upto


def locked_marks() -> dict[str, int]:
    """How far each lane has been worked through; locked, so that one run at a time decides what leaves."""
    rows = LaneMark.objects.select_for_update().order_by("lane")
    marks = {row.lane: row.notice_id for row in rows}
    if len(marks) < len(Lane):
        LaneMark.objects.bulk_create([LaneMark(lane=lane) for lane in Lane], ignore_conflicts=True)
        marks = {row.lane: row.notice_id for row in rows.all()}
    return marks


def move_mark(lane: Lane, upto: int) -> None:
    LaneMark.objects.filter(lane=lane).update(notice_id=upto)
