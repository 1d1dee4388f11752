"""What becomes of a suspended verification that nobody applies for anew."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from institutions.details import verbs_open
from institutions.models import Verification
from institutions.services.concluding import conclude_verification
from institutions.services.verifying import apply_for_verification, open_verification, review_verification
from kernel.errors import Refused
from obligations.models import Obligation
from tests.factories import make_institution, make_membership, make_principal

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 7, 20, 12, tzinfo=ZONE)
LAST_DAY = datetime(2027, 1, 20, 12, tzinfo=ZONE)
AFTER = datetime(2027, 1, 21, 12, tzinfo=ZONE)


@pytest.fixture
def hospital(district):
    return make_institution(region=district, beds=100)


@pytest.fixture
def row(hospital, keeper):
    return open_verification(hospital, due_on=date(2026, 12, 31), by=keeper, at=NOON)


@pytest.fixture
def leader(keeper):
    return make_membership(agency=keeper.party.agency, role=Role.LEADER)


@pytest.fixture
def suspended(row, hospital, keeper, leader):
    row = apply_for_verification(row, statement="As before.", by=make_principal(hospital.party), at=NOON)
    row = review_verification(row, findings="Complete.", by=keeper, at=NOON)
    return conclude_verification(row, conclusion="suspended", months=6, reason="12 points", by=leader, at=NOON)


def again(row) -> Verification:
    return Verification.objects.get(pk=row.pk)


def test_who_does_not_apply_anew_loses_the_licence_after_the_suspension(suspended, keeper, leader, hospital):
    with pytest.raises(PermissionDenied):  # has reviewed it
        conclude_verification(again(suspended), conclusion="cancelled", reason="Silent", by=keeper, at=AFTER)
    with pytest.raises(Refused, match="time to apply anew"):
        conclude_verification(again(suspended), conclusion="cancelled", reason="Silent", by=leader, at=LAST_DAY)
    row = again(suspended)
    assert ["cancel" in verbs_open(row, by=leader, at=at) for at in (LAST_DAY, AFTER)] == [False, True]

    conclude_verification(row, conclusion="cancelled", reason="Silent", by=leader, at=AFTER)

    hospital.refresh_from_db()
    assert (hospital.state, again(row).state) == ("closed", "cancelled")
    assert Obligation.objects.get(kind="verify.again").state == "cancelled"
