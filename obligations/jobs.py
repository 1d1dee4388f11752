"""The Celery function of the ladder."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from obligations import reminders


@shared_task(name="obligations.remind")
def remind(at: str | None = None) -> int:
    """Every five minutes; `at` (ISO, local time where it names no zone) makes up for a run that was missed."""
    return reminders.remind(at=_moment(at) if at else timezone.now())


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
