"""What becomes of an event after it was recorded."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.enums import ANSWERS, ASKED_FOR, EventState, StandingKind
from events.kinds import keys_kept_from_party
from events.models import Event, Standing
from events.services.facts import faulty_number
from events.services.recording import one_at_a_time
from kernel.access import require
from kernel.errors import Refused
from notices.enums import Audience
from notices.services import tell

OVER = {EventState.COUNTERED, EventState.COUNTER, EventState.UNDONE}
SHOWN_NO_LONGER = {EventState.REPAIRED, EventState.EXPIRED}


def perm_to_add(kind: StandingKind) -> str:
    return "events.ask_standing" if kind in ASKED_FOR else "events.add_standing"


def asks_for_itself(event: Event, by) -> bool:
    """The party speaks; otherwise the recording agency decides, or enters what the party has handed in on paper."""
    return by.party_id == event.subject_id


def open_standings(event: Any, *, by, today: date) -> list[StandingKind]:
    """What `by` may add to an event that was read `with_standing` of today."""
    return [
        kind for kind in StandingKind if by.has_perm(perm_to_add(kind), event) and not _obstacle(event, kind, today)
    ]


@transaction.atomic
def add_standing(
    event: Event, kind: StandingKind, *, on: date, reason: str, by, at: datetime,
    until: date | None = None, document_number: str = "",
) -> Standing:  # fmt: skip
    """Add what became of an event from a day on: an objection, a repair, a revocation, its end; the other side is told.

    until: the last day, for what ends by itself.
    Raises PermissionDenied (who asks is the subject or the recording agency, who decides is the agency), and Refused
    when the event's present state does not allow it, or a party asks for another day than today.
    Source: rules 7.3, 7.4.
    """
    require(by, perm_to_add(kind), event)
    one_at_a_time(event)
    today = timezone.localdate(at)
    _refuse_days(event, by, on=on, until=until, today=today)
    if sentence := faulty_number(document_number):
        raise Refused(sentence)
    now: Any = Event.objects.with_standing(today).get(pk=event.pk)
    if sentence := _obstacle(now, kind, today):
        raise Refused(sentence)
    _refuse_answer_before_request(event, kind, on)
    if event.standings.filter(kind=kind, on=on).exists():
        raise Refused(_("The same was added for this day already."))
    standing = Standing.objects.create(
        event=event, kind=kind, on=on, until=until, reason=reason, document_number=document_number,
        recorded_by_id=by.pk, recorded_at=at,
    )  # fmt: skip
    _tell_other_side(standing, by=by)
    return standing


def _refuse_days(event: Event, by, *, on: date, until: date | None, today: date) -> None:
    if not event.occurred_on <= on <= today:
        raise Refused(_("The day lies in the future, or before the day of the event."))
    if asks_for_itself(event, by) and on != today:
        raise Refused(_("What you ask for counts from today."))
    if until and until < on:
        raise Refused(_("The last day lies before the first."))


def _obstacle(event: Any, kind: StandingKind, today: date) -> str:
    """Why this cannot be added now to an event that was read `with_standing` of today; empty when it can."""
    state = event.state_on(today)
    if state in OVER:
        return _("This event counts no longer: nothing is added to it.")
    open_request = event.standing_kind if event.standing_kind in ASKED_FOR else None
    if kind in ASKED_FOR and open_request:
        return _("A request about this event is open: decide on it first.")
    if kind in ANSWERS and open_request != ANSWERS[kind]:
        return _("Nothing was asked for that could be decided like this.")
    if kind == StandingKind.REPAIR_APPLIED and (state in SHOWN_NO_LONGER or event.public_until is None):
        return _("This event is not public: there is nothing to repair.")
    if kind == StandingKind.EXPIRED and state in SHOWN_NO_LONGER:
        return _("This event is over already.")
    return ""


def _refuse_answer_before_request(event: Event, kind: StandingKind, on: date) -> None:
    """An answer of an earlier day would leave the request open for ever."""
    if kind in ANSWERS and event.standings.filter(kind=ANSWERS[kind], on__gt=on).exists():
        raise Refused(_("The day lies before the day on which it was asked for."))


def _tell_other_side(standing: Standing, *, by) -> None:
    event = standing.event
    facts = {"title": event.heading, "kind": standing.kind, "party": event.subject.name, "agency": event.agency.name}
    said = {"url": event.get_absolute_url(), "at": standing.recorded_at, "params": facts}
    if not asks_for_itself(event, by):
        if event.kind not in keys_kept_from_party():
            key = f"events.standing:{standing.pk}"
            tell("events.standing_added", to=event.subject, audience=Audience.HANDLERS, key=key, **said)
        return
    agency = event.agency.successor or event.agency
    for audience in (Audience.HANDLERS, Audience.LEADERS):
        key = f"events.standing:{standing.pk}:{audience}"
        tell("events.standing_asked", to=agency, audience=audience, about=event.subject, key=key, **said)
