"""Recording an event: what is stored, what is refused, and the same source record a second time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import AgencyKind, Role
from events.enums import Level
from events.kinds import kinds
from events.models import Event
from events.services import Facts, FaultyFacts, record_event
from kernel.access import OPERATOR
from kernel.errors import Refused
from tests.events.conftest import NOW, TODAY
from tests.factories import make_agency, make_clinic, make_membership, make_principal, make_region

pytestmark = pytest.mark.django_db


def fresh(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_a_penalty_is_stored_with_its_regime_and_its_period_of_publicity(by, clinic, regulator, penalty):
    event = fresh(record_event(penalty(), by=by, at=NOW))

    stored = {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    assert stored == {
        "id": event.pk, "public_id": event.public_id, "kind": "penalty", "subject_id": clinic.pk,
        "region_path": clinic.region_path, "occurred_on": date(2026, 11, 2), "recorded_at": NOW,
        "recorded_by_id": by.pk, "agency_id": regulator.pk, "level": "general", "points": 0, "demerits": 0,
        "title": "Sold expired goods", "text": "", "document_number": "示市监罚〔2026〕12号",
        "public_from": date(2026, 11, 2), "public_until": date(2027, 11, 2), "regime": "order36-2025",
        "source": "", "source_id": "", "counters_id": None,
        "details": {"penalties": ["fine", "confiscate_gains"], "fine": "12000.00", "confiscated": "300.00"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "level", "regime", "until"),
    [
        (date(2026, 4, 1), Level.GENERAL, "order36-2025", date(2027, 4, 1)),
        (date(2026, 4, 1), Level.SERIOUS, "order36-2025", date(2029, 4, 1)),
        (date(2026, 4, 1), Level.MINOR, "order36-2025", None),
        (date(2026, 3, 31), Level.GENERAL, "order58-2023", date(2029, 3, 31)),
        (date(2023, 4, 30), Level.GENERAL, "before-2023", date(2024, 4, 30)),
        (date(2020, 2, 29), Level.GENERAL, "before-2023", date(2021, 2, 28)),
    ],
)
def test_the_rules_of_its_own_day_say_how_long_it_is_public(by, penalty, day, level, regime, until):
    event = record_event(penalty(occurred_on=day, level=level), by=by, at=NOW)

    assert (event.regime, event.public_until) == (regime, until)
    assert event.public_from == (day if until else None)


@pytest.mark.parametrize(
    ("chosen", "basis", "is_fine"),
    [
        (date(2027, 2, 1), "", False),  # below three months
        (date(2027, 2, 2), "", True),
        (date(2027, 11, 2), "", True),
        (date(2027, 11, 3), "", False),  # above one year
        (date(2029, 11, 2), "Order 45 of the market regulator", True),
        (date(2026, 11, 1), "Order 45 of the market regulator", False),  # before it begins
    ],
)
def test_a_chosen_period_keeps_within_the_rules_unless_a_law_says_otherwise(by, penalty, chosen, basis, is_fine):
    facts = penalty(public_until=chosen, public_basis=basis)

    if is_fine:
        event = record_event(facts, by=by, at=NOW)
        assert (event.public_until, event.details.get("public_basis", "")) == (chosen, basis)
    else:
        with pytest.raises(FaultyFacts) as refusal:
            record_event(facts, by=by, at=NOW)
        assert set(refusal.value.faults) == {"public_until"}


@pytest.mark.parametrize(
    ("kind", "public_from"),
    [("licence_granted", date(2026, 11, 2)), ("award", date(2026, 11, 2)), ("proven_complaint", None)],
)
def test_what_is_not_dishonest_is_public_without_end_or_internal(by, clinic, kind, public_from):
    event = record_event(Facts(kind=kind, subject=clinic, occurred_on=date(2026, 11, 2)), by=by, at=NOW)

    assert (event.public_from, event.public_until, event.regime) == (public_from, None, "")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"level": ""}, "level"),
        ({"level": "huge"}, "level"),
        ({"document_number": ""}, "document_number"),
        ({"document_number": "示市监罚(2026)12号"}, "document_number"),
        ({"document_number": "示市监罚[2026]12号"}, "document_number"),
        ({"document_number": "示市监罚〔26〕12号"}, "document_number"),
        ({"document_number": "示市监罚〔2026〕十二号"}, "document_number"),
        ({"document_number": "示市监罚〔2026〕12号\n"}, "document_number"),
        ({"occurred_on": TODAY + timedelta(days=1)}, "occurred_on"),
        ({"occurred_on": date(1949, 9, 30)}, "occurred_on"),
        ({"penalties": ()}, "penalties"),
        ({"penalties": ("fine", "whipping"), "confiscated": None}, "penalties"),
        ({"penalties": ("warning",), "confiscated": None}, "fine"),
        ({"fine": None}, "fine"),
        ({"fine": -1}, "fine"),
        ({"penalties": ("fine",)}, "confiscated"),
        ({"points": 500}, "points"),
        ({"points": -10_001}, "points"),
        ({"demerits": 3}, "demerits"),
        ({"results": ("ok",)}, "results"),
        ({"title": "x" * 201}, "title"),
        ({"source": "OA"}, "source_id"),
    ],
)
def test_facts_that_cannot_be_are_refused_by_name(by, penalty, changed, fault):
    with pytest.raises(FaultyFacts) as refusal:
        record_event(penalty(**changed), by=by, at=NOW)

    assert set(refusal.value.faults) == {fault}
    assert not Event.objects.exists()


def test_every_fault_is_said_at_once(by, penalty):
    with pytest.raises(FaultyFacts) as refusal:
        record_event(penalty(level="", document_number="", penalties=(), fine=None, confiscated=None), by=by, at=NOW)

    needs = "“Administrative penalty” needs it."
    assert refusal.value.faults == {"level": needs, "document_number": needs, "penalties": needs}


def test_nothing_found_does_not_stand_beside_a_finding(by, check):
    with pytest.raises(FaultyFacts, match="does not stand beside a problem"):
        record_event(check(results=("ok", "ordered")), by=by, at=NOW)


def test_several_results_and_points_are_kept(by, check):
    event = record_event(check(results=("ordered", "not_disclosed", "ordered"), points=-150), by=by, at=NOW)

    assert (event.details, event.points) == ({"results": ["ordered", "not_disclosed"]}, -150)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_every_kind_can_be_recorded_with_what_it_needs(by, clinic, kind):
    facts = {
        "level": "serious", "document_number": "示市监罚〔2026〕12号", "penalties": ("warning",),
        "results": ("closed",), "demerits": 2,
    }  # fmt: skip
    told = {name: facts[name] for name in kind.needs}

    event = record_event(Facts(kind=kind.key, subject=clinic, occurred_on=TODAY, **told), by=by, at=NOW)

    assert fresh(event).label == str(kind.label)


def test_the_same_source_record_is_recorded_once(by, penalty):
    facts = penalty(source="OA", source_id="7")

    first = record_event(facts, by=by, at=NOW)
    again = record_event(facts, by=by, at=NOW + timedelta(days=1))

    assert (first.is_new, again.is_new, again) == (True, False, first)
    assert Event.objects.count() == 1


def test_the_same_source_record_with_other_facts_is_refused(by, penalty):
    record_event(penalty(source="OA", source_id="7"), by=by, at=NOW)

    with pytest.raises(Refused, match="with other facts"):
        record_event(penalty(source="OA", source_id="7", fine=1), by=by, at=NOW)


def test_another_agencys_source_record_is_not_handed_out(by, city, penalty):
    record_event(penalty(source="OA", source_id="7"), by=by, at=NOW)
    other = make_membership(agency=make_agency(region=city))

    with pytest.raises(Refused, match="Another agency"):
        record_event(penalty(source="OA", source_id="7"), by=other, at=NOW)


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_who_records_for_an_agency(regulator, check, role):
    by = make_membership(agency=regulator, role=role)
    may = role in {Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.OFFICER}

    if may:
        assert record_event(check(), by=by, at=NOW).recorded_by == by
    else:
        with pytest.raises(PermissionDenied):
            record_event(check(), by=by, at=NOW)


def test_any_department_records_on_the_parties_of_its_territory_only(city, check):
    tax = make_membership(agency=make_agency(region=city, kind=AgencyKind.FINANCE))

    assert record_event(check(), by=tax, at=NOW).agency == tax.party
    with pytest.raises(PermissionDenied):
        record_event(check(subject=make_clinic(region=make_region())), by=tax, at=NOW)


def test_nobody_records_about_himself_nor_in_anothers_name(by, city, clinic, check):
    with pytest.raises(PermissionDenied):
        record_event(check(subject=by.party), by=by, at=NOW)
    with pytest.raises(PermissionDenied):
        record_event(check(), by=by, at=NOW, agency=make_agency(region=city).party)
    with pytest.raises(PermissionDenied):
        record_event(check(), by=make_principal(clinic), at=NOW)


def test_the_machine_records_for_an_agency(regulator, check):
    event = record_event(check(), by=OPERATOR, at=NOW, agency=regulator.party)

    assert (fresh(event).recorded_by, event.agency) == (None, regulator.party)
