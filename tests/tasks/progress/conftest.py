"""A city that reports by the quarter: the commission watches, the police lead a task, the tax bureau takes part."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, Region
from kernel.access import OPERATOR
from obligations.models import Obligation
from tasks.enums import TaskRole
from tasks.models import Plan, ProgressEntry, Task
from tasks.services import progress, reporting
from tests.factories import make_agency, make_membership, make_plan, make_region, make_responsibility, make_task

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)  # the fourth quarter is due on 25 December
QUARTER = "2026Q4"


@dataclass
class Office:
    """An agency with somebody who writes, somebody who reviews, somebody who leads."""

    agency: Agency
    handler: Membership
    reviewer: Membership
    leader: Membership


@dataclass
class City:
    region: Region
    plan: Plan
    task: Task
    body: Office
    commission: Office
    police: Office
    tax: Office

    def entry(self, office: Office) -> ProgressEntry:
        return progress.begin_entry(self.task, QUARTER, by=office.handler)

    def submitted(self, office: Office, *, at=NOON, **said) -> ProgressEntry:
        said = progress.Progress(**{"text": "Three raids", **said})
        return progress.submit_progress(self.entry(office), said, by=office.handler, at=at)

    def handed_in(self, office: Office, *, at=NOON, **said) -> ProgressEntry:
        return progress.hand_in_progress(self.submitted(office, at=at, **said), by=office.reviewer, at=at)

    def duty(self, office: Office) -> Obligation:
        return Obligation.objects.about(self.task).standing().get(bearer=office.agency.pk, period=QUARTER)


def make_office(region: Region, kind: AgencyKind, name: str) -> Office:
    agency = make_agency(region=region, kind=kind, name=name)
    return Office(agency, *(make_membership(agency=agency, role=r) for r in (Role.HANDLER, Role.REVIEWER, Role.LEADER)))


@pytest.fixture
def quiet_city(db) -> City:
    """Nobody reports yet."""
    region = make_region()
    offices = [
        make_office(region, kind, name)
        for kind, name in (
            (AgencyKind.COORDINATION, "Coordination body"),
            (AgencyKind.HEALTH_COMMISSION, "Commission"),
            (AgencyKind.PUBLIC_SECURITY, "Police"),
            (AgencyKind.TAX, "Tax bureau"),
        )
    ]
    plan = make_plan(region=region)
    task = make_task(plan=plan, title="Unlicensed practice")
    make_responsibility(task=task, agency=offices[2].agency, role=TaskRole.LEAD)
    make_responsibility(task=task, agency=offices[3].agency, role=TaskRole.PARTICIPANT)
    return City(region, plan, task, *offices)


@pytest.fixture
def town(quiet_city) -> City:
    reporting.start_reporting(quiet_city.plan, on=date(2026, 10, 1), by=OPERATOR, at=NOON)
    return quiet_city


def fresh(row):
    return type(row).objects.get(pk=row.pk)
