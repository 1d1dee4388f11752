"""The page of an event, recording one, and countering it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Role
from events.enums import StandingKind
from events.models import Event
from tests.events.reading import form_of, log_in, page
from tests.factories import make_event, make_membership, make_standing

pytestmark = pytest.mark.django_db


def test_the_page_of_an_event_tells_all_of_it(reader, by, events):
    make_standing(events[0], StandingKind.OBJECTION_RAISED, reason="Not us", recorded_by=by, on=date(2026, 6, 5))

    text = page(reader, "event", events[0].public_id)

    for words in ("Administrative penalty", "示市监罚〔2026〕1号", "fine", "100.00", "dishonest", "general", "Not us",
                  "disputed", "2026-06-05", by.user.name, "Counter the event", "internal, not public"):  # fmt: skip
        assert words in text


def test_recording_asks_for_the_kind_and_then_for_its_facts(reader, clinic):
    address = reverse("events:record", args=[clinic.public_id])

    choice = reader.get(address).content.decode()
    form = reader.get(address, {"kind": "penalty"}).content.decode()

    assert ("Continue" in choice, 'name="level"' in choice) == (True, False)
    for name in ("occurred_on", "level", "document_number", "penalties", "fine", "confiscated", "public_until"):
        assert f'name="{name}"' in form
    assert 'name="demerits"' not in form
    assert 'name="public_until"' not in reader.get(address, {"kind": "check"}).content.decode()


def test_an_event_is_recorded_once_from_a_form(reader, by, clinic):
    address = f"{reverse('events:record', args=[clinic.public_id])}?kind=penalty"
    today = timezone.localdate()
    typed = form_of(reader, address) | {
        "occurred_on": today.isoformat(), "title": "Sold expired goods", "level": "serious", "points": "-1.5",
        "document_number": "示市监罚〔2026〕12号", "penalties": ["fine", "revoke_permit"], "fine": "12000.50",
    }  # fmt: skip

    first, second = reader.post(address, typed), reader.post(address, typed)

    event = Event.objects.get()
    assert first["Location"] == second["Location"] == event.get_absolute_url()
    assert (event.recorded_by, event.agency, event.occurred_on, event.level, event.points) == (
        by, by.party, today, "serious", -150,
    )  # fmt: skip
    assert event.details == {"penalties": ["fine", "revoke_permit"], "fine": "12000.50"}


def test_a_form_with_faults_says_each_of_them_and_records_nothing(reader, clinic):
    address = f"{reverse('events:record', args=[clinic.public_id])}?kind=penalty"
    typed = form_of(reader, address) | {
        "occurred_on": (timezone.localdate() + timedelta(days=1)).isoformat(), "level": "serious",
        "document_number": "No. 7", "penalties": ["warning"], "fine": "5",
    }  # fmt: skip

    answer = reader.post(address, typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("3 things to put right", "The day lies in the future", "six-cornered brackets",
                     "A fine has its amount in yuan, and no other penalty has one."):  # fmt: skip
        assert sentence in text
    assert 'value="No. 7"' in text
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.BUSINESS_ADMIN])
def test_who_only_reads_is_offered_nothing_else(client, regulator, events, role):
    reader = log_in(client, make_membership(agency=regulator, role=role))
    clinic = events[0].subject

    assert "Record an event" not in page(reader, "timeline", clinic.public_id)
    assert "Counter the event" not in page(reader, "event", events[0].public_id)
    assert reader.get(reverse("events:record", args=[clinic.public_id])).status_code == 403
    assert reader.get(reverse("events:counter", args=[events[0].public_id])).status_code == 403


def test_another_agencys_event_is_not_countered(reader, events):
    assert "Counter the event" not in page(reader, "event", events[3].public_id)
    assert reader.get(reverse("events:counter", args=[events[3].public_id])).status_code == 403


def test_countering_says_what_follows_and_asks_why(reader, by, clinic):
    event = make_event(subject=clinic, agency=by.party, title="E1", kind="award", public_from=date(2026, 6, 1))
    address = reverse("events:counter", args=[event.public_id])

    text = page(reader, "counter", event.public_id)
    assert ("no longer counts" in text, "withdraws it within 3 working days" in text) == (True, True)
    assert reader.post(address, form_of(reader, address)).status_code == 422
    assert Event.objects.count() == 1

    answer = reader.post(address, form_of(reader, address) | {"reason": "The wrong clinic"})

    assert (answer.status_code, answer["Location"]) == (302, event.get_absolute_url())
    after = page(reader, "event", event.public_id)
    assert ("The wrong clinic" in after, "Counter the event" in after) == (True, False)
    again = reader.post(address, form_of(reader, address) | {"reason": "Once more"})
    assert (again.status_code, Event.objects.count()) == (422, 2)
    assert "has been countered already" in again.content.decode()


def test_what_is_not_public_has_nothing_to_be_withdrawn(reader, by, clinic):
    event = make_event(subject=clinic, agency=by.party)

    assert "withdraws it" not in page(reader, "counter", event.public_id)
