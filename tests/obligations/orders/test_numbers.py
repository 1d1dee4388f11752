"""Numbers of orders and receipts: by unit and year, without gaps and without doubles, whatever happens at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from agencies.enums import AgencyKind, Role
from obligations.models import OrderNumber, SupervisionOrder
from obligations.services.orders import issue_order, receive_order
from tests.factories import make_agency, make_membership, make_region
from tests.obligations.orders.conftest import NOON


def make_leader(short_name: str, *, region=None, kind=AgencyKind.HEALTH_COMMISSION):
    return make_membership(agency=make_agency(region=region, kind=kind, short_name=short_name), role=Role.LEADER)


def issued(by, *, bearer=None, at=NOON) -> str:
    bearer = bearer or make_agency(region=by.party.region, kind=AgencyKind.TAX).party
    return issue_order(bearer=bearer, title="Title", text="Text", by=by, at=at).number


@pytest.mark.django_db
def test_each_unit_counts_from_one_each_year_of_its_own_day():
    city = make_region()
    commission, body = make_leader("甲委", region=city), make_leader("甲办", region=city, kind=AgencyKind.COORDINATION)
    new_year = datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))

    numbers = [issued(commission), issued(commission), issued(body), issued(commission, at=new_year),
               issued(commission, at=new_year + timedelta(minutes=1))]  # fmt: skip

    assert numbers == [
        "甲委督办〔2026〕1号", "甲委督办〔2026〕2号", "甲办督办〔2026〕1号", "甲委督办〔2026〕3号",
        "甲委督办〔2027〕1号",
    ]  # fmt: skip


@pytest.mark.django_db
def test_receipts_are_numbered_by_the_unit_that_receives():
    by = make_leader("甲委")
    tax = make_agency(region=by.party.region, kind=AgencyKind.TAX)
    clerk = make_membership(agency=tax)
    for _ in range(2):
        issued(by, bearer=tax.party)
    orders = [receive_order(order, by=clerk, at=NOON) for order in SupervisionOrder.objects.order_by("-pk")]

    assert [(order.number, order.receipt_number) for order in orders] == [
        ("甲委督办〔2026〕2号", "签收〔2026〕1号"), ("甲委督办〔2026〕1号", "签收〔2026〕2号")
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_gap():
    by = make_leader("甲委")
    issued(by)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert issued(by) == "甲委督办〔2026〕2号"
        raise ZeroDivisionError

    assert issued(by) == "甲委督办〔2026〕2号"


@pytest.mark.django_db
def test_two_units_of_a_place_with_one_short_name_do_not_share_a_number():
    city = make_region()
    issued(make_leader("甲", region=city))

    assert issued(make_leader("甲", region=city, kind=AgencyKind.COORDINATION)) == "甲督办〔2026〕2号"
    assert issued(make_leader("甲")) == "甲督办〔2026〕1号"  # elsewhere it is another's


def test_eight_at_once_get_eight_numbers(transactional_db):
    by = make_leader("甲委")
    bearers = [make_agency(region=by.party.region, kind=AgencyKind.TAX).party for _ in range(8)]
    together = Barrier(8)

    def issue(bearer) -> list[str]:
        try:
            together.wait(30)
            return [issued(by, bearer=bearer) for _ in range(3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for some in pool.map(issue, bearers) for number in some]

    assert sorted(numbers) == sorted(f"甲委督办〔2026〕{n}号" for n in range(1, 25))
    assert OrderNumber.objects.get().last == 24
