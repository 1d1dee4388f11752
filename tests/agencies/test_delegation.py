"""Delegation for a leave: a colleague acts in one's place, and the work returns by itself."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from agencies.models import Membership
from agencies.services import memberships
from kernel.errors import Refused
from tests.agencies.conftest import AT
from tests.factories import make_agency, make_membership

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def reviewer(agency) -> Membership:
    return make_membership(agency=agency, role=Role.REVIEWER)


@pytest.fixture
def colleague(agency) -> Membership:
    return make_membership(agency=agency, role=Role.HANDLER)


def hand_on(membership, colleague, **facts) -> Membership:
    facts = {"to": colleague.user, "valid_from": TODAY, "valid_to": FRIDAY, "by": membership, "at": AT} | facts
    return memberships.delegate(membership, **facts)


def acting(person: Membership, day: date) -> list[Membership]:
    return list(Membership.objects.acting(person.user, today=day))


def test_the_colleague_has_the_role_until_the_last_day_and_no_longer(reviewer, colleague):
    deputy = hand_on(reviewer, colleague)

    assert (deputy.role, deputy.party, deputy.section, deputy.represents) == (
        Role.REVIEWER, reviewer.party, None, reviewer,
    )  # fmt: skip
    assert acting(colleague, TODAY) == acting(colleague, FRIDAY) == [colleague, deputy]
    assert acting(colleague, FRIDAY + timedelta(days=1)) == [colleague]
    assert acting(reviewer, TODAY) == [reviewer]  # who is away may still look in


def test_a_leave_to_come_begins_on_its_day(reviewer, colleague):
    hand_on(reviewer, colleague, valid_from=FRIDAY)

    assert acting(colleague, TODAY) == [colleague]


def test_what_was_handed_on_is_not_handed_on_again(agency, reviewer, colleague):
    deputy = hand_on(reviewer, colleague)

    with pytest.raises(PermissionDenied):
        hand_on(deputy, make_membership(agency=agency))


def test_nobody_hands_on_another_s_work(reviewer, colleague, security_admin):
    for by in (colleague, security_admin):
        with pytest.raises(PermissionDenied):
            hand_on(reviewer, colleague, by=by)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_administrators_duties_are_not_handed_on(agency, colleague, role):
    with pytest.raises(PermissionDenied):
        hand_on(make_membership(agency=agency, role=role), colleague)


def test_nor_is_business_handed_to_them(reviewer, security_admin):
    with pytest.raises(Refused, match="never held by one person"):
        hand_on(reviewer, security_admin)


def test_only_to_a_colleague_of_the_unit(reviewer):
    stranger = make_membership(agency=make_agency(region=reviewer.party.region))

    for person in (stranger, reviewer):
        with pytest.raises(Refused, match="a role in City health commission today"):
            hand_on(reviewer, person)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"valid_from": FRIDAY, "valid_to": TODAY}, "The last day lies before the first."),
        ({"valid_from": TODAY - timedelta(days=1)}, "A role can be handed on from today"),
    ],
)
def test_days_that_make_no_leave_are_refused(reviewer, colleague, days, sentence):
    with pytest.raises(Refused, match=sentence):
        hand_on(reviewer, colleague, **days)


def test_not_for_longer_than_one_holds_the_role(agency, colleague):
    reviewer = make_membership(agency=agency, role=Role.REVIEWER, valid_to=FRIDAY - timedelta(days=1))

    with pytest.raises(Refused, match="for as long as one holds it"):
        hand_on(reviewer, colleague)


def test_one_deputy_at_a_time(agency, reviewer, colleague):
    hand_on(reviewer, colleague)
    other = make_membership(agency=agency)

    with pytest.raises(Refused, match=f"In this time {colleague.user.name} represents you already."):
        hand_on(reviewer, other, valid_from=FRIDAY, valid_to=FRIDAY + timedelta(days=3))
    assert hand_on(reviewer, other, valid_from=FRIDAY + timedelta(days=1), valid_to=FRIDAY + timedelta(days=3)).pk


def test_it_is_taken_back_early(reviewer, colleague):
    deputy = hand_on(reviewer, colleague)

    memberships.end_delegation(deputy, by=reviewer, at=AT)

    assert acting(colleague, TODAY) == [colleague]
    assert list(memberships.handed_on_by(reviewer.user, today=TODAY)) == []


def test_by_nobody_but_who_is_represented(reviewer, colleague, security_admin):
    deputy = hand_on(reviewer, colleague)

    for by in (colleague, deputy, security_admin):
        with pytest.raises(PermissionDenied):
            memberships.end_delegation(deputy, by=by, at=AT)


def test_it_ends_with_the_role_it_stands_for(reviewer, colleague, security_admin):
    hand_on(reviewer, colleague)

    memberships.end_role(reviewer, by=security_admin, at=AT)

    assert acting(colleague, TODAY) == [colleague]


def test_or_is_shortened_with_it(reviewer, colleague, security_admin):
    deputy = hand_on(reviewer, colleague)

    memberships.end_role(reviewer, by=security_admin, at=AT, last_day=TODAY)

    deputy.refresh_from_db()
    assert deputy.valid_to == TODAY


def test_it_rests_while_the_account_of_who_is_represented_is_closed(reviewer, colleague):
    deputy = hand_on(reviewer, colleague)
    reviewer.user.is_active = False
    reviewer.user.save()

    assert deputy not in acting(colleague, TODAY)


def test_it_is_no_way_to_hand_a_role_on_for_good(reviewer, colleague):
    with pytest.raises(Refused, match="180 days"):
        hand_on(reviewer, colleague, valid_to=TODAY + timedelta(days=181))
