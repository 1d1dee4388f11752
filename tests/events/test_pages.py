"""The pages of events: finding a party, its timeline, one event, recording and countering."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from events.enums import StandingKind
from events.models import Event
from events.services import counter_event
from tests.factories import (
    make_agency,
    make_clinic,
    make_event,
    make_membership,
    make_principal,
    make_region,
    make_standing,
)

pytestmark = pytest.mark.django_db


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"events:{name}", args=args), query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def log_in(client, by):
    client.cookies["django_language"] = "en"
    client.force_login(by.user)
    return client


def shown(text: str) -> list[str]:
    """The titles of the events that a page lists, in its order."""
    return re.findall(r">(E\d+)</a>", text)


@pytest.fixture
def events(clinic, regulator):
    """E0 to E3, a day apart, the last two recorded by another agency."""
    other = make_agency(region=clinic.region, name="Insurance", kind=AgencyKind.MEDICAL_INSURANCE)
    return [
        make_event(
            subject=clinic, agency=(regulator if n < 2 else other).party, title=f"E{n}",
            occurred_on=date(2026, 6, 1) + timedelta(days=n), **facts,
        )
        for n, facts in enumerate(
            [
                {"kind": "penalty", "level": "general", "document_number": "示市监罚〔2026〕1号",
                 "details": {"penalties": ["fine"], "fine": "100.00"}},
                {"details": {"results": ["ordered"]}},
                {"kind": "award"},
                {},
            ]
        )
    ]  # fmt: skip


def test_a_party_is_found_by_a_part_of_its_name_within_the_territory(reader, city):
    make_clinic(region=city, name="河滨口腔门诊部")
    make_clinic(region=make_region(), name="远方口腔门诊部")

    text = page(reader, "parties", q="口腔")

    assert ("河滨口腔门诊部" in text, "远方口腔门诊部" in text) == (True, False)
    assert "Type at least two signs" in page(reader, "parties", q="口")
    assert "No party of your territory has this name" in page(reader, "parties", q="牙科")


def test_the_timeline_is_newest_first_and_says_agency_before_person(reader, by, clinic, events):
    mine = make_event(subject=clinic, agency=by.party, recorded_by=by, title="E9", occurred_on=date(2026, 7, 1))

    text = page(reader, "timeline", clinic.public_id)

    assert shown(text) == ["E9", "E3", "E2", "E1", "E0"]
    assert text.index(by.party.name) < text.index(by.user.name, text.index(mine.title))
    assert "problem found, ordered to correct it" in text
    assert "示市监罚〔2026〕1号" in text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"credit": "good"}, ["E2"]),
        ({"credit": "other"}, ["E3", "E1"]),
        ({"kind": "penalty"}, ["E0"]),
        ({"level": "general"}, ["E0"]),
        ({"first": "2026-06-02", "last": "2026-06-03"}, ["E2", "E1"]),
        ({"kind": "gossip"}, []),
    ],
)
def test_the_timeline_is_narrowed(reader, clinic, events, asked, expected):
    assert shown(page(reader, "timeline", clinic.public_id, **asked)) == expected


def test_the_timeline_is_narrowed_to_an_agency_that_it_offers(reader, clinic, events):
    other = events[3].agency

    text = page(reader, "timeline", clinic.public_id, agency=str(other.public_id))

    assert shown(text) == ["E3", "E2"]
    assert f'<option value="{other.public_id}" selected>Insurance</option>' in text


def test_the_timeline_goes_on_from_a_rows_place(reader, clinic, regulator, monkeypatch):
    for n in range(53):
        make_event(subject=clinic, agency=regulator.party, title=f"E{n}", occurred_on=date(2026, 6, 1))

    first = page(reader, "timeline", clinic.public_id)
    further = re.search(r'href="\?([^"]+)" rel="next"', first).group(1).replace("&amp;", "&")
    second = reader.get(f"{reverse('events:timeline', args=[clinic.public_id])}?{further}").content.decode()

    assert shown(first) == [f"E{n}" for n in range(52, 2, -1)]
    assert shown(second) == ["E2", "E1", "E0"]


def test_states_are_shown_in_words(reader, by, clinic, events):
    make_standing(events[0], StandingKind.OBJECTION_RAISED)
    counter_event(events[1], reason="Wrong clinic", by=by, at=timezone.now())

    text = page(reader, "timeline", clinic.public_id)

    for words in ("disputed", "countered", "counter-event"):
        assert f">{words}</span>" in text


def test_every_list_takes_the_same_number_of_queries(reader, by, city, clinic, regulator):
    def queries(name: str, *args, **query) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(reader, name, *args, **query)
        return len(captured)

    def counts() -> list[int]:
        return [
            queries("timeline", clinic.public_id), queries("ledger"), queries("ledger", tab="mine"),
            queries("parties", q="Clinic"),
        ]  # fmt: skip

    def add():
        event = make_event(subject=clinic, agency=regulator.party, recorded_by=by)
        make_standing(event, StandingKind.OBJECTION_RAISED, recorded_by=by)
        make_clinic(region=city, name="Clinic too")

    add()
    page(reader, "parties")  # what is read once a session
    one = counts()
    for _ in range(50):
        add()

    assert counts() == one
    assert max(one) <= 15


def test_a_department_that_is_not_competent_sees_what_it_recorded(client, city, clinic, events):
    finance = make_agency(region=city, name="Finance", kind=AgencyKind.FINANCE)
    reader = log_in(client, make_membership(agency=finance))
    mine = make_event(subject=clinic, agency=finance.party, title="E7", kind="award")

    assert shown(page(reader, "timeline", clinic.public_id)) == ["E7"]
    assert shown(page(reader, "ledger")) == ["E7"]
    assert reader.get(mine.get_absolute_url()).status_code == 200
    assert reader.get(events[0].get_absolute_url()).status_code == 404


def test_the_recording_agency_sees_its_records_elsewhere(reader, regulator):
    there = make_clinic(region=make_region())
    mine = make_event(subject=there, agency=regulator.party, title="E1")
    others = make_event(subject=there, title="E2")

    assert shown(page(reader, "timeline", there.public_id)) == ["E1"]
    assert shown(page(reader, "ledger", tab="mine")) == ["E1"]
    assert shown(page(reader, "ledger")) == []
    assert [reader.get(event.get_absolute_url()).status_code for event in (mine, others)] == [200, 404]
    assert reader.get(reverse("events:record", args=[there.public_id])).status_code == 403


def test_a_party_sees_its_own_events_without_the_names_of_officers(client, by, clinic, events):
    make_event(subject=clinic, agency=by.party, recorded_by=by, title="E8")
    reader = log_in(client, make_principal(clinic))
    other = make_clinic(region=clinic.region)

    found = reader.get(reverse("events:parties"))
    assert (found.status_code, found["Location"]) == (302, reverse("events:timeline", args=[clinic.public_id]))
    text = page(reader, "timeline", clinic.public_id)
    assert len(shown(text)) == 5
    assert by.user.name not in text
    assert "Record an event" not in text
    assert reader.get(reverse("events:timeline", args=[other.public_id])).status_code == 404
    assert reader.get(events[0].get_absolute_url()).status_code == 200


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


def form_of(reader, address: str) -> dict:
    key = re.search(r'name="form_key" value="([^"]+)"', reader.get(address).content.decode()).group(1)
    return {"form_key": key}


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


def test_htmx_gets_the_part_alone(reader, clinic, events):
    answer = reader.get(reverse("events:timeline", args=[clinic.public_id]), headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert (text.lstrip().startswith('<section id="timeline"'), "<html" in text) == (True, False)
