"""When one of the two units ends: its open orders pass to the successor, who answers or judges in its place."""

import pytest

from agencies.enums import AgencyKind, Role
from agencies.services.hand_over import hand_over, passing
from obligations.enums import DutyState, OrderState
from obligations.services.orders import close_order, reply_to_order
from tests.factories import make_agency, make_membership, make_order
from tests.obligations.orders.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(city):
    return make_membership(agency=make_agency(region=city, kind=AgencyKind.TAX), role=Role.BUSINESS_ADMIN)


@pytest.fixture
def heir(city):
    return make_agency(region=city, kind=AgencyKind.PUBLIC_SECURITY)


def pass_on(giver, taker, keeper):
    return hand_over(giver, taker, on=NOON.date(), reason="Reform", by=keeper, at=NOON)


def test_the_successor_of_the_unit_that_was_ordered_replies(received, police, heir, keeper, officer, leader):
    closed = make_order(bearer=police.party, issued_by=leader, state=OrderState.CLOSED, closed_at=NOON)
    listed = {str(kind.label): kind.duties for kind in passing(police)}

    what = pass_on(police, heir, keeper).what["obligations.supervisionorder"]

    assert (str(received),) in listed.values() and what == [received.pk]
    received.refresh_from_db()
    closed.refresh_from_db()
    assert (received.bearer, received.received_by, closed.bearer) == (heir.party, officer, police.party)
    order = reply_to_order(received, by=make_membership(agency=heir), at=NOON, text="Done.")
    assert order.duties().get(kind="order.reply").state == DutyState.SUBMITTED
    assert order.duties().get(kind="order.reply").bearer == heir.party


def test_the_successor_of_the_issuing_unit_judges(replied, leader, city, keeper):
    heir = make_agency(region=city, kind=AgencyKind.HEALTH_COMMISSION)

    pass_on(leader.party.agency, heir, keeper)

    replied.refresh_from_db()
    assert (replied.issuer, replied.issued_by) == (heir.party, leader)
    assert close_order(replied, by=make_membership(agency=heir, role=Role.LEADER), at=NOON).state == OrderState.CLOSED


@pytest.mark.parametrize("ends", ["issuer", "bearer"])
def test_an_order_between_two_that_become_one_is_withdrawn(order, leader, police, keeper, ends):
    issuer, bearer = leader.party.agency, police
    giver, taker = (issuer, bearer) if ends == "issuer" else (bearer, issuer)

    handed = pass_on(giver, taker, keeper)

    order.refresh_from_db()
    assert (order.state, "obligations.supervisionorder" in handed.what) == (OrderState.WITHDRAWN, False)
    assert {duty.state for duty in order.duties()} == {DutyState.CANCELLED}
    assert order.steps.last().by == keeper
