"""The API as the handler of the first of two districts sees it."""

import pytest
import time_machine

from agencies.enums import AgencyKind, Role
from tests.api.duty_rows import NOON
from tests.factories import make_agency, make_membership


@pytest.fixture
def api(client, here):
    """A browser in which the handler of the first district is logged in."""
    client.force_login(here.member.user)
    return client


@pytest.fixture
def at_noon(client):
    """Of the day of duty_rows."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def tax(here):
    """An agency of the first district that supervises nobody."""
    return make_agency(region=here.region, kind=AgencyKind.TAX)


@pytest.fixture
def leader(client, here):
    """A browser in which the leader of the first district's commission is logged in."""
    client.force_login(make_membership(agency=here.agency, role=Role.LEADER).user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def bearer(client, tax):
    """A browser in which a handler of the tax office is logged in."""
    client.force_login(make_membership(agency=tax).user)
    return client
