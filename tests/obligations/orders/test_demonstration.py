"""The orders of the demonstration: one in each state that a visitor wants to see."""

import pytest
from django.utils import timezone

from obligations.models import SupervisionOrder
from oversight.demo import load
from oversight.demo.orders import issue_orders

pytestmark = pytest.mark.django_db


def test_one_to_receive_one_received_one_replied(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now()
    load(at=at)
    issue_orders(at=at)  # a second time

    orders = SupervisionOrder.objects.exclude(about__kind="task.report").order_by("pk")
    found = [(order.bearer.name, order.state, order.about_id is not None) for order in orders]
    assert found == [
        ("上城区卫生健康局", "replied", False), ("西湖区卫生健康局", "received", False),
        ("杭州市公安局", "issued", True),
    ]  # fmt: skip
    assert {(order.issuer.name, order.issued_by.user.username) for order in orders} == {("杭州市卫生健康委", "leader")}
    assert all(order.title.startswith("示例·") for order in orders)
