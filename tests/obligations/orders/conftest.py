"""A leader of the city's commission, an officer of its police, and an order between them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agencies.enums import AgencyKind, Role
from obligations.services.orders import issue_order, receive_order, reply_to_order
from tests.factories import make_agency, make_membership, make_region

NOON = datetime(2026, 9, 21, 12, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday; 25 to 27 September are holidays
ORDERED = {"title": "Inspect the clinics", "text": "Inspect them all and say what was found."}


@pytest.fixture
def city(db):
    return make_region()


@pytest.fixture
def leader(city):
    commission = make_agency(region=city, kind=AgencyKind.HEALTH_COMMISSION, short_name="示卫健委", name="Commission")
    return make_membership(agency=commission, role=Role.LEADER)


@pytest.fixture
def police(city):
    return make_agency(region=city, kind=AgencyKind.PUBLIC_SECURITY, name="Police of the city")


@pytest.fixture
def officer(police):
    return make_membership(agency=police)


@pytest.fixture
def order(leader, police):
    return issue_order(bearer=police.party, by=leader, at=NOON, **ORDERED)


@pytest.fixture
def received(order, officer):
    return receive_order(order, by=officer, at=NOON + timedelta(hours=1))


@pytest.fixture
def replied(received, officer):
    return reply_to_order(received, by=officer, at=NOON + timedelta(days=1), text="Forty inspected, two closed.")
