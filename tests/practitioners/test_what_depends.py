"""What hangs together: a profession and the registrations of it, a number and whose it is, a closed institution."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from institutions.services.register import FaultyFacts, close_institution
from kernel import files
from kernel.errors import WrongDay
from kernel.models import StoredFile
from obligations.enums import DutyState
from obligations.models import Obligation
from practitioners.jobs import CHECK_TABLE, RECORD_TABLE
from practitioners.models import Practitioner
from practitioners.services.people import change_practitioner
from practitioners.services.registrations import extend_registration
from practitioners.services.renewals import open_renewals
from tests.factories import make_card, make_institution, make_practitioner, make_registration
from tests.practitioners.test_tables import NURSE, as_csv, counts, faults, record, run

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
ENDS = date(2027, 2, 10)


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


@pytest.fixture
def nurse(hospital):
    return make_practitioner(region=hospital.party.region, name="王示例", profession="nurse")


def open_all() -> int:
    return open_renewals(day=NOON.date(), at=NOON)


def test_who_becomes_a_nurse_needs_registrations_that_end(keeper, hospital):
    doctor = make_practitioner(institution=hospital)

    with pytest.raises(FaultyFacts) as refused:
        change_practitioner(doctor, profession="nurse", category="", by=keeper, at=NOON)

    assert list(refused.value.faults) == ["profession"]
    assert Practitioner.objects.get().profession == "doctor"


def test_who_was_no_nurse_owes_no_extension(keeper, hospital, nurse):
    make_registration(nurse, institution=hospital, valid_to=ENDS)
    assert open_all() == 1

    change_practitioner(nurse, profession="technician", by=keeper, at=NOON)

    assert Obligation.objects.get().state == DutyState.CANCELLED
    assert open_all() == 0


def test_a_closed_institution_owes_no_extension(keeper, hospital, nurse, district):
    make_registration(nurse, institution=hospital, valid_to=ENDS)
    other = make_institution(region=district, state="closed", closed_on=date(2026, 1, 1))
    make_registration(
        make_practitioner(region=district, profession="nurse"), institution=other, valid_to=ENDS
    )  # fmt: skip
    assert open_all() == 1

    close_institution(hospital, on=NOON.date(), reason="Ended", by=keeper, at=NOON)

    assert open_all() == 0
    assert Obligation.objects.get(kind="nurse.renew").state == DutyState.CANCELLED


def test_an_extension_is_one_term_at_most(keeper, hospital, nurse):
    row = make_registration(nurse, institution=hospital, valid_to=ENDS)

    with pytest.raises(WrongDay, match="until 2032-02-10 at most"):
        extend_registration(row, until=date(2062, 2, 10), by=keeper, at=NOON)

    assert extend_registration(row, until=date(2032, 2, 10), by=keeper, at=NOON).valid_to == date(2032, 2, 10)


@pytest.mark.usefixtures("files_folder")
def test_a_table_does_not_give_a_person_the_number_of_another(keeper, hospital):
    """A wrong sign in one number finds somebody else, who keeps his own."""
    card = make_card()
    record(NURSE | {"id_number": card}, by=keeper)

    job = run(CHECK_TABLE, as_csv(NURSE | {"name": "周示例", "id_number": make_card()}), by=keeper)

    assert counts(job) == [0, 0, 0, 1]
    assert [line[:2] for line in faults(job)] == [["2", "Number of the identity card"]]
    assert "correct it on the person's page" in faults(job)[0][2]
    row = Practitioner.objects.get()
    assert (row.name, row.id_number) == ("王示例", card)


@pytest.mark.usefixtures("files_folder")
def test_a_number_in_the_wrong_column_is_repeated_nowhere(keeper, hospital):
    card = make_card()

    job = run(RECORD_TABLE, as_csv(NURSE | {"kind": card, "profession": card}), by=keeper, skip_faulty=False)

    assert job.state == "failed" and "none of the possible values" in job.message
    assert card not in job.message


@pytest.mark.usefixtures("files_folder")
def test_a_table_that_was_cleared_away_is_to_be_sent_again(keeper, hospital, monkeypatch):
    real = files.readable

    def cleared(by, **lookup):
        StoredFile.objects.all().delete()
        return real(by, **lookup)

    monkeypatch.setattr(files, "readable", cleared)

    job = run(RECORD_TABLE, as_csv(NURSE), by=keeper, skip_faulty=False)

    assert (job.state, "Send it again" in job.message) == ("failed", True), job.message
