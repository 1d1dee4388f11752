"""More time is counted from the old end, and given once where the law says so."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.enums import AgencyKind, Role
from kernel.errors import Refused
from obligations.models import Obligation
from obligations.services import extend_duty, open_duty, pause_duty, resume_duty
from tests.factories import make_agency, make_membership, make_region, make_task
from tests.obligations import slow_calendar

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
EXTENDED = {"petition.finish": 90, "report.check": 30}  # calendar days, working days
bounded = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


@pytest.fixture
def leader():
    """Of the unit that supervises what `opened` opens."""
    commission = make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION)
    return make_membership(agency=commission, role=Role.LEADER)


def opened(kind: str, starts_on: date, leader, **facts) -> Obligation:
    region = leader.party.region
    bearer = make_agency(region=region, kind=AgencyKind.TAX).party
    return open_duty(
        kind, bearer=bearer, subject=make_task(), at=noon(starts_on), region_path=region.path, **facts
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "starts_on", "first", "extended"),
    [
        ("petition.finish", "2026-03-05", "2026-05-06", "2026-06-03"),  # 60 days end at the Labour Day; 90 do not
        ("petition.finish", "2026-07-15", "2026-09-14", "2026-10-13"),
        ("report.check", "2026-09-21", "2026-10-19", "2026-11-09"),
        ("info.reply", "2026-02-02", "2026-03-06", "2026-04-03"),
        ("repair.decide", "2026-12-25", "2027-01-08", "2027-01-22"),  # into a year without a notice
    ],
)
def test_the_law_gives_more_time_once(leader, kind, starts_on, first, extended):
    duty = opened(kind, date.fromisoformat(starts_on), leader)
    assert duty.due_on == date.fromisoformat(first)

    duty = extend_duty(duty, at=noon(duty.due_on), by=leader, reason="Complicated", basis="Approval 3")

    assert (duty.due_on, duty.first_due_on) == (date.fromisoformat(extended), date.fromisoformat(first))
    assert duty.is_provisional == (duty.due_on.year > slow_calendar.LAST_OFFICIAL)
    with pytest.raises(Refused):
        extend_duty(duty, at=noon(duty.due_on), by=leader, basis="§ 9", reason="Again")
    (step,) = duty.steps.all()
    assert (step.verb, step.reason, step.basis, step.due_before, step.due_after, step.by) == (
        "extend", "Complicated", "Approval 3", date.fromisoformat(first), duty.due_on, leader
    )  # fmt: skip


@bounded
@given(
    starts_on=st.dates(date(2024, 1, 1), date(2026, 6, 30)), kind=st.sampled_from(["petition.finish", "report.check"])
)
def test_extended_it_ends_as_if_it_had_been_longer_from_the_start(leader, starts_on, kind):
    duty = opened(kind, starts_on, leader)

    duty = extend_duty(duty, at=noon(starts_on), by=leader, basis="§ 9", reason="r")

    assert duty.due_on == slow_calendar.due(EXTENDED[kind], duty.unit, starts_on)


def test_the_day_that_the_law_gives_may_be_said_and_no_other(leader):
    duty = opened("petition.finish", date(2026, 3, 5), leader)

    with pytest.raises(Refused):
        extend_duty(duty, at=noon(date(2026, 4, 1)), by=leader, basis="§ 9", reason="r", until=date(2026, 6, 4))

    assert extend_duty(
        duty, at=noon(date(2026, 4, 1)), by=leader, basis="§ 9", reason="r", until=date(2026, 6, 3)
    ).due_on == date(2026, 6, 3)  # fmt: skip


def test_where_no_law_speaks_the_supervisor_says_the_day_as_often_as_needed(leader):
    duty = opened("fine.pay", date(2026, 3, 5), leader)
    for until in (date(2026, 4, 4), date(2026, 5, 2)):  # rest days: a day that a person says is not moved
        duty = extend_duty(duty, at=noon(date(2026, 3, 10)), by=leader, basis="§ 9", reason="r", until=until)
        assert (duty.due_on, duty.unit, duty.amount) == (until, "day", None)

    for until in (None, date(2026, 5, 2), date(2026, 4, 30), date(2050, 1, 1)):
        with pytest.raises(Refused):
            extend_duty(duty, at=noon(date(2026, 3, 10)), by=leader, basis="§ 9", reason="r", until=until)
    duty.refresh_from_db()
    assert (duty.due_on, duty.steps.count()) == (date(2026, 5, 2), 2)


@pytest.mark.parametrize("kind", ["penalty.publish", "hotline.life", "nurse.renew"])
def test_where_the_law_gives_none_there_is_none(leader, kind):
    duty = opened(kind, date(2026, 3, 5), leader)

    with pytest.raises(Refused):
        extend_duty(duty, at=noon(date(2026, 3, 5)), by=leader, basis="§ 9", reason="r", until=date(2026, 9, 1))


def test_more_time_and_a_pause_add_up(leader):
    duty = opened("report.check", date(2026, 9, 21), leader)

    duty = extend_duty(duty, at=noon(date(2026, 9, 22)), by=leader, basis="§ 9", reason="r")
    duty = resume_duty(pause_duty(duty, at=noon(date(2026, 9, 22)), reason="r"), at=noon(date(2026, 9, 24)))

    assert duty.due_on == slow_calendar.walk(date(2026, 9, 21), 32)  # 15 and 15, and two days of pause


@pytest.mark.parametrize("basis", ["", "  "])
def test_more_time_names_its_basis(leader, basis):
    duty = opened("petition.finish", date(2026, 3, 5), leader)

    with pytest.raises(Refused):
        extend_duty(duty, at=noon(date(2026, 4, 1)), by=leader, reason="r", basis=basis)

    duty.refresh_from_db()
    assert (duty.due_on, duty.steps.count()) == (duty.first_due_on, 0)
