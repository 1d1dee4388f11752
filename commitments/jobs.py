"""The Celery functions of commitments."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from commitments.services import duties


@shared_task(name="commitments.open_commitments")
def open_commitments(*, day: str | None = None) -> int:
    """Each morning; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    return duties.open_commitments(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)
