"""A unit whose handler reads mail, and moments of November 2026 (the 23rd is a Monday)."""

from datetime import datetime

import pytest
from django.db import connection
from django.utils import timezone, translation

from agencies.enums import Role
from agencies.models import Agency, Membership
from tests.factories import make_address, make_agency, make_membership
from tests.kernel.conftest import connected

MADE = {  # by tests that commit, with the table's key; what refers to others comes first
    **dict.fromkeys(["notices_message", "notices_receipt", "notices_notice", "notices_address"], "id"),
    "agencies_membership": "id", "agencies_agency": "party_id", "agencies_party": "id", "agencies_region": "id",
    "agencies_user": "id", "auth_group": "id",
}  # fmt: skip


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


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The test's changes are committed, and taken back afterwards by the owner of the tables."""
    with django_db_blocker.unblock(), connected("portal_owner") as owner:
        before = {}
        for table, key in MADE.items():
            owner.execute(f"SELECT coalesce(max({key}), 0) FROM {table}")
            before[table] = owner.fetchone()
        owner.connection.commit()
        yield
        connection.close()
        for table, key in MADE.items():
            owner.execute(f"DELETE FROM {table} WHERE {key} > %s", before[table])
        owner.execute("DELETE FROM notices_digestday")
        owner.execute("DELETE FROM notices_lanemark")
        owner.connection.commit()
