"""Who drafts, checks, publishes and withdraws: the publishing agency's people, by their role."""

import pytest

from agencies.enums import DUTY_ADMINS, AgencyKind, Role
from disclosure.enums import PublicationState as S
from disclosure.models import Publication
from disclosure.workflow import PUBLICATION
from tests.factories import make_agency, make_membership, make_publication, make_region

pytestmark = pytest.mark.django_db
WRITERS, CHECKERS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}, {Role.REVIEWER, Role.LEADER}
MAY = {
    "disclosure.change_publication": WRITERS,
    "disclosure.ask_withdrawal": WRITERS,
    "disclosure.read_original": WRITERS,
    "disclosure.check_publication": CHECKERS,
    "disclosure.publish_publication": CHECKERS,
    "disclosure.withdraw_publication": CHECKERS,
    "disclosure.expire_publication": set(),
}


@pytest.fixture
def city():
    return make_agency(region=make_region())


@pytest.fixture
def police(city):
    return make_agency(region=make_region(parent=city.party.region), kind=AgencyKind.PUBLIC_SECURITY)


@pytest.mark.parametrize("perm", sorted(MAY))
def test_who_may(city, police, perm):
    row = make_publication(agency=police)
    own = {role for role in Role if make_membership(agency=police, role=role).has_perm(perm, row)}
    above = {role for role in Role if make_membership(agency=city, role=role).has_perm(perm, row)}
    anywhere = {role for role in Role if make_membership(agency=police, role=role).has_perm(perm)}

    assert (own, above, anywhere) == (MAY[perm], set(), MAY[perm])


def test_every_agency_sees_its_own_and_the_commission_its_territory(city, police):
    of_city, of_police = make_publication(agency=city), make_publication(agency=police)
    neighbour = make_agency(region=police.party.region, kind=AgencyKind.MARKET_REGULATION)
    below = make_agency(region=police.party.region)

    def seen(agency, role=Role.VIEWER):
        return set(Publication.objects.visible_to(make_membership(agency=agency, role=role)))

    assert seen(city) == {of_city, of_police}
    assert seen(police) == seen(below) == {of_police}
    assert seen(neighbour) == set()
    assert [role for role in DUTY_ADMINS if seen(police, role) or seen(city, role)] == []


@pytest.mark.parametrize("state", S)
def test_the_buttons_are_those_of_the_service(police, state):
    leader = make_membership(agency=police, role=Role.LEADER)
    names = [step.name for step in PUBLICATION.open_to(leader, make_publication(agency=police, state=state))]

    assert names == {
        S.DRAFT: ["submit", "discard"],
        S.PRIVACY_CHECK: ["pass_privacy", "return"],
        S.SECRECY_CHECK: ["pass_secrecy", "return"],
        S.APPROVED: ["publish", "return"],
        S.PUBLISHED: ["withdraw"],
    }.get(state, [])
