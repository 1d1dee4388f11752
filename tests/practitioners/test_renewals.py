"""What an institution owes for a nurse whose registration ends."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from kernel.errors import Refused
from obligations.enums import DutyState
from obligations.models import Obligation
from obligations.subjects import addresses_of
from practitioners.enums import RegistrationKind
from practitioners.services.people import change_practitioner
from practitioners.services.registrations import (
    apply_for_extension,
    change_registration,
    end_registration,
    extend_registration,
)
from practitioners.services.renewals import open_renewals
from tests.factories import make_institution, make_practitioner, make_principal, make_registration

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
ENDS = date(2027, 2, 10)


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


@pytest.fixture
def nurse(hospital):
    return make_practitioner(region=hospital.party.region, name="王示例", profession="nurse")


@pytest.fixture
def row(nurse, hospital):
    return make_registration(nurse, institution=hospital, valid_to=ENDS)


def open_all(at=NOON):
    return open_renewals(day=at.date(), at=at)


def test_the_institution_owes_it_thirty_days_before(row, hospital, keeper):
    assert [open_all(), open_all()] == [1, 0]

    duty = Obligation.objects.get()
    assert (duty.kind, duty.bearer_id, duty.supervisor) == ("nurse.renew", hospital.pk, keeper.party)
    assert (duty.title, duty.region_path, duty.period) == ("王示例", hospital.region_path, "2027-02-10")
    assert (duty.counted_from, duty.due_on) == (ENDS, date(2027, 1, 11))
    assert addresses_of([duty]) == {duty.pk: row.get_absolute_url()}


@pytest.mark.parametrize(
    "facts", [{"valid_to": date(2027, 2, 21)}, {"valid_to": date(2026, 11, 19)}, {"valid_to": None},
              {"state": "ended", "ended_on": TODAY, "reason": "Moved"}, {"kind": RegistrationKind.ADDITIONAL}],
)  # fmt: skip
def test_of_others_nothing_is_owed(nurse, hospital, facts):
    make_registration(nurse, institution=hospital, **{"valid_to": ENDS} | facts)

    assert open_all() == 0


def test_of_who_is_no_nurse_nothing_is_owed(hospital):
    doctor = make_practitioner(region=hospital.party.region)
    make_registration(doctor, institution=hospital, valid_to=ENDS)

    assert open_all() == 0


def test_many_take_one_statement(hospital, django_assert_num_queries):
    for _ in range(3):
        nurse = make_practitioner(region=hospital.party.region, profession="nurse")
        make_registration(nurse, institution=hospital, valid_to=ENDS)
    with django_assert_num_queries(11):
        assert open_all() == 3
    for _ in range(20):
        nurse = make_practitioner(region=hospital.party.region, profession="nurse")
        make_registration(nurse, institution=hospital, valid_to=ENDS)
    with django_assert_num_queries(11):
        assert open_all() == 20


def test_the_extension_meets_it_and_the_next_term_is_owed_anew(row, keeper):
    open_all()

    extend_registration(row, until=date(2032, 2, 10), by=keeper, at=NOON)

    assert Obligation.objects.get().state == DutyState.MET
    assert open_all() == 0
    assert open_all(datetime(2031, 12, 1, 12, tzinfo=NOON.tzinfo)) == 1


def test_an_application_in_time_is_in_time_however_long_the_decision_takes(row, keeper, hospital):
    open_all()
    principal = make_principal(hospital.party)

    apply_for_extension(row, by=principal, at=NOON)
    assert Obligation.objects.get().state == DutyState.SUBMITTED
    with pytest.raises(Refused, match="No extension of this registration is owed now"):
        apply_for_extension(row, by=principal, at=NOON)
    extend_registration(row, until=date(2032, 2, 10), by=keeper, at=datetime(2027, 2, 1, 12, tzinfo=NOON.tzinfo))

    assert Obligation.objects.get().state == DutyState.MET


def test_who_does_not_speak_for_the_institution_does_not_apply(row, hospital):
    open_all()

    for by in (make_principal(hospital.party, role=Role.STAFF), make_principal(make_institution().party)):
        with pytest.raises(PermissionDenied):
            apply_for_extension(row, by=by, at=NOON)


def test_what_is_over_is_not_owed(row, keeper):
    open_all()

    end_registration(row, on=TODAY, reason="Moved", by=keeper, at=NOON)

    assert Obligation.objects.get().state == DutyState.CANCELLED


def test_a_corrected_name_is_the_dutys_too(row, nurse, keeper):
    open_all()

    change_practitioner(nurse, by=keeper, at=NOON, name="王更正")

    assert Obligation.objects.get().title == "王更正"


def test_a_corrected_last_day_is_owed_and_not_the_wrong_one(row, keeper):
    open_all()

    row = change_registration(row, scope="护理", by=keeper, at=NOON)
    assert Obligation.objects.get().state == DutyState.OPEN
    change_registration(row, valid_to=date(2027, 2, 9), by=keeper, at=NOON)
    assert Obligation.objects.get().state == DutyState.CANCELLED

    assert [open_all(), open_all()] == [1, 0]
    assert Obligation.objects.latest("pk").period == "2027-02-09"
