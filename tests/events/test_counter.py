"""An event is taken back by another one, once, by the agency that recorded it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from events.models import Event
from events.services import counter_event, record_event
from kernel.errors import Refused
from tests.events.conftest import NOW, TODAY
from tests.factories import make_agency, make_membership, make_principal

pytestmark = pytest.mark.django_db


def test_the_counter_event_says_why_and_turns_points_and_demerits_round(by, clinic, check):
    event = record_event(check(points=-150), by=by, at=NOW)

    counter = counter_event(event, reason="The wrong clinic", by=by, at=NOW + timedelta(days=1))

    counter = Event.objects.get(pk=counter.pk)
    assert (counter.counters, counter.kind, counter.subject, counter.points) == (event, "check", clinic, 150)
    assert (counter.text, counter.occurred_on, counter.agency, counter.recorded_by) == (
        "The wrong clinic", date(2026, 11, 21), event.agency, by,
    )  # fmt: skip
    assert (counter.public_from, counter.level, counter.details) == (None, "", {})


def test_from_its_day_on_neither_counts(by, check):
    event = record_event(check(), by=by, at=NOW)
    counter_event(event, reason="Wrong", by=by, at=NOW)

    assert list(Event.objects.in_force(TODAY)) == []
    assert list(Event.objects.in_force(TODAY - timedelta(days=1))) == [event]
    rows = Event.objects.with_standing(TODAY).order_by("pk")
    assert [row.state_on(TODAY) for row in rows] == ["countered", "counter"]


def test_an_event_is_countered_once(by, check):
    event = record_event(check(), by=by, at=NOW)
    counter = counter_event(event, reason="Wrong", by=by, at=NOW)

    with pytest.raises(Refused, match="countered already"):
        counter_event(event, reason="Wrong again", by=by, at=NOW)
    with pytest.raises(Refused, match="is not countered"):
        counter_event(counter, reason="It was right", by=by, at=NOW)
    assert Event.objects.count() == 2


def test_only_the_recording_agency_counters(by, city, clinic, regulator, check):
    event = record_event(check(), by=by, at=NOW)
    others = [
        make_membership(agency=make_agency(region=city)),
        make_principal(clinic),
        *(make_membership(agency=regulator, role=role) for role in (Role.VIEWER, Role.BUSINESS_ADMIN)),
    ]

    for other in others:
        with pytest.raises(PermissionDenied):
            counter_event(event, reason="No", by=other, at=NOW)
    colleague = make_membership(agency=regulator, role=Role.HANDLER)
    assert counter_event(event, reason="Yes", by=colleague, at=NOW).recorded_by == colleague


def test_after_an_agencys_end_its_successor_counters(by, regulator, check):
    event = record_event(check(), by=by, at=NOW)
    heir = make_agency(region=regulator.party.region, kind=regulator.kind)
    successor = make_membership(agency=heir, role=Role.HANDLER)
    regulator.party.successor = heir.party
    regulator.party.save()

    counter = counter_event(Event.objects.get(pk=event.pk), reason="Wrong", by=successor, at=NOW)

    assert (counter.agency, counter.counters) == (heir.party, event)
