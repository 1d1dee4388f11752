"""The Celery function of meetings."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from meetings.services import open_meetings as open_all


@shared_task(name="meetings.open_meetings")
def open_meetings(*, day: str | None = None) -> int:
    """Each morning the duty to meet in the year that runs; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    return open_all(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)
