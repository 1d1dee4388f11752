"""The Celery function of the register."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from disclosure import services


@shared_task(name="disclosure.expire")
def expire(*, day: str | None = None) -> int:
    """After midnight; `day` (ISO) makes up for a missed run."""
    return services.expire(today=date.fromisoformat(day) if day else timezone.localdate())
