"""Emergency rights: asked for by one, granted by another, ended by the clock or by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.enums import Role
from agencies.models import EmergencyGrant, Membership, User
from agencies.services import emergency, memberships
from kernel.errors import Refused
from kernel.models import AuditRow
from tests.agencies.conftest import AT
from tests.factories import make_agency, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(system_admin) -> EmergencyGrant:
    return emergency.request_emergency(reason="The index is broken.", by=system_admin, at=AT)


def as_now(membership: Membership) -> Membership:
    """As a request would find it."""
    return Membership.objects.acting(membership.user).get(pk=membership.pk)


def test_a_grant_gives_all_rights_for_its_hours(system_admin, security_admin, grant):
    with time_machine.travel(AT, tick=False) as clock:
        assert not as_now(system_admin).has_perm("agencies.add_agency")

        granted = emergency.grant_emergency(grant, by=security_admin, at=AT)
        assert granted.expires_at == AT + timedelta(hours=4)
        assert as_now(system_admin).has_perm("agencies.add_agency") and granted.is_in_force

        clock.move_to(AT + timedelta(hours=4))
        assert not as_now(system_admin).has_perm("agencies.add_agency") and not granted.is_in_force


def test_it_is_in_the_trail(security_admin, grant):
    emergency.grant_emergency(grant, by=security_admin, at=AT)

    tables = AuditRow.objects.filter(action="U").order_by("-pk").values_list("table_name", flat=True)
    assert list(tables[:2]) == ["agencies_user", "agencies_emergencygrant"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_only_a_system_administrator_asks(role):
    with pytest.raises(PermissionDenied):
        emergency.request_emergency(reason="x", by=make_membership(role=role), at=AT)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECURITY_ADMIN}))
def test_only_a_security_administrator_grants(agency, grant, role):
    with pytest.raises(PermissionDenied):
        emergency.grant_emergency(grant, by=make_membership(agency=agency, role=role), at=AT)


def test_of_the_same_territory(grant):
    with pytest.raises(PermissionDenied):
        emergency.grant_emergency(grant, by=make_membership(role=Role.SECURITY_ADMIN), at=AT)


def test_nobody_prolongs_his_own_with_the_rights_it_gives(system_admin, security_admin, grant):
    now = timezone.now()
    emergency.grant_emergency(grant, by=security_admin, at=now)
    again = emergency.request_emergency(reason="More time.", by=as_now(system_admin), at=now)

    with pytest.raises(PermissionDenied):
        emergency.grant_emergency(again, by=as_now(system_admin), at=now)


def test_one_request_at_a_time(system_admin, grant):
    with pytest.raises(Refused, match="You have asked already"):
        emergency.request_emergency(reason="Again.", by=system_admin, at=AT)


def test_a_refused_request_gives_nothing(system_admin, security_admin, grant):
    refused = emergency.refuse_emergency(grant, by=security_admin, at=AT)

    assert refused.standing == "refused"
    assert not as_now(system_admin).user.is_superuser
    with pytest.raises(Refused, match="decided already"):
        emergency.grant_emergency(refused, by=security_admin, at=AT)


def test_the_rights_are_given_back(system_admin, security_admin, grant):
    now = timezone.now()
    granted = emergency.grant_emergency(grant, by=security_admin, at=now)

    ended = emergency.end_emergency(granted, by=as_now(system_admin), at=now)

    assert ended.standing == "ended"
    assert User.objects.get(pk=system_admin.user_id).emergency_until is None


def test_or_taken_back(system_admin, security_admin, grant):
    now = timezone.now()
    granted = emergency.grant_emergency(grant, by=security_admin, at=now)

    emergency.end_emergency(granted, by=security_admin, at=now)

    assert not as_now(system_admin).user.is_superuser


def test_the_pages(browser, system_admin, security_admin):
    browser.force_login(system_admin.user)
    assert browser.post("/agencies/emergency/", {"reason": "  "}).status_code == 422
    browser.post("/agencies/emergency/", {"form_key": uuid4(), "reason": "The index is broken."})
    grant = EmergencyGrant.objects.get()
    own = browser.get("/agencies/emergency/").content.decode()
    assert "Withdraw" in own and ">Grant<" not in own
    assert browser.post(f"/agencies/emergency/{grant.pk}/grant/").status_code == 403

    browser.force_login(security_admin.user)
    assert ">Grant<" in browser.get("/agencies/emergency/").content.decode()
    assert browser.post(f"/agencies/emergency/{grant.pk}/nonsense/").status_code == 404
    assert browser.post(f"/agencies/emergency/{grant.pk}/grant/", {"version": 1}).status_code == 302
    assert browser.post(f"/agencies/emergency/{grant.pk}/grant/", {"version": 1}).status_code == 409

    browser.force_login(system_admin.user)
    page = browser.get("/agencies/account/").content.decode()
    assert "You have emergency rights until" in page
    browser.post(f"/agencies/emergency/{grant.pk}/end/")
    assert "You have emergency rights until" not in browser.get("/agencies/account/").content.decode()


def test_other_roles_do_not_come_there(browser, agency):
    browser.force_login(make_membership(agency=agency, role=Role.LEADER).user)

    assert browser.get("/agencies/emergency/").status_code == 403


def test_the_rights_end_with_the_role_they_were_asked_for_in(agency, system_admin, security_admin, grant):
    elsewhere = make_agency(region=agency.party.region)
    other = make_membership(agency=elsewhere, user=system_admin.user, role=Role.SYSTEM_ADMIN)
    emergency.grant_emergency(grant, by=security_admin, at=timezone.now())

    memberships.end_role(system_admin, by=security_admin, at=timezone.now())

    assert not as_now(other).user.is_superuser
    assert not EmergencyGrant.objects.get(pk=grant.pk).is_in_force
