"""Who presses whom: leaders of supervising units, downward; nobody his own unit, and nobody presses upward."""

import pytest

from agencies.enums import AgencyKind, PartyKind, Role
from obligations.access import stands_over
from obligations.models import SupervisionOrder
from obligations.services.orders import units_to_order
from tests.factories import make_agency, make_membership, make_order, make_party, make_region

pytestmark = pytest.mark.django_db

KINDS = {
    "body": AgencyKind.COORDINATION,
    "commission": AgencyKind.HEALTH_COMMISSION,
    "institute": AgencyKind.HEALTH_SUPERVISION,
    "police": AgencyKind.PUBLIC_SECURITY,
}


@pytest.fixture
def city():
    return make_region()


@pytest.fixture
def units(city):
    """Of the city, of a district below it, and of another city: {"city police": agency, …}."""
    places = {"city": city, "district": make_region(parent=city), "other": make_region()}
    return {
        f"{place} {name}": make_agency(region=region, kind=kind, name=f"{place} {name}")
        for place, region in places.items()
        for name, kind in KINDS.items()
    }


BELOW = {"district body", "district commission", "district institute", "district police"}


@pytest.mark.parametrize(
    ("issuer", "pressed"),
    [
        ("city body", {"city commission", "city institute", "city police"} | BELOW),
        ("city commission", {"city institute", "city police"} | BELOW - {"district body"}),
        ("city institute", {"city police", "district institute", "district police"}),
        ("city police", set()),
        ("district body", {"district commission", "district institute", "district police"}),
        ("district commission", {"district institute", "district police"}),
        ("district institute", {"district police"}),
    ],
)
def test_whom_a_leader_presses(units, issuer, pressed):
    by = make_membership(agency=units[issuer], role=Role.LEADER)

    assert {name for name, agency in units.items() if by.has_perm("obligations.issue_order", agency.party)} == pressed


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEADER}))
def test_nobody_but_a_leader(units, role):
    by = make_membership(agency=units["city commission"], role=role)

    assert not by.has_perm("obligations.issue_order")
    assert not by.has_perm("obligations.issue_order", units["city police"].party)


def test_an_institution_of_the_territory_is_pressed_like_a_department(city):
    by = make_membership(agency=make_agency(region=city), role=Role.LEADER)

    assert by.has_perm("obligations.issue_order", make_party(region=city, kind="institution"))
    assert not by.has_perm("obligations.issue_order", make_party(kind="institution"))


def test_a_leader_does_not_press_a_unit_in_which_he_has_another_hat(units):
    by = make_membership(agency=units["city commission"], role=Role.LEADER)
    make_membership(agency=units["district police"], user=by.user)

    assert not by.has_perm("obligations.issue_order", units["district police"].party)
    assert by.has_perm("obligations.issue_order", units["city police"].party)


@pytest.mark.parametrize(
    ("role", "judges", "withdraws"),
    [("leader", True, True), ("reviewer", True, False), ("handler", False, False), ("viewer", False, False)],
)
def test_who_judges_and_who_takes_back(units, role, judges, withdraws):
    leader = make_membership(agency=units["city commission"], role=Role.LEADER)
    order = make_order(bearer=units["city police"].party, issued_by=leader)
    by = make_membership(agency=units["city commission"], role=role)
    both = make_membership(agency=units["city commission"], role=role)
    make_membership(agency=units["city police"], user=both.user)
    above = make_membership(agency=units["city body"], role=role)

    found = [(who.has_perm("obligations.judge_reply", order), who.has_perm("obligations.withdraw_order", order))
             for who in (by, both, above)]  # fmt: skip

    assert found == [(judges, withdraws), (False, False), (False, False)]


ANSWERS = {"handler", "reviewer", "leader", "principal", "compliance", "staff"}


@pytest.mark.parametrize("role", sorted(Role))
def test_who_receives_and_replies(units, role):
    order = make_order(bearer=units["city police"].party)
    of_it, of_another = (make_membership(agency=units[name], role=role) for name in ("city police", "city institute"))

    for perm in ("obligations.receive_order", "obligations.reply_to_order"):
        assert [by.has_perm(perm, order) for by in (of_it, of_another)] == [role in ANSWERS, False]


def test_who_sees_an_order(units):
    """The two units, and who supervises in the issuer's territory."""
    leader = make_membership(agency=units["city commission"], role=Role.LEADER)
    order = make_order(bearer=units["district police"].party, issued_by=leader)
    orders = SupervisionOrder.objects

    seen = {
        name
        for name, agency in units.items()
        for by in [make_membership(agency=agency)]
        if orders.visible_to(by).union(orders.shared_with(by)).exists()
    }

    assert seen == {"city body", "city commission", "city institute", "district police"}
    by = make_membership(agency=units["district police"])
    assert list(orders.received_by(by)) == [order] and not orders.issued_by_unit(by).exists()
    assert list(orders.issued_by_unit(leader)) == [order] and not orders.received_by(leader).exists()


def test_units_are_found_by_a_part_of_the_name_among_those_one_may_press(units, city, django_assert_num_queries):
    by = make_membership(agency=units["city commission"], role=Role.LEADER)
    make_membership(agency=units["district institute"], user=by.user)
    today = by.valid_from
    ended = make_agency(region=city, name="old police").party
    ended.valid_to = today.replace(year=2019)
    ended.save()

    with django_assert_num_queries(1):
        found = units_to_order(by, "police", on=today)

    assert [party.name for party in found] == ["city police", "district police"]
    assert [party.name for party in units_to_order(by, "institute", on=today)] == ["city institute"]
    assert units_to_order(by, "commission", on=today)[0].name == "district commission"


def test_neither_governments_courts_and_the_party_nor_natural_persons_are_ordered():
    city = make_region()
    east = make_region(parent=city)
    commission, body = (
        make_membership(agency=make_agency(region=city, kind=KINDS[name]), role=Role.LEADER)
        for name in ("commission", "body")
    )
    kinds = [AgencyKind.GOVERNMENT, AgencyKind.COURT, AgencyKind.ORGANISATION, AgencyKind.POLITICS_LAW]
    beside = [make_agency(region=place, kind=kind).party for kind in kinds for place in (city, east)]
    person = make_party(kind=PartyKind.PRACTITIONER, region=east)
    department = make_agency(region=east, kind=AgencyKind.TAX).party

    assert [party for party in [*beside, person, department] if stands_over(commission, party)] == [department]
    of_east = [party for party in beside if party.agency.kind == AgencyKind.GOVERNMENT and party.region == east]
    assert [party for party in [*beside, person] if stands_over(body, party)] == of_east
