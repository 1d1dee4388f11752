"""Many events in one statement: the same rows as one by one, one note in the trail, nothing outside the territory."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from agencies.enums import PartyKind
from agencies.models import Party
from events.models import Event
from events.services import FaultyFacts, record_event, record_events, record_events_of
from kernel.access import OPERATOR
from kernel.audit.entries import subject
from kernel.errors import Refused
from kernel.models import AuditRow
from tests.events.conftest import NOW, TODAY
from tests.factories import make_clinic, make_region, make_user

pytestmark = pytest.mark.django_db
KEYS = {"id", "public_id", "source", "source_id"}


def stored(event: Event) -> dict:
    event = Event.objects.get(pk=event.pk)
    return {f.attname: getattr(event, f.attname) for f in Event._meta.concrete_fields if f.attname not in KEYS}


def notes() -> list[AuditRow]:
    return list(AuditRow.objects.filter(table_name="events_recorded").order_by("pk"))


def digest_of_the_ledger() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(sha256(string_agg(sha256(convert_to(e::text, 'UTF8')), '' ORDER BY id)), 'hex') "
            "FROM events_event e"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def clinics(city, clinic):
    return [clinic, *(make_clinic(region=make_region(parent=city)) for _ in range(4))]


@pytest.fixture
def rows(clinics):
    return Party.objects.filter(kind=PartyKind.INSTITUTION)


def test_rows_of_facts_are_stored_as_one_by_one(by, penalty, check):
    facts = [
        penalty(),
        check(results=("ordered",), points=-100),
        penalty(level="minor", title="Ä '%s' {}", text="a\nb"),
    ]
    single = [stored(record_event(fact, by=by, at=NOW)) for fact in facts]

    batch = record_events(facts, by=by, at=NOW)

    assert batch.size == 3
    assert [stored(event) for event in Event.objects.order_by("pk")[3:]] == single


def test_a_batch_leaves_one_note_with_number_and_digest(by, regulator, check, monkeypatch):
    monkeypatch.setattr("events.services.bulk.AT_ONCE", 2)

    batch = record_events([check(source="OA", source_id=str(n)) for n in range(5)], by=by, at=NOW)

    first, last = Event.objects.order_by("pk").first(), Event.objects.order_by("pk").last()
    (note,) = notes()
    assert batch == (5, digest_of_the_ledger())
    assert (note.row_id, note.changes) == (
        str(regulator.pk),
        {
            "count": 5, "sha256": batch.sha256, "kind": "check", "agency": "Market regulator", "first": first.pk,
            "last": last.pk,
        },
    )  # fmt: skip
    assert subject("events_recorded") == "events recorded in bulk"
    assert not AuditRow.objects.filter(table_name="events_event").exists()


def test_what_was_recorded_before_is_left_out(by, check):
    known = record_event(check(source="OA", source_id="1"), by=by, at=NOW)
    facts = [check(source="OA", source_id=key) for key in ("1", "2", "2")]

    assert record_events(facts, by=by, at=NOW).size == 1
    assert record_events(facts, by=by, at=NOW) == (0, record_events([], by=by, at=NOW).sha256)
    assert (Event.objects.count(), len(notes())) == (2, 1)
    assert Event.objects.get(source_id="1") == known


def test_a_wrong_row_leaves_nothing_behind(by, check, monkeypatch):
    monkeypatch.setattr("events.services.bulk.AT_ONCE", 1)

    with pytest.raises(FaultyFacts):
        record_events([check(), check(results=())], by=by, at=NOW)

    assert not Event.objects.exists()


def test_a_row_about_a_party_elsewhere_leaves_nothing_behind(by, check):
    with pytest.raises(PermissionDenied):
        record_events([check(), check(subject=make_clinic())], by=by, at=NOW)
    with pytest.raises(PermissionDenied):
        record_events([check(), check(subject=by.party)], by=by, at=NOW)

    assert not Event.objects.exists()


def test_nobody_records_in_bulk_about_a_party_of_his_own(by, clinic, rows, check):
    clinic.memberships.create(user=by.user, role="staff", valid_from=date(2020, 1, 1))

    with pytest.raises(PermissionDenied):
        record_events([check()], by=by, at=NOW)
    with pytest.raises(PermissionDenied):
        record_events_of(rows, {"kind": "talk", "occurred_on": TODAY}, by=by, at=NOW)

    assert not Event.objects.exists()


def test_one_event_for_each_row_of_a_queryset(by, clinics, rows, penalty):
    single = [
        stored(record_event(penalty(subject=clinic, title=f"Of {clinic.name}"), by=by, at=NOW)) for clinic in clinics
    ]
    facts = {
        "kind": "penalty", "occurred_on": date(2026, 11, 2), "level": "general", "source": "campaign",
        "document_number": "示市监罚〔2026〕12号", "penalties": ("fine", "confiscate_gains"), "fine": 12_000,
        "confiscated": 300,
    }  # fmt: skip
    each = {"source_id": F("pk"), "title": Concat(Value("Of "), "name")}

    batch = record_events_of(rows, facts, each=each, by=by, at=NOW)

    made = Event.objects.filter(source="campaign").order_by("subject")
    assert batch.size == 5
    assert [stored(event) for event in made] == single
    assert set(made.values_list("source_id", flat=True)) == {str(clinic.pk) for clinic in clinics}
    assert record_events_of(rows, facts, each=each, by=by, at=NOW).size == 0
    assert [note.changes["sha256"] for note in notes()] == [batch.sha256]


def test_the_rows_may_be_of_another_table_and_have_days_of_their_own(by, clinics):
    for days, clinic in enumerate(clinics):
        clinic.valid_from = TODAY - timedelta(days=days)
        clinic.save()
    members, somebody = by.party.memberships.model.objects, make_user()
    for clinic in clinics:
        members.create(user=somebody, party=clinic, role="staff", valid_from=clinic.valid_from)

    record_events_of(
        members.filter(role="staff"),
        {"kind": "licence_granted", "source": "registry"},
        subject="party",
        each={"source_id": Cast("party__public_id", CharField()), "occurred_on": F("party__valid_from")},
        by=by,
        at=NOW,
    )

    made = Event.objects.order_by("pk").values_list("subject", "occurred_on", "public_from", "public_until")
    assert set(made) == {(clinic.pk, clinic.valid_from, clinic.valid_from, None) for clinic in clinics}


def test_it_is_one_statement_whatever_the_number(by, rows, django_assert_num_queries):
    with django_assert_num_queries(5):  # savepoint, own parties, insert, note, end of the savepoint
        record_events_of(rows, {"kind": "talk", "occurred_on": TODAY}, by=by, at=NOW)


def test_rows_outside_the_territory_or_in_the_future_leave_nothing_behind(by, rows):
    facts = {"kind": "self_inspection_missed", "occurred_on": TODAY}
    make_clinic()

    with pytest.raises(PermissionDenied):
        record_events_of(rows, facts, by=by, at=NOW)
    Party.objects.filter(kind=PartyKind.INSTITUTION).update(valid_from=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="in the future"):
        each = {"occurred_on": F("valid_from")}
        record_events_of(rows, {"kind": "talk"}, each=each, by=OPERATOR, at=NOW, agency=by.party)

    assert not Event.objects.exists()


def test_the_machine_records_everywhere_for_an_agency(by, rows):
    make_clinic()

    facts = {"kind": "self_inspection_missed", "occurred_on": TODAY}
    batch = record_events_of(rows, facts, by=OPERATOR, at=NOW, agency=by.party)

    assert batch.size == 6
    assert set(Event.objects.values_list("agency", "recorded_by")) == {(by.party_id, None)}


def test_facts_that_are_the_same_for_all_rows_are_checked(by, rows):
    with pytest.raises(FaultyFacts):
        record_events_of(rows, {"kind": "check", "occurred_on": TODAY}, by=by, at=NOW)
    with pytest.raises(ValueError, match="the same for all rows"):
        record_events_of(rows, {"kind": "talk", "occurred_on": TODAY}, each={"level": F("kind")}, by=by, at=NOW)
    with pytest.raises(ValueError, match="one day for all rows"):
        record_events_of(
            rows, {"kind": "false_report", "level": "minor"}, each={"occurred_on": F("valid_from")}, by=by, at=NOW
        )
