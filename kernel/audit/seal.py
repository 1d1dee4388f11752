"""Seal finished days into a chain of digests, and check the chain."""

from datetime import date

from django.db import connection

CHECK = """
WITH sealed AS (
    SELECT day, digest = kernel_audit_digest(day, coalesce(lag(digest) OVER (ORDER BY day), '')) AS is_whole
    FROM kernel_auditseal
), forged AS (  -- entries of a day that had none when the days around it were sealed
    SELECT DISTINCT (at AT TIME ZONE kernel_audit_zone())::date AS day, false AS is_whole FROM kernel_auditrow
    WHERE at < ((SELECT max(day) FROM sealed) + 1)::timestamp AT TIME ZONE kernel_audit_zone()
)
SELECT * FROM sealed UNION ALL SELECT * FROM forged WHERE day NOT IN (SELECT day FROM sealed) ORDER BY day
"""


def seal(*, today: date) -> int:
    """Seal every finished day before `today` that has entries and no seal; returns how many days. Safe to repeat.

    Waits for the transactions that may have begun before midnight and still write.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_audit_seal(%s)", [today])
        return cursor.fetchone()[0]


def verify() -> list[tuple[date, bool]]:
    """Recompute each sealed day from its entries and the seal before it: (day, is it as it was sealed)."""
    with connection.cursor() as cursor:
        cursor.execute(CHECK)
        return cursor.fetchall()
