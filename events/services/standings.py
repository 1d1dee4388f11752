"""What becomes of an event after it was recorded."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.enums import ANSWERS, ASKED_FOR, UNDONE, EventState, StandingKind
from events.models import Event, Standing
from events.services.facts import faulty_number
from events.services.recording import one_at_a_time
from kernel.access import require
from kernel.errors import Refused

OVER = {EventState.COUNTERED, EventState.COUNTER, EventState.UNDONE}


@transaction.atomic
def add_standing(
    event: Event, kind: StandingKind, *, on: date, reason: str, by, at: datetime,
    until: date | None = None, document_number: str = "",
) -> Standing:  # fmt: skip
    """Add what became of an event from a day on: an objection, a repair, a revocation, its end.

    until: the last day, for what ends by itself.
    Raises PermissionDenied (who asks is the subject or the recording agency, who decides is the agency), and Refused
    when the event's present state does not allow it.  Source: rules 7.3, 7.4.
    """
    require(by, "events.ask_standing" if kind in ASKED_FOR else "events.add_standing", event)
    one_at_a_time(event)
    today = timezone.localdate(at)
    if not event.occurred_on <= on <= today:
        raise Refused(_("The day lies in the future, or before the day of the event."))
    if until and until < on:
        raise Refused(_("The last day lies before the first."))
    if sentence := faulty_number(document_number):
        raise Refused(sentence)
    _refuse_what_does_not_follow(event, kind, today)
    if event.standings.filter(kind=kind, on=on).exists():
        raise Refused(_("The same was added for this day already."))
    return Standing.objects.create(
        event=event, kind=kind, on=on, until=until, reason=reason, document_number=document_number,
        recorded_by_id=by.pk, recorded_at=at,
    )  # fmt: skip


def _refuse_what_does_not_follow(event: Event, kind: StandingKind, today: date) -> None:
    now: Any = Event.objects.with_standing(today).get(pk=event.pk)
    state = now.state_on(today)
    if state in OVER:
        raise Refused(_("This event counts no longer: nothing is added to it."))
    open_request = now.standing_kind if now.standing_kind in ASKED_FOR else None
    if kind in ASKED_FOR and open_request:
        raise Refused(_("A request about this event is open: decide on it first."))
    if kind in ANSWERS and open_request != ANSWERS[kind]:
        raise Refused(_("Nothing was asked for that could be decided like this."))
    if kind in UNDONE or kind != StandingKind.REPAIR_APPLIED:
        return
    if state in {EventState.REPAIRED, EventState.EXPIRED} or now.public_until is None:
        raise Refused(_("This event is not public: there is nothing to repair."))
