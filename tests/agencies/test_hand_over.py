"""An agency ends: its open duties pass to its successor, once, and it is written down who, when and which."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from agencies.enums import Role
from agencies.models import HandOver
from agencies.services.hand_over import close_agency, hand_over, passing
from kernel.errors import Refused, Stale
from tasks.enums import TaskRole
from tasks.models import Responsibility
from tests.factories import make_agency, make_membership, make_region, make_responsibility, make_task

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
NOON = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def city():
    return make_region(name="杭州市")


@pytest.fixture
def keeper(city):
    return make_membership(agency=make_agency(region=city), role=Role.BUSINESS_ADMIN)


@pytest.fixture
def giver(city):
    return make_agency(region=city, name="杭州市数据管理局")


@pytest.fixture
def taker(city):
    return make_agency(region=city, name="杭州市数据资源局")


def pass_on(giver, taker, by, **facts) -> HandOver:
    return hand_over(giver, taker, by=by, **{"on": DAY, "reason": "机构改革", "at": NOON} | facts)


def parts_of(agency) -> list[tuple]:
    return sorted(Responsibility.objects.filter(agency=agency).values_list("task", "role", "printed_name"))


def test_the_parts_in_tasks_pass_and_the_step_is_recorded(keeper, giver, taker):
    lead = make_responsibility(agency=giver, role=TaskRole.LEAD)
    part = make_responsibility(agency=giver, role=TaskRole.PARTICIPANT)
    other = make_responsibility()

    row = pass_on(giver, taker, keeper)

    assert parts_of(giver) == []
    assert parts_of(taker) == sorted(
        [(lead.task_id, "lead", "杭州市数据管理局"), (part.task_id, "participant", "杭州市数据管理局")]
    )
    assert (row.giver, row.taker, row.on, row.by, row.at, row.reason) == (giver, taker, DAY, keeper, NOON, "机构改革")
    assert row.what == {"tasks.responsibility": [lead.pk, part.pk]}
    assert Responsibility.objects.get(pk=other.pk).agency == other.agency
    giver.party.refresh_from_db()
    assert (giver.party.valid_to, giver.party.successor) == (date(2026, 6, 30), taker.party)


@pytest.mark.parametrize(
    ("given", "held", "becomes"),
    [("lead", "participant", "lead"), ("participant", "lead", "lead"),
     ("participant", "participant", "participant"), ("lead", "lead", "lead")],
)  # fmt: skip
def test_two_parts_in_one_task_become_one_which_leads_if_either_did(keeper, giver, taker, given, held, becomes):
    task = make_task()
    make_responsibility(task=task, agency=giver, role=given)
    make_responsibility(task=task, agency=taker, role=held)

    row = pass_on(giver, taker, keeper)

    part = task.responsibilities.get()
    assert (part.agency, part.role, row.what) == (taker, becomes, {"tasks.responsibility": [part.pk]})


def test_what_would_pass_is_listed_before(giver):
    task = make_task(title="优化要素准入", number="4")
    make_responsibility(task=task, agency=giver, role=TaskRole.LEAD)

    (parts,) = passing(giver)

    assert len(parts.duties) == 1 and "4 优化要素准入" in parts.duties[0] and task.plan.title in parts.duties[0]
    assert passing(make_agency()) == []


def test_the_second_time_nothing_more_passes(keeper, giver, taker):
    make_responsibility(agency=giver)
    pass_on(giver, taker, keeper)
    giver.refresh_from_db()
    before = parts_of(taker)

    row = pass_on(giver, taker, keeper)

    assert (parts_of(taker), row.what) == (before, {})


def test_a_stale_page_passes_nothing(keeper, giver, taker):
    make_responsibility(agency=giver)
    giver.version -= 1

    with pytest.raises(Stale):
        pass_on(giver, taker, keeper)

    assert (len(parts_of(giver)), HandOver.objects.count()) == (1, 0)


def refused(giver, taker, keeper, **facts) -> None:
    make_responsibility(agency=giver)
    with pytest.raises(Refused):
        pass_on(giver, taker, keeper, **facts)
    assert (len(parts_of(giver)), HandOver.objects.count()) == (1, 0)


def test_not_to_itself(keeper, giver):
    refused(giver, giver, keeper)


def test_not_for_a_day_to_come(keeper, giver, taker):
    refused(giver, taker, keeper, on=date(2026, 7, 2))


def test_not_before_the_agency_began(keeper, giver, taker):
    giver.party.valid_from = DAY
    giver.party.save()

    refused(giver, taker, keeper)


@pytest.mark.parametrize("days", [{"valid_from": date(2026, 7, 2)}, {"valid_to": date(2026, 6, 30)}])
def test_not_to_an_agency_that_does_not_exist_then(keeper, giver, taker, days):
    for name, day in days.items():
        setattr(taker.party, name, day)
    taker.party.save()

    refused(giver, taker, keeper)


def test_not_to_a_second_successor(keeper, city, giver, taker):
    pass_on(giver, make_agency(region=city), keeper)
    HandOver.objects.all().delete()
    giver.refresh_from_db()

    refused(giver, taker, keeper)


def test_not_back_to_whom_it_came_from(keeper, giver, taker):
    taker.party.successor = giver.party
    taker.party.save()

    refused(giver, taker, keeper)


def test_both_must_lie_in_the_territory(keeper, giver):
    for pair in ((giver, make_agency()), (make_agency(), giver)):
        with pytest.raises(PermissionDenied):
            pass_on(*pair, keeper)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BUSINESS_ADMIN}))
def test_only_the_business_administrator_hands_over(city, giver, taker, role):
    with pytest.raises(PermissionDenied):
        pass_on(giver, taker, make_membership(agency=make_agency(region=city), role=role))


def test_an_agency_without_open_duties_can_simply_end(keeper, giver):
    close_agency(giver, on=DAY, by=keeper)

    giver.party.refresh_from_db()
    assert (giver.party.valid_to, giver.party.successor) == (DAY, None)


def test_an_agency_with_open_duties_cannot(keeper, giver):
    make_responsibility(agency=giver)

    with pytest.raises(Refused):
        close_agency(giver, on=DAY, by=keeper)

    giver.party.refresh_from_db()
    assert giver.party.valid_to is None
