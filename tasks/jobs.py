"""The Celery functions of reporting periods, goals, and of who has left."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from tasks.services.goals import open_goals as open_all_goals
from tasks.services.reporting import open_reports as open_all
from tasks.services.vacancies import tell_vacant as tell_all_vacant


@shared_task(name="tasks.open_reports")
def open_reports(*, day: str | None = None) -> int:
    """Each morning; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    return open_all(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)


@shared_task(name="tasks.open_goals")
def open_goals(*, day: str | None = None) -> int:
    """Each morning: milestones, and what comes again in the period that runs; day (ISO) makes up for a missed one."""
    now = timezone.now()
    return open_all_goals(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)


@shared_task(name="tasks.tell_vacant")
def tell_vacant() -> int:
    """Each morning before the digest, of who has left since."""
    now = timezone.now()
    return tell_all_vacant(day=timezone.localdate(now), at=now)
