"""A unit whose handler reads mail, and moments of November 2026 (the 23rd is a Monday)."""

from datetime import datetime

import pytest
from django.utils import timezone, translation

from agencies.enums import Role
from agencies.models import Agency, Membership
from tests.factories import make_address, make_agency, make_membership


def local(text: str) -> datetime:
    """ "2026-11-23 08:30" by the portal's clock."""
    return timezone.make_aware(datetime.fromisoformat(text))


MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
EARLY = local(f"{MONDAY} 07:00")
DIGEST = local(f"{MONDAY} 08:30")
NOON = local(f"{MONDAY} 12:00")


@pytest.fixture(autouse=True)
def english(settings):
    """Sentences are compared as they stand in the code."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def unit(db) -> Agency:
    return make_agency(name="Market Office")


@pytest.fixture
def handler(unit) -> Membership:
    by = make_membership(agency=unit, role=Role.HANDLER)
    make_address(by, address="li.hua@example.gov.cn", language="en")
    return by


@pytest.fixture
def leader(unit) -> Membership:
    return make_membership(agency=unit, role=Role.LEADER)
