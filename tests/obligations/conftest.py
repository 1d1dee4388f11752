"""What several tests of duties begin with."""

import pytest
from django.utils import translation

from agencies.enums import AgencyKind
from tests.factories import make_agency, make_region


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def commission(db):
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION, name="Commission")
