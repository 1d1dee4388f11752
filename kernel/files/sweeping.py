"""Bytes that no row names (a transaction was rolled back, a result has expired) go after a day."""

import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kernel.models import StoredFile

DAY = 86400


def keep_from_sweep(sha256: str) -> None:
    """Until the transaction ends, remove_orphans() leaves these bytes alone: their row is not visible yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key(sha256)])


def remove_orphans(*, now: float | None = None) -> int:
    """Remove what is older than a day (now: seconds since 1970) and belongs to no row; returns how many files."""
    before = (time.time() if now is None else now) - DAY
    root = Path(settings.MEDIA_ROOT)
    removed = sum(_remove(path) for path in root.glob("incoming/*") if _age(path) < before)
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        known = set(StoredFile.objects.filter(sha256__startswith=folder.name).values_list("sha256", flat=True))
        unknown = {path for path in folder.glob("*/*") if path.name.partition(".")[0] not in known}
        removed += sum(_remove_unless_taken(path) for path in unknown if _age(path) < before)
    return removed


@transaction.atomic
def _remove_unless_taken(path: Path) -> bool:
    sha256 = path.name.partition(".")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_key(sha256)])
        if not cursor.fetchone()[0] or StoredFile.objects.filter(sha256=sha256).exists():
            return False
    return _remove(path)


def _remove(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True


def _age(path: Path) -> float:
    """When it was written; never, where it is gone already."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _key(sha256: str) -> int:
    return int(sha256[:15], 16)
