"""Roles: given by the security administrator to others, kept apart, ended with what hangs on them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agencies.enums import DUTY_ADMINS, PartyKind, Role
from agencies.models import Membership, Section, User
from agencies.services import accounts, memberships
from kernel.errors import Refused, Stale
from tests.agencies.conftest import AT
from tests.factories import make_agency, make_membership, make_party, make_region, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def person(agency) -> User:
    return make_user(region_path=agency.party.region_path)


def give(user, agency, by, role=Role.HANDLER, **facts) -> Membership:
    return memberships.give_role(user=user, party=agency.party, role=role, by=by, **{"valid_from": TODAY} | facts)


def test_a_role_begins_and_ends_on_its_days(agency, person, security_admin):
    membership = give(person, agency, security_admin, valid_from=TODAY, valid_to=TOMORROW)

    def acts_on(day):
        return list(Membership.objects.acting(person, today=day))

    assert acts_on(TODAY) == acts_on(TOMORROW) == [membership]
    assert acts_on(TODAY - timedelta(days=1)) == acts_on(TOMORROW + timedelta(days=1)) == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SECURITY_ADMIN}))
def test_nobody_else_gives_roles(agency, person, role):
    by = make_membership(agency=make_agency(region=agency.party.region), role=role)

    with pytest.raises(PermissionDenied):
        give(person, agency, by)


def test_nor_outside_the_territory(agency, person):
    by = make_membership(agency=make_agency(), role=Role.SECURITY_ADMIN)

    with pytest.raises(PermissionDenied):
        give(person, agency, by)


def test_nor_to_himself(agency, security_admin):
    with pytest.raises(PermissionDenied):
        give(security_admin.user, agency, security_admin)


def test_not_even_in_an_emergency(agency, security_admin):
    security_admin.user.emergency_until = AT.replace(year=2099)

    with pytest.raises(Refused, match="Nobody gives a role to himself"):
        give(security_admin.user, agency, security_admin)


@pytest.mark.parametrize("one", sorted(DUTY_ADMINS))
@pytest.mark.parametrize("other", [*sorted(DUTY_ADMINS), Role.BUSINESS_ADMIN, Role.HANDLER])
def test_the_duties_are_kept_apart(agency, person, security_admin, one, other):
    give(person, agency, security_admin, role=one)
    elsewhere = make_agency(region=agency.party.region)

    if one == other:
        assert give(person, elsewhere, security_admin, role=other).pk
    else:
        with pytest.raises(Refused, match="never held by one person"):
            give(person, elsewhere, security_admin, role=other)


def test_by_the_database_as_well(agency, person):
    make_membership(agency=agency, user=person, role=Role.AUDIT_ADMIN)

    for role in (Role.SYSTEM_ADMIN, Role.VIEWER):
        with pytest.raises(IntegrityError, match="membership_duties_apart"), transaction.atomic():
            make_membership(agency=agency, user=person, role=role)


def test_one_duty_may_follow_another(agency, person, security_admin):
    give(person, agency, security_admin, role=Role.AUDIT_ADMIN, valid_to=TODAY)

    assert give(person, agency, security_admin, role=Role.HANDLER, valid_from=TOMORROW).pk


def test_at_once_when_the_first_was_ended(agency, person, security_admin):
    first = give(person, agency, security_admin, role=Role.AUDIT_ADMIN)
    memberships.end_role(first, by=security_admin, at=AT)

    assert give(person, agency, security_admin, role=Role.HANDLER).pk


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"role": Role.STAFF}, "is no role of"),
        ({"valid_to": TODAY - timedelta(days=1)}, "The last day lies before the first."),
    ],
)
def test_what_does_not_fit_is_refused(agency, person, security_admin, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        give(person, agency, security_admin, **facts)


def test_an_institution_has_roles_of_its_own(person, security_admin):
    party = make_party(kind=PartyKind.INSTITUTION, region=security_admin.party.region)

    assert memberships.give_role(user=person, party=party, role=Role.STAFF, by=security_admin, valid_from=TODAY).pk
    with pytest.raises(Refused, match="is no role of"):
        memberships.give_role(user=person, party=party, role=Role.HANDLER, by=security_admin, valid_from=TODAY)


def test_a_section_is_one_of_the_agency(agency, person, security_admin):
    section = Section.objects.create(agency=make_agency(), name="Elsewhere")

    with pytest.raises(Refused, match="is no section of"):
        give(person, agency, security_admin, section=section)


def test_no_role_twice(agency, person, security_admin):
    give(person, agency, security_admin)

    with pytest.raises(Refused, match="has this role already"):
        give(person, agency, security_admin)


def test_a_proposal_counts_when_it_is_confirmed(agency, system_admin, security_admin):
    letter = accounts.create_account(
        username="liu.na", name="Liu Na", party=agency.party, role=Role.HANDLER, by=system_admin, at=AT
    )
    assert letter.membership.is_proposed
    assert not Membership.objects.acting(letter.user, today=TODAY).exists()

    membership = memberships.confirm_role(letter.membership, by=security_admin)

    assert list(Membership.objects.acting(letter.user, today=TODAY)) == [membership]
    with pytest.raises(Refused, match="does not wait"):
        memberships.confirm_role(membership, by=security_admin)


def test_who_opened_the_account_does_not_confirm(agency, system_admin):
    letter = accounts.create_account(
        username="liu.na", name="Liu Na", party=agency.party, role=Role.HANDLER, by=system_admin, at=AT
    )

    with pytest.raises(PermissionDenied):
        memberships.confirm_role(letter.membership, by=system_admin)


def test_a_role_ends_at_once(agency, person, security_admin):
    membership = give(person, agency, security_admin)

    ended = memberships.end_role(membership, by=security_admin, at=AT)

    assert (ended.ended_at, ended.valid_to) == (AT, TODAY)
    assert not Membership.objects.acting(person, today=TODAY).exists()
    with pytest.raises(Stale):
        memberships.end_role(membership, by=security_admin, at=AT)
    with pytest.raises(Refused, match="ended already"):
        memberships.end_role(ended, by=security_admin, at=AT)


def test_or_after_a_day_to_come(agency, person, security_admin):
    membership = give(person, agency, security_admin)

    ended = memberships.end_role(membership, by=security_admin, at=AT, last_day=TOMORROW)

    assert (ended.ended_at, ended.valid_to) == (None, TOMORROW)
    assert Membership.objects.acting(person, today=TOMORROW).exists()


def test_not_before_today(agency, person, security_admin):
    membership = give(person, agency, security_admin, valid_from=TODAY - timedelta(days=9))

    with pytest.raises(Refused, match="The last day can be today or later"):
        memberships.end_role(membership, by=security_admin, at=AT, last_day=TODAY - timedelta(days=1))


def test_an_account_is_kept_by_the_territory_that_holds_all_its_units(security_admin):
    city = security_admin.party.region
    first, second = (make_agency(region=make_region(parent=city)) for _number in range(2))
    user = make_user(region_path=first.party.region_path)
    district_admin = make_membership(agency=first, role=Role.SYSTEM_ADMIN)

    here = give(user, first, security_admin)
    assert User.objects.get(pk=user.pk).region_path == first.party.region_path
    assert user in User.objects.visible_to(district_admin)

    there = give(user, second, security_admin)
    assert User.objects.get(pk=user.pk).region_path == city.path
    assert user not in User.objects.visible_to(district_admin)

    memberships.end_role(there, by=security_admin, at=AT)
    memberships.end_role(here, by=security_admin, at=AT)
    assert User.objects.get(pk=user.pk).region_path == first.party.region_path
