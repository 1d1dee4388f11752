"""Practitioners and registrations: added, corrected, moved, ended; what cannot be."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from institutions.services.register import FaultyFacts
from kernel.errors import Refused, Stale, WrongDay
from practitioners.enums import CancelGround, Profession, RegistrationKind, RegistrationState
from practitioners.models import Practitioner, Registration
from practitioners.services.people import add_practitioner, change_practitioner, practitioner_with
from practitioners.services.registrations import (
    cancel_registration,
    change_registration,
    end_registration,
    extend_registration,
    register,
)
from tests.factories import (
    make_card,
    make_institution,
    make_practitioner,
    make_qualification,
    make_region,
    make_registration,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


def add(keeper, hospital, **facts):
    said = {"name": "李示例", "profession": "doctor", "category": "clinical", "valid_from": date(2020, 3, 1)} | facts
    return add_practitioner(institution=hospital, by=keeper, at=NOON, **said)


def test_somebody_new_is_registered_at_once(keeper, hospital):
    card = make_card()

    made = add(keeper, hospital, id_number=card, qualification_code=make_qualification(card), scope="内科专业")

    made = Practitioner.objects.get(pk=made.pk)
    assert (made.name, made.party.name, made.region_path) == ("李示例", "李示例", hospital.region_path)
    assert (made.id_number, made.id_masked) == (card, f"{card[:6]}**********{card[-2:]}")
    row = made.registrations.get()
    assert (row.institution, row.kind, row.scope, row.valid_to) == (hospital, "main", "内科专业", None)


def test_a_nurse_is_registered_for_five_years(keeper, hospital):
    made = add(keeper, hospital, profession="nurse", category="")

    assert made.registrations.get().valid_to == date(2025, 2, 28)


def test_every_fault_is_told_at_once_and_nothing_is_kept(keeper, hospital):
    with pytest.raises(FaultyFacts) as refusal:
        add(keeper, hospital, category="", certificate_number="1", id_number="2", qualification_code="3")

    assert set(refusal.value.faults) == {"category", "certificate_number", "id_number", "qualification_code"}
    assert not Practitioner.objects.exists()


@pytest.mark.parametrize("fact", ["certificate_number", "id_number", "qualification_code"])
def test_a_number_is_one_persons(keeper, hospital, fact):
    card = make_card()
    number = {"certificate_number": "110330102000001", "qualification_code": make_qualification(card)}.get(fact, card)
    make_practitioner(**{fact: number})

    with pytest.raises(FaultyFacts, match="Another practitioner has this number"):
        add(keeper, hospital, **{fact: number})
    with pytest.raises(IntegrityError), transaction.atomic():
        make_practitioner(**{fact: number})


def test_the_database_knows_who_has_a_category():
    for facts in ({"profession": "nurse", "category": "tcm"}, {"profession": "doctor", "category": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_practitioner(**facts)


def test_nobody_registers_elsewhere(keeper, hospital):
    with pytest.raises(PermissionDenied):
        add(keeper, make_institution())
    made = add(keeper, hospital)
    with pytest.raises(PermissionDenied):
        register(made, institution=make_institution(), kind="additional", valid_from=TODAY, by=keeper, at=NOON)


def test_what_is_corrected_keeps_the_rest(keeper, hospital):
    card = make_card()
    made = add(keeper, hospital, id_number=card)

    change_practitioner(made, by=keeper, at=NOON, name="李更正", certificate_number="110330102000009")

    row = Practitioner.objects.get()
    assert (row.name, row.party.name, row.id_number) == ("李更正", "李更正", card)
    assert practitioner_with("110330102000009", by=keeper) == practitioner_with(card, by=keeper) == row
    assert practitioner_with("", by=keeper) is None and practitioner_with(make_card(), by=keeper) is None
    with pytest.raises(Stale):
        change_practitioner(made, by=keeper, at=NOON, name="李旧")


def test_a_person_practises_at_several_institutions_with_one_main(keeper, hospital, district):
    made, clinic = add(keeper, hospital), make_institution(region=district)
    facts = {"valid_from": TODAY, "by": keeper, "at": NOON}

    with pytest.raises(Refused, match="The main registration of this person is at 河东医院"):
        register(made, institution=clinic, kind=RegistrationKind.MAIN, **facts)
    register(made, institution=clinic, kind=RegistrationKind.ADDITIONAL, **facts)
    with pytest.raises(Refused, match="registered at the institution already"):
        register(made, institution=clinic, kind=RegistrationKind.ADDITIONAL, **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(made, institution=make_institution())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(made, institution=clinic, kind=RegistrationKind.ADDITIONAL)
    assert made.registrations.open().count() == 2


def test_a_closed_institution_and_a_person_without_a_main_one_are_refused(keeper, district):
    closed = make_institution(region=district, state="closed", closed_on=TODAY)
    with pytest.raises(Refused, match="The institution is closed"):
        add(keeper, closed)
    with pytest.raises(Refused, match="Without a main registration"):
        register(
            make_practitioner(), institution=make_institution(region=district), kind="additional", valid_from=TODAY,
            by=keeper, at=NOON,
        )  # fmt: skip


def test_who_changes_the_main_institution_moves_with_it(keeper, hospital, district):
    made, street = add(keeper, hospital), make_region(parent=district)
    row = made.registrations.get()

    end_registration(row, on=TODAY, reason="Moved", by=keeper, at=NOON)
    register(made, institution=make_institution(region=street), kind="main", valid_from=TODAY, by=keeper, at=NOON)

    assert Practitioner.objects.get().region_path == Practitioner.objects.get().party.region_path == street.path
    row.refresh_from_db()
    assert (row.state, row.ended_on, row.reason) == (RegistrationState.ENDED, TODAY, "Moved")


def test_a_registration_is_cancelled_on_a_ground_of_law(keeper, hospital):
    row = add(keeper, hospital).registrations.get()

    cancel_registration(row, on=TODAY, ground=CancelGround.REVOKED, reason="Decision 7", by=keeper, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.ground) == (RegistrationState.CANCELLED, CancelGround.REVOKED)
    with pytest.raises(Refused, match="is not possible: the record is now “cancelled”"):
        end_registration(row, on=TODAY, reason="Again", by=keeper, at=NOON)


@pytest.mark.parametrize(
    ("on", "refusal"), [(date(2019, 1, 1), "before the first"), (TODAY + timedelta(days=1), "in the future")]
)
def test_the_last_day_is_one_that_can_be(keeper, hospital, on, refusal):
    row = add(keeper, hospital).registrations.get()

    with pytest.raises(WrongDay, match=refusal):
        end_registration(row, on=on, reason="Moved", by=keeper, at=NOON)


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_to": date(2021, 12, 31)},
        {"state": "ended", "ended_on": date(2021, 12, 31), "reason": "Moved"},
        {"state": "ended", "ended_on": date(2023, 1, 1)},
        {"state": "ended", "reason": "Moved"},
        {"ended_on": date(2023, 1, 1), "reason": "Moved"},
        {"state": "cancelled", "ended_on": date(2023, 1, 1), "reason": "Moved"},
        {"state": "ended", "ended_on": date(2023, 1, 1), "reason": "Moved", "ground": "death"},
    ],
)
def test_the_database_refuses_what_cannot_be(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_registration(**facts)


def test_a_registration_is_extended_to_a_later_day(keeper, hospital):
    row = add(keeper, hospital, profession="nurse", category="").registrations.get()

    with pytest.raises(WrongDay, match="does not lie after"):
        extend_registration(row, until=date(2025, 2, 28), by=keeper, at=NOON)
    extend_registration(row, until=date(2030, 2, 28), by=keeper, at=NOON)

    assert Registration.objects.get().valid_to == date(2030, 2, 28)
    endless = make_registration(make_practitioner(profession=Profession.DOCTOR), institution=hospital)
    with pytest.raises(Refused, match="holds for a time"):
        extend_registration(endless, until=date(2030, 2, 28), by=keeper, at=NOON)


def test_scope_and_days_are_changed_while_it_holds(keeper, hospital):
    row = add(keeper, hospital, profession="nurse", category="").registrations.get()
    with pytest.raises(FaultyFacts, match="say until which day"):
        change_registration(row, valid_to=None, by=keeper, at=NOON)

    row = change_registration(row, scope="助产", valid_from=date(2020, 4, 1), by=keeper, at=NOON)

    assert (row.scope, row.valid_from, row.version) == ("助产", date(2020, 4, 1), 2)
    end_registration(row, on=date(2026, 1, 1), reason="Moved", by=keeper, at=NOON)
    with pytest.raises(Refused, match="stays as it is"):
        change_registration(Registration.objects.get(), scope="护理", by=keeper, at=NOON)
