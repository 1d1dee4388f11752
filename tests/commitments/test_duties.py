"""That institutions owe a commitment each year: opened, met, cancelled."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.services.duties import open_commitments
from commitments.services.signing import sign_commitment
from obligations.enums import DutyState
from obligations.models import Obligation
from obligations.services import waive_duty
from obligations.subjects import addresses_of
from tests.commitments.test_signing import sign, text_of
from tests.factories import make_commitment, make_institution, make_membership

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
NEW_YEAR = datetime(2026, 1, 1, 1, tzinfo=CHINA)
LATER = NEW_YEAR + timedelta(days=100)


def open_all(at=NEW_YEAR):
    return open_commitments(day=at.date(), at=at)


def test_on_the_first_morning_of_a_year_all_owe_it(hospital, keeper):
    assert [open_all(), open_all(), open_all(LATER)] == [1, 0, 0]

    duty = Obligation.objects.get()
    assert (duty.kind, duty.bearer_id, duty.supervisor) == ("commitment.sign", hospital.pk, keeper.party)
    assert (duty.title, duty.region_path, duty.period) == ("河东医院", hospital.region_path, "2026")
    assert (duty.counted_from, duty.due_on) == (date(2026, 1, 1), date(2026, 2, 2))  # 31 January is a Saturday
    assert addresses_of([duty]) == {duty.pk: f"/institutions/{hospital.party.public_id}/commitments/"}


def test_a_new_institution_owes_it_from_the_next_morning(hospital, district):
    open_all()
    make_institution(region=district)

    assert open_all(LATER) == 1
    assert Obligation.objects.get(counted_from=LATER.date()).due_on == date(2026, 5, 11)


def test_who_has_signed_or_is_closed_owes_nothing(hospital, district):
    make_commitment(hospital, year=2026)
    make_commitment(make_institution(region=district), year=2025)
    make_institution(region=district, state="closed", closed_on=date(2025, 12, 1))

    assert open_all() == 1


def test_signing_meets_what_is_owed_until_then(hospital, principal):
    open_all()
    open_all(datetime(2027, 1, 1, 1, tzinfo=CHINA))

    sign(hospital, principal, at=datetime(2027, 1, 10, 12, tzinfo=CHINA))

    states = dict(Obligation.objects.values_list("period", "state"))
    assert states == {"2026": DutyState.MET_LATE, "2027": DutyState.MET}
    assert open_all(datetime(2027, 1, 11, 1, tzinfo=CHINA)) == 0


def test_a_practitioners_commitment_meets_nothing(hospital, principal, doctor):
    open_all()
    text = text_of(hospital, "practitioner")

    sign_commitment(hospital, practitioner=doctor, name="李示例", seen=text, by=principal, at=LATER)

    assert Obligation.objects.get().state == DutyState.OPEN


def test_what_was_waived_is_not_owed_again(hospital, keeper):
    open_all()
    leader = make_membership(agency=keeper.party.agency, role="leader")

    waive_duty(Obligation.objects.get(), at=LATER, by=leader, reason="Merging")

    assert open_all(LATER) == 0


def test_what_a_closed_institution_owed_is_cancelled(hospital):
    open_all()
    hospital.state, hospital.closed_on = "closed", date(2026, 3, 1)
    hospital.save()

    assert open_all(LATER) == 0
    assert Obligation.objects.get().state == DutyState.CANCELLED


def test_many_take_as_many_statements_as_few(district):
    queries = []
    for more in (1, 2, 20):  # the first also reads the calendar
        for _ in range(more):
            make_institution(region=district)
        with CaptureQueriesContext(connection) as asked:
            assert open_all() == more
        queries.append(len(asked))

    assert queries[1] == queries[2]
