"""The history of a duty, one line for whatever is done to it after it was opened."""

from datetime import date, datetime

from django.utils import timezone

from obligations.enums import Verb
from obligations.models import Obligation, ObligationStep


def note_step(duty: Obligation, verb: Verb, *, at: datetime, by, due_before: date | None = None, **facts):
    """Write the line; the due day stands in it where the step has moved it."""
    due_after = duty.due_on if due_before is not None else None
    facts |= {"due_before": due_before, "due_after": due_after}
    return ObligationStep.objects.create(
        obligation=duty, verb=verb, at=at, on=timezone.localdate(at), by_id=by and by.pk, **facts
    )
