"""Finding a party, its timeline, the ledger: what they show to whom, narrowed, page by page, at a fixed cost."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind
from events.enums import StandingKind
from events.models import Event
from events.services import counter_event
from tests.events.reading import log_in, page, shown
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
    assert text.index(by.party.name) < text.index(by.user.name, text.index(f">{mine.title}<"))
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


def test_htmx_gets_the_part_alone(reader, clinic, events):
    answer = reader.get(reverse("events:timeline", args=[clinic.public_id]), headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert (text.lstrip().startswith('<section id="timeline"'), "<html" in text) == (True, False)


def test_a_party_does_not_read_that_its_case_went_to_the_police(client, by, clinic):
    facts = {"subject": clinic, "agency": by.party, "recorded_by": by}
    make_event(kind="criminal_transfer", title="E1", **facts)
    make_event(kind="proven_complaint", title="E2", **facts)
    make_event(kind="check", title="E3", **facts)

    own = log_in(client, make_principal(clinic))
    assert shown(page(own, "timeline", clinic.public_id)) == ["E3"]
    assert Event.objects.shared_with(make_principal(clinic)).count() == 1
    assert Event.objects.about(clinic, by).count() == 3


def test_a_kind_that_is_no_longer_declared_keeps_its_events(reader, clinic):
    event = make_event(subject=clinic, kind="gone.kind")

    for address in (
        event.get_absolute_url(),
        reverse("events:ledger"),
        reverse("events:timeline", args=[clinic.public_id]),
    ):
        assert "gone.kind" in reader.get(address).content.decode()
    assert reader.get(f"/api/v1/events/{event.public_id}/").json()["kind_display"] == "gone.kind"


def test_an_empty_ledger_says_whether_anything_exists(reader):
    assert "Nothing is recorded yet" in page(reader, "ledger")
    assert "No event fits" in page(reader, "ledger", level="serious")
