"""The Celery functions of practitioners."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from practitioners.services import renewals


@shared_task(name="practitioners.open_renewals")
def open_renewals(*, day: str | None = None) -> int:
    """Each morning; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    return renewals.open_renewals(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)
