"""One event at a time: recorded, and taken back by another."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from events.models import Event
from events.services.facts import Facts, checked
from kernel.access import require
from kernel.errors import Refused, refused_by

COMPARED = ("kind", "subject_id", "occurred_on", "level", "points", "demerits", "document_number", "details")


@transaction.atomic
def record_event(facts: Facts, *, by, at: datetime, agency: Party | None = None) -> Event:
    """Record what happened to a party; the same source record a second time gives the event there is (`is_new` False).

    agency: whose record it is; the acting unit's own, unless the machine records for one.
    Raises PermissionDenied unless `by` records for its agency in the party's territory, FaultyFacts (by fact), and
    Refused when the source record was recorded with other facts or by another agency.
    """
    require(by, "events.record_event", facts.subject)
    event = checked(facts, today=timezone.localdate(at))
    event.agency = recording_agency(by, agency)
    event.recorded_by_id, event.recorded_at = by.pk, at
    if known := recorded_from(event):
        return known
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:  # another has recorded it meanwhile
        if known := recorded_from(event):
            return known
        raise
    return event


def recording_agency(by, agency: Party | None) -> Party:
    """Nobody records in another agency's name; the machine always names one."""
    if agency is None or agency.pk == getattr(by, "party_id", None):
        return by.party
    if by.pk is not None:
        raise PermissionDenied
    return agency


def recorded_from(event: Event) -> Event | None:
    """The event of the same source record, when there is one. Raises Refused when it says something else."""
    known = Event.objects.filter(source=event.source, source_id=event.source_id).first() if event.source_id else None
    if known is None:
        return None
    if known.agency_id != event.agency_id:
        raise Refused(_("Another agency has recorded this source record."))
    if any(getattr(known, name) != getattr(event, name) for name in COMPARED):
        raise Refused(
            _("This source record was recorded before, with other facts. Counter that event, then use another key.")
        )
    known.is_new = False
    return known


def one_at_a_time(event: Event) -> None:
    """Whoever changes where the event stands waits for the others; who may not change a row cannot lock it either."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('events_event'::regclass::integer, %s)", [event.pk % 2**31])


@transaction.atomic
def counter_event(event: Event, *, reason: str, by, at: datetime) -> Event:
    """Take an event back by another one, which says why; both stay readable. Returns the counter-event.

    Raises PermissionDenied unless `by` works for the agency that recorded it, or for its successor, and Refused when it
    is countered already or is a counter-event itself.
    """
    require(by, "events.counter_event", event)
    one_at_a_time(event)
    if event.is_counter:
        raise Refused(_("A counter-event is not countered. Record what happened as a new event."))
    counter = Event(
        kind=event.kind,
        subject=event.subject,
        region_path=event.region_path,
        occurred_on=timezone.localdate(at),
        recorded_at=at,
        recorded_by_id=by.pk,
        agency=event.agency if by.pk is None else by.party,
        points=-event.points,
        demerits=-event.demerits,
        title=event.title,
        text=reason,
        counters=event,
    )
    with refused_by("event_countered_once", reason=_("This event has been countered already.")):
        counter.save(force_insert=True)
    return counter
