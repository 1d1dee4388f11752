"""What the pages of events list: parties, a party's timeline, the ledger of a territory or of a unit."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from agencies.models import Party
from events.drawing import badges
from events.enums import ENDED, UNDONE
from events.models import Event
from events.querysets import parties_for

NEWEST_FIRST = ("-occurred_on", "-pk")
SHOWN_WITH = ("agency", "recorded_by__user", "recorded_by__party")


def parties_named(by, words: str) -> QuerySet[Party]:
    """Those of the territory in whose name the words stand; none for a single sign."""
    rows = parties_for(by).select_related("region")
    return rows.named(words) if len(words) > 1 else rows.none()  # type: ignore[attr-defined]


def known_party(by, public_id: UUID) -> Party | None:
    """A party of the territory, or one about which the unit has recorded something."""
    party = parties_for(by).select_related("region").filter(public_id=public_id).first()
    if party is None:
        recorded = Event.objects.recorded_by_unit(by).filter(subject__public_id=public_id)
        party = Party.objects.select_related("region").filter(pk__in=recorded.values("subject")[:1]).first()
    return party


def party_known_to(by, public_id: UUID) -> Party:
    """As `known_party`, else Http404."""
    party = known_party(by, public_id)
    if party is None:
        raise Http404
    return party


def timeline(party: Party, by, *, on: date) -> QuerySet[Event]:
    return Event.objects.about(party, by).with_standing(on)


def recorders(party: Party, by) -> list[Party]:
    """The agencies that have recorded what the unit sees about the party."""
    return list(Party.objects.filter(pk__in=Event.objects.about(party, by).values("agency")).order_by("name"))


def ledger(by, *, is_mine: bool, on: date) -> QuerySet[Event]:
    """The events of the territory, or what the unit has recorded wherever."""
    rows = Event.objects.recorded_by_unit(by) if is_mine else Event.objects.visible_to(by)
    return rows.with_standing(on)


def shared(by, *, on: date) -> QuerySet[Event]:
    """What is the unit's own work or about itself, outside its scope."""
    return Event.objects.shared_with(by).with_standing(on)


def only(event: Event, *, on: date) -> QuerySet[Event]:
    return Event.objects.filter(pk=event.pk).with_standing(on)


def shown(event: Event, *, on: date) -> Event:
    """The event with its state on that day and all that its page names."""
    return only(event, on=on).select_related(*SHOWN_WITH, "subject", "counters").get()


def counter_of(event: Event) -> Event | None:
    """The counter-event that took it back."""
    return event.counter_events.first()


def is_public(event: Event, *, on: date) -> bool:
    return Event.objects.public_on(on).filter(pk=event.pk).exists()


def with_people(events: Iterable[Any], by, *, on: date) -> list[Any]:
    """Each with `state` on that day, `badges`, and `person`, who recorded it, if that is somebody of the territory."""
    found = list(events)
    for event in found:
        acting = event.recorded_by
        event.person = acting.user.name if acting and by.is_governmental and by.covers(acting) else ""
        event.state = event.state_on(on)
        event.badges = badges(event, event.state)
    return found


def standings_of(event: Event, by) -> list[Any]:
    """What became of the event (Standing), the newest first, each with `unit`, its `person` as above, and a tone."""
    found: list[Any] = list(
        event.standings.select_related("recorded_by__user", "recorded_by__party").order_by("-on", "-pk")
    )
    for standing in found:
        acting = standing.recorded_by
        standing.unit = acting.party.name if acting else event.agency.name
        standing.person = acting.user.name if acting and by.is_governmental and by.covers(acting) else ""
        standing.tone = "over" if standing.kind in UNDONE else "ok" if standing.kind in ENDED else ""
    return found
