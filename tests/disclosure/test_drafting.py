"""A draft is masked before it is stored for the public, and opens the duty to publish it in time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from agencies.enums import PartyKind
from disclosure import services
from disclosure.enums import PublicationState
from disclosure.models import Original, Publication
from kernel.errors import Refused, Stale
from kernel.models import AuditRow
from kernel.workdays import add_months
from obligations.enums import DutyState
from obligations.models import Obligation
from tests.factories import make_membership, make_party, make_task

from .conftest import CARD, NOON, PENALTY, SECRETS, fresh, make_office

pytestmark = pytest.mark.django_db


def duties(row) -> list[Obligation]:
    return list(Obligation.objects.about(row).order_by("pk"))


def test_a_draft_holds_what_the_public_may_read(office):
    row = office.draft()

    assert (row.state, row.title, row.party_name) == (PublicationState.DRAFT, "王*无证执业案", "康仁诊所")
    assert row.payload == {
        "document_number": "杭卫医罚〔2026〕12号",
        "level": "serious",
        "principal": "李梅",
        "address": "西湖区文三路123号",
        "facts": "王*（***）无证执业，电话***。",
        "basis": "《医疗机构管理条例》第四十四条",
        "penalty": "罚款50,000.00元",
    }
    assert (row.original.fields, row.original.names) == (PENALTY, ["王小明"])


def test_the_register_and_the_trail_hold_nothing_unmasked(office):
    row = office.draft()

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(p)::text FROM disclosure_publication p WHERE id = %s", [row.pk])
        (stored,) = cursor.fetchone()
    tables = ("disclosure_publication", "disclosure_original")
    trail = str(list(AuditRow.objects.filter(table_name__in=tables).values_list("changes", flat=True)))
    assert [secret for secret in SECRETS if secret in stored or secret in trail] == []


def test_a_natural_person_is_named_by_surname(office):
    person = make_party(region=office.agency.party.region, kind=PartyKind.PERSON, name="王小明")

    row = office.draft(party=person, names=[])

    assert (row.party_name, row.title, "address" in row.payload) == ("王*", "王*无证执业案", False)


@pytest.mark.parametrize(
    ("kind", "fields", "clock", "due_on"),
    [
        ("penalty", PENALTY, "penalty.publish", date(2026, 10, 8)),  # 7 working days over the holidays: rules 12
        ("check", {"type": "Patrol", "result": "ok"}, "decision.publish", date(2026, 10, 26)),  # 20 of them
        ("draw", {"type": "Records", "result": "ok"}, "draw.publish", date(2026, 10, 26)),
        (
            "licence",
            {"document_number": "1", "licence_number": "PDY1", "decision": "granted"},
            "licence.publish",
            date(2026, 10, 8),
        ),
        ("grade", {"grade": "a"}, "decision.publish", date(2026, 10, 26)),
    ],
)
def test_the_clock_begins_on_the_day_of_the_decision(office, kind, fields, clock, due_on):
    row = office.draft(kind=kind, fields=fields, formed_on=date(2026, 9, 21), at=NOON + timedelta(days=2))

    (duty,) = duties(row)
    assert (duty.kind, duty.bearer, duty.due_on, duty.state) == (clock, office.agency.party, due_on, DutyState.OPEN)
    assert (duty.title, duty.counted_from) == (row.title, date(2026, 9, 21))


def test_a_record_is_published_once_at_a_time(office):
    record = make_task()
    first = office.draft(record=record)

    with pytest.raises(Refused, match="already"):
        office.draft(record=record)
    services.discard_draft(first, by=office.writer, at=NOON, reason="Wrong clinic")
    second = office.draft(record=record)

    assert (second.subject_kind, second.subject_id) == ("tasks.task", record.pk)
    assert Publication.objects.count() == 2


@pytest.mark.parametrize("missing", ["facts", "penalty", "document_number"])
def test_a_required_field_is_missing(office, missing):
    with pytest.raises(Refused, match="missing"):
        office.draft(fields=PENALTY | {missing: "  "})


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("check", {"type": "Patrol", "result": "perfect"}),
        ("licence", {"document_number": "1", "licence_number": "P", "decision": "g", "valid_from": "soon"}),
        ("licence", {"document_number": "1", "licence_number": "P", "decision": "g", "valid_from": "2026-02-30"}),
    ],
)
def test_a_value_that_cannot_be(office, kind, fields):
    with pytest.raises(Refused, match="nothing that"):
        office.draft(kind=kind, fields=fields)


def test_a_field_that_the_kind_does_not_have_is_a_mistake(office):
    with pytest.raises(LookupError):
        office.draft(fields=PENALTY | {"blood_group": "A"})


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (None, "2029-09-21"),
        (date(2029, 9, 22), "2029-09-21"),  # three years after the decision, and a day
        (date(2026, 9, 20), "passed"),
    ],
)
def test_a_penalty_ends_within_three_years(office, until, reason):
    with pytest.raises(Refused, match=reason):
        office.draft(public_until=until)


def test_the_last_day_of_three_years_is_possible(office):
    assert office.draft(public_until=date(2029, 9, 21)).public_until == date(2029, 9, 21)


def test_a_decision_of_tomorrow_is_none(office):
    with pytest.raises(Refused, match="to come"):
        office.draft(formed_on=date(2026, 9, 22))


def test_about_another_territory_nothing_is_drafted(office):
    with pytest.raises(PermissionDenied):
        office.draft(party=make_office().clinic)


def test_who_changes_a_draft_becomes_one_of_its_writers(office):
    row, other = office.draft(), make_membership(agency=office.agency)

    row = services.change_draft(
        row, title="张三案", fields=PENALTY | {"facts": f"张三{CARD}"}, names=["张三"],
        public_until=row.public_until, by=other, at=NOON,
    )  # fmt: skip

    assert (row.title, row.payload["facts"]) == ("张*案", "张****")
    assert set(row.writers) == {office.writer.user_id, other.user_id}
    assert fresh(row).original.names == ["张三"]


def test_a_stale_draft_is_not_changed(office):
    row = office.draft()
    old = fresh(row)
    services.submit_draft(row, by=office.writer, at=NOON)

    with pytest.raises(Stale):
        services.change_draft(old, title="X", fields=PENALTY, by=office.writer, at=NOON, public_until=row.public_until)


def test_what_is_handed_in_is_not_changed(office):
    row = services.submit_draft(office.draft(), by=office.writer, at=NOON)

    with pytest.raises(Refused, match="Only a draft"):
        services.change_draft(row, title="X", fields=PENALTY, by=office.writer, at=NOON, public_until=row.public_until)


def test_with_a_discarded_draft_its_duty_and_what_was_recorded_go(office):
    row = services.discard_draft(office.draft(), by=office.writer, at=NOON, reason="Wrong clinic")

    assert row.state == PublicationState.DISCARDED
    assert [duty.state for duty in duties(row)] == [DutyState.CANCELLED]
    assert not Original.objects.filter(publication=row).exists()


@pytest.mark.parametrize(("level", "months"), [("minor", 3), ("general", 12), ("serious", 36)])
def test_a_penalty_is_public_for_as_long_as_its_level_allows(office, level, months):
    latest = add_months(NOON.date(), months)
    facts = {"fields": PENALTY | {"level": level}}

    with pytest.raises(Refused, match=latest.isoformat()):
        office.draft(**facts, public_until=latest + timedelta(days=1))
    assert office.draft(**facts, public_until=latest).public_until == latest
