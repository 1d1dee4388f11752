"""Each lead and participant owes an entry a period, until the plan ends."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from kernel.errors import Refused
from kernel.models import AuditRow
from obligations.models import Obligation
from tasks.enums import TaskRole
from tasks.jobs import open_reports as job
from tasks.services.reporting import open_reports, start_reporting
from tests.factories import make_agency, make_responsibility, make_task

from .conftest import NOON, QUARTER, SHANGHAI, fresh


def owed() -> set[tuple]:
    """(agency, period, due day)."""
    return set(Obligation.objects.values_list("bearer__name", "period", "due_on"))


DUE = date(2026, 12, 25)


def test_each_part_owes_one_entry_a_period(quiet_city):
    plan = quiet_city.plan
    assert open_reports(day=NOON.date(), at=NOON) == 0

    opened = start_reporting(plan, on=NOON.date(), by=quiet_city.commission.leader, at=NOON)

    assert (opened, owed()) == (2, {("Police", QUARTER, DUE), ("Tax bureau", QUARTER, DUE)})
    assert fresh(plan).reports_from == date(2026, 10, 1)
    duty = quiet_city.duty(quiet_city.police)
    assert (duty.supervisor.name, duty.kind, duty.unit, duty.title) == (
        "Commission", "task.report", "day", "Unlicensed practice"
    )  # fmt: skip


def test_the_job_may_be_repeated_and_opens_the_next_period(town):
    before = AuditRow.objects.filter(table_name="duties_opened").count()

    assert [job(day="2026-12-31"), job(day="2027-01-01"), job(day="2027-01-01")] == [0, 2, 0]
    assert ("Police", "2027Q1", date(2027, 3, 25)) in owed()
    assert AuditRow.objects.filter(table_name="duties_opened").count() == before + 1


def test_a_task_has_a_period_and_a_due_day_of_its_own(town):
    monthly = make_task(plan=town.plan, period="month", due_day=31)
    make_responsibility(task=monthly, agency=town.police.agency)

    assert open_reports(day=date(2026, 11, 1), at=NOON) == 1
    assert ("Police", "2026-11", date(2026, 11, 30)) in owed()


def test_the_commissions_own_is_watched_by_the_coordination_body(town):
    own = make_task(plan=town.plan)
    make_responsibility(task=own, agency=town.commission.agency)

    open_reports(day=NOON.date(), at=NOON)

    assert Obligation.objects.about(own).get().supervisor == town.body.agency.party


def test_a_name_that_stands_for_several_owes_nothing(town):
    make_responsibility(task=town.task, is_collective=True, role=TaskRole.PARTICIPANT).delete()
    part = make_responsibility(task=town.task, agency=make_agency(region=town.region), role=TaskRole.PARTICIPANT)
    type(part).objects.filter(pk=part.pk).update(agency=None, is_collective=True)

    assert open_reports(day=NOON.date(), at=NOON) == 0


def test_after_the_end_of_plan_or_agency_nothing_is_owed(town):
    town.tax.agency.party.valid_to = date(2026, 12, 31)
    town.tax.agency.party.save()
    assert open_reports(day=date(2027, 1, 1), at=NOON) == 1

    plan = fresh(town.plan)
    plan.reports_until = date(2027, 3, 31)
    plan.save()
    assert open_reports(day=date(2027, 4, 1), at=NOON) == 0


def test_who_lets_the_agencies_report(quiet_city):
    plan = quiet_city.plan
    for by in (quiet_city.police.leader, quiet_city.body.leader):
        with pytest.raises(PermissionDenied):
            start_reporting(plan, on=NOON.date(), by=by, at=NOON)
    leader = quiet_city.commission.leader
    with pytest.raises(Refused, match="before the first"):
        start_reporting(plan, on=NOON.date(), until=date(2026, 1, 1), by=leader, at=NOON)

    start_reporting(plan, on=NOON.date(), by=leader, at=NOON)

    with pytest.raises(Refused, match="report already"):
        start_reporting(fresh(plan), on=NOON.date(), by=leader, at=NOON)


def test_midnight_of_the_place_ends_a_period(town):
    late = datetime(2026, 12, 31, 16, 0, tzinfo=SHANGHAI).replace(tzinfo=SHANGHAI)

    assert open_reports(day=late.date(), at=late) == 0
