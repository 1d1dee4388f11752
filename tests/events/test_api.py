"""`/api/v1/events/`: what it answers, records and refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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
LIST = "/api/v1/events/"


def address(event: Event, verb: str = "") -> str:
    return f"{LIST}{event.public_id}/{verb and f'{verb}/'}"


def post(client, url: str, **data):
    return client.post(url, data, content_type="application/json")


def results(answer) -> list:
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.fixture
def penalty(clinic):
    """What is sent, changed by keywords; None takes a fact away."""

    def data(**changed) -> dict:
        told = {
            "kind": "penalty", "party": str(clinic.public_id), "occurred_on": timezone.localdate().isoformat(),
            "level": "serious", "document_number": "示市监罚〔2026〕12号", "penalties": ["fine", "close"],
            "fine": "12000.50", "title": "Sold expired goods", "source": "OA", "source_id": "7",
        }  # fmt: skip
        return {name: value for name, value in (told | changed).items() if value is not None}

    return data


def test_an_event_in_full(reader, by, clinic, regulator, penalty):
    sent = penalty(points=-150)

    made = post(reader, LIST, **sent)

    event = Event.objects.get()
    today = event.occurred_on
    shown = {
        "id": str(event.public_id), "kind": "penalty", "kind_display": "Administrative penalty", "credit": "dishonest",
        "party": {"id": str(clinic.public_id), "name": "Clinic", "kind": "institution"},
        "agency": {"id": str(regulator.party.public_id), "name": "Market regulator", "kind": "agency"},
        "occurred_on": today.isoformat(), "title": "Sold expired goods", "text": "", "level": "serious",
        "recorded_at": event.recorded_at.isoformat().replace("+00:00", "Z"),
        "document_number": "示市监罚〔2026〕12号", "points": -150, "demerits": 0,
        "details": {"penalties": ["fine", "close"], "fine": "12000.50"}, "public_from": today.isoformat(),
        "public_until": event.public_until.isoformat(), "regime": "order36-2025", "source": "OA", "source_id": "7",
        "state": "valid", "state_display": "in force", "counters": None, "countered_by": None,
    }  # fmt: skip
    assert (made.status_code, made.json()) == (201, shown)
    assert made["Location"] == f"http://testserver{address(event)}"
    assert (event.recorded_by, event.agency) == (by, by.party)
    assert reader.get(address(event)).json() == shown
    assert results(reader.get(LIST)) == [shown]


def test_the_same_source_record_again_answers_with_the_event_there_is(reader, penalty):
    first, again = post(reader, LIST, **penalty()), post(reader, LIST, **penalty())

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Event.objects.count() == 1


def test_with_other_facts_it_is_refused(reader, penalty):
    post(reader, LIST, **penalty())

    answer = post(reader, LIST, **penalty(level="general"))

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert "with other facts" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"kind": None}, "kind"),
        ({"level": None}, "level"),
        ({"document_number": "No. 7"}, "document_number"),
        ({"occurred_on": "2199-01-01"}, "occurred_on"),
        ({"fine": "1.005"}, "fine"),
        ({"fine": "NaN"}, "fine"),
        ({"penalties": "fine"}, "penalties"),
        ({"colour": "red"}, "colour"),
        ({"party": "00000000-0000-0000-0000-000000000000"}, "party"),
        ({"source_id": None}, "source_id"),
        ({"demerits": 3}, "demerits"),
        ({"title": "a\u0000b"}, "title"),
    ],
)
def test_faults_are_named_by_field(reader, penalty, changed, fault):
    answer = post(reader, LIST, **penalty(**changed))

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert set(answer.json()["errors"]) == {fault}
    assert not Event.objects.exists()


def test_a_party_elsewhere_is_not_known(reader, penalty):
    there = make_clinic(region=make_region())

    assert set(post(reader, LIST, **penalty(party=str(there.public_id))).json()["errors"]) == {"party"}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.BUSINESS_ADMIN, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_who_does_not_record_is_refused(client, regulator, penalty, role):
    client.force_login(make_membership(agency=regulator, role=role).user)

    assert post(client, LIST, **penalty()).status_code == 403
    assert not Event.objects.exists()


def test_a_party_records_nothing_about_itself(client, clinic, penalty):
    client.force_login(make_principal(clinic).user)

    assert post(client, LIST, **penalty()).status_code == 403


def test_an_event_is_countered(reader, by, clinic):
    event = make_event(subject=clinic, agency=by.party)

    made = post(reader, address(event, "counter"), reason="The wrong clinic")

    assert (made.status_code, made.json()["counters"], made.json()["text"], made.json()["state"]) == (
        201, str(event.public_id), "The wrong clinic", "counter",
    )  # fmt: skip
    now = reader.get(address(event)).json()
    assert (now["state"], now["countered_by"]) == ("countered", made.json()["id"])
    assert post(reader, address(event, "counter"), reason="Again").status_code == 409
    assert post(reader, address(event, "counter")).json()["errors"].keys() == {"reason"}


def test_only_the_recording_agency_counters(reader, clinic):
    event, elsewhere = make_event(subject=clinic), make_event()

    assert post(reader, address(event, "counter"), reason="No").status_code == 403
    assert post(reader, address(elsewhere, "counter"), reason="No").status_code == 404
    assert Event.objects.count() == 2


def test_the_list_is_the_territorys_the_newest_first(reader, city, clinic):
    district = make_clinic(region=make_region(parent=city))
    events = [make_event(subject=subject) for subject in (clinic, district, make_clinic())]

    assert [row["id"] for row in results(reader.get(LIST))] == [str(event.public_id) for event in events[1::-1]]


def test_what_is_shared_has_a_list_of_its_own(reader, client, by, clinic):
    elsewhere = make_clinic(region=make_region())
    make_event(subject=clinic, agency=by.party)
    mine = make_event(subject=elsewhere, agency=by.party)
    make_event(subject=elsewhere)

    assert [row["id"] for row in results(reader.get(f"{LIST}shared/"))] == [str(mine.public_id)]
    assert reader.get(address(mine)).status_code == 200

    client.force_login(make_principal(elsewhere).user)
    assert (len(results(client.get(LIST))), len(results(client.get(f"{LIST}shared/")))) == (0, 2)


def test_a_department_that_is_not_competent_finds_its_own_records_there(client, city, clinic):
    finance = make_agency(region=city, kind=AgencyKind.FINANCE)
    mine = make_event(subject=clinic, agency=finance.party)
    other = make_event(subject=clinic)
    client.force_login(make_membership(agency=finance).user)

    assert results(client.get(LIST)) == []
    assert [row["id"] for row in results(client.get(f"{LIST}shared/"))] == [str(mine.public_id)]
    assert client.get(address(other)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"credit": "good"}, {"award"}),
        ({"kind": "check"}, {"check"}),
        ({"level": "general"}, {"false_report"}),
        ({"first": "2026-06-02"}, {"award"}),
        ({"last": "2026-06-01"}, {"check", "false_report"}),
        ({"source": "OA", "source_id": "7"}, {"check"}),
    ],
)
def test_the_list_is_narrowed(reader, clinic, asked, expected):
    make_event(subject=clinic, source="OA", source_id="7")
    make_event(subject=clinic, kind="false_report", level="general")
    make_event(subject=clinic, kind="award", occurred_on="2026-06-02")

    assert {row["kind"] for row in results(reader.get(LIST, asked))} == expected


def test_the_list_is_narrowed_to_a_party_an_agency_a_territory(reader, city, clinic):
    district = make_region(parent=city)
    there = make_event(subject=make_clinic(region=district))
    make_event(subject=clinic)

    for asked in (
        {"party": there.subject.public_id}, {"agency": there.agency.public_id}, {"region": district.pk},
    ):  # fmt: skip
        assert [row["id"] for row in results(reader.get(LIST, asked))] == [str(there.public_id)]
    assert reader.get(LIST, {"colour": "red"}).status_code == 400


def test_a_list_takes_the_same_number_of_queries_and_never_counts(reader, by, clinic):
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert results(reader.get(LIST))
        return [query["sql"] for query in captured]

    make_event(subject=clinic)
    reader.get(LIST)
    one = queries()
    for _ in range(50):
        event = make_event(subject=clinic, agency=by.party)
        make_standing(event, StandingKind.OBJECTION_RAISED)
        counter_event(event, reason="Wrong", by=by, at=timezone.now())

    fifty = queries()

    assert len(fifty) == len(one) <= 6
    assert not [sql for sql in fifty if "COUNT(" in sql.upper() or "OFFSET" in sql.upper()]


def test_pages_follow_one_another(reader, clinic):
    made = [str(make_event(subject=clinic).public_id) for _ in range(5)]
    page, found = reader.get(LIST, {"page_size": 2}).json(), []
    found += page["results"]
    while page["next"]:
        page = reader.get(page["next"]).json()
        found += page["results"]

    assert [row["id"] for row in found] == made[::-1]


def test_no_other_system_calls_itself_the_portals_tables(reader, penalty):
    answer = post(reader, LIST, **penalty(source="table", source_id="somebody-elses:n:1"))

    assert answer.status_code == 400, answer.content
    assert "what the portal calls its own tables" in answer.content.decode()
    assert not Event.objects.exists()
