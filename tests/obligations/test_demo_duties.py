"""The demonstration's duties: every light, every state a unit meets, and a year whose calendar is not official yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import override_settings

from agencies.models import Membership, User
from obligations.enums import DutyState
from obligations.lights import light
from obligations.lists import Span, overdue
from obligations.models import Obligation
from oversight import demo
from oversight.demo.duties import DUTIES

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once; each test works in a savepoint of its own inside this transaction."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True, MEDIA_ROOT=folder):
        demo.load(at=AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _loaded(demonstration, db):
    """Every test here speaks of it."""


def late_for(username: str) -> set[str]:
    (by, *_others) = Membership.objects.acting(User.objects.get(username=username), today=AT.date())
    return {duty.bearer.name for duty in overdue(by, span=Span.SUPERVISED, at=AT)}


def test_every_light_and_state_is_there():
    duties = Obligation.objects.filter(subject_kind="tasks.task", title__startswith="示例·")
    duties = duties.exclude(kind__startswith="task.")  # of the meetings' decisions

    assert duties.count() == len(DUTIES)
    assert {light(duty, at=AT, soon=7).state for duty in duties} == {"over", "soon", "idle", "ok", "done"}
    assert {duty.state for duty in duties} == set(DutyState) - {DutyState.CANCELLED}
    assert {duty.due_on.year for duty in duties if duty.is_provisional} == {2027}
    assert not duties.filter(supervisor=None).exists()


def test_the_city_and_a_district_have_units_to_urge():
    assert {"杭州市公安局", "上城区卫生健康局"} <= late_for("handler")
    of_a_district = late_for("xihu")
    assert "西湖区市场监管局" in of_a_district and all("西湖区" in name for name in of_a_district)
