"""Seal finished days into a chain of digests, and check the chain."""

from datetime import date

from django.conf import settings
from django.db import connection

CHECK = """
SELECT day, digest = kernel_audit_digest(day, %(zone)s, coalesce(lag(digest) OVER (ORDER BY day), ''))
FROM kernel_auditseal ORDER BY day
"""


def seal(*, today: date) -> int:
    """Seal every finished day before `today` that has entries and no seal; returns how many days. Safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_audit_seal(%s, %s)", [today, settings.TIME_ZONE])
        return cursor.fetchone()[0]


def verify() -> list[tuple[date, bool]]:
    """Recompute each sealed day from its rows and the seal before it: (day, is it as it was sealed)."""
    with connection.cursor() as cursor:
        cursor.execute(CHECK, {"zone": settings.TIME_ZONE})
        return cursor.fetchall()
