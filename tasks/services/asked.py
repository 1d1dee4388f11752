"""Whether an agency is still asked for what it has handed in, when that comes back to it."""

from datetime import datetime

from django.utils.translation import gettext as _

from obligations.models import Obligation
from obligations.services import cancel_duty, recall_duty, return_duty
from tasks.models import Task


def lock_task(key: int) -> Task:
    """First of all: parts of a task are closed, judged and given up one after the other."""
    return Task.objects.select_for_update(of=("self",)).get(pk=key)


def is_asked(task: Task, agency: int, *, as_lead: bool = False) -> bool:
    """Whether the agency has a part, or leads, in a task that its plan still has. The task is locked."""
    if task.dropped_on:
        return False
    return task.is_led_by(agency) if as_lead else task.responsibilities.filter(agency=agency).exists()


def return_or_cancel(duty: Obligation, *, asked: bool, by, at: datetime, reason: str, url: str) -> None:
    """What was handed in is sent back to who is still asked for it; who no longer is owes nothing instead."""
    if asked:
        return_duty(duty, at=at, by=by, reason=reason, url=url)  # tells the agency
    else:
        _cancel(duty, by=by, at=at)


def recall_or_cancel(duty: Obligation, *, asked: bool, by, at: datetime) -> None:
    """As `return_or_cancel`, for what the agency itself takes back."""
    if asked:
        recall_duty(duty, at=at, by=by)
    else:
        _cancel(duty, by=by, at=at)


def _cancel(duty: Obligation, *, by, at: datetime) -> None:
    cancel_duty(duty, at=at, by=by, reason=_("The plan no longer asks this of the agency."))
