"""The Celery functions of self-inspections."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from inspections.services.opening import open_reports as open_all
from inspections.services.reports import cancel_of_closed, cancel_of_waived


@shared_task(name="inspections.open_reports")
def open_reports(*, day: str | None = None) -> int:
    """Each morning; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    cancel_of_closed(at=now)
    cancel_of_waived(at=now)
    return open_all(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)
