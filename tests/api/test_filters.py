"""Lists are narrowed by the same parameters on pages and in the API."""

import pytest

from agencies.enums import AgencyKind, RegionKind
from agencies.filters import AgencyFilters, RegionFilters
from agencies.models import Agency, AgencyAlias, Region, RegionCode
from tasks.enums import TaskRole
from tasks.filters import PlanFilters, ResponsibilityFilters, TaskFilters
from tasks.models import Plan, Responsibility, Task
from tests.factories import make_agency, make_plan, make_region, make_responsibility, make_task

pytestmark = pytest.mark.django_db


def found(filters, **parameters) -> set:
    bound = filters(parameters, queryset=filters._meta.model.objects.all())
    assert bound.is_valid(), bound.errors
    return set(bound.qs)


def test_regions():
    city = make_region(name="Hangzhou")
    west = make_region(parent=city, name="West Lake")
    zone = make_region(parent=city, name="River Zone", kind=RegionKind.ZONE)
    RegionCode.objects.create(region=west, code="330106")
    RegionCode.objects.create(region=city, code="330100")

    assert found(RegionFilters, kind="zone") == {zone}
    assert found(RegionFilters, parent="330100") == {west, zone}
    assert found(RegionFilters, parent=str(city.pk)) == {west, zone}
    assert found(RegionFilters, code="330106") == {west}
    assert found(RegionFilters, q="lake") == {west}
    assert found(RegionFilters, parent="no number") == set()
    assert found(RegionFilters) == set(Region.objects.all())


def test_agencies():
    city = make_region()
    west = make_region(parent=city)
    RegionCode.objects.create(region=west, code="330106")
    health = make_agency(region=city, name="City Health Commission")
    police = make_agency(region=west, name="West Lake Police", kind=AgencyKind.PUBLIC_SECURITY)
    AgencyAlias.objects.create(agency=police, name="Constables")

    assert found(AgencyFilters, kind="ps") == {police}
    assert found(AgencyFilters, region="330106") == {police}
    assert found(AgencyFilters, region=str(city.pk)) == {health, police}
    assert found(AgencyFilters, region="999999") == set()
    assert found(AgencyFilters, region="9" * 40) == set()
    assert found(AgencyFilters, q="constab") == {police}
    assert found(AgencyFilters, q="commission") == {health}
    assert found(AgencyFilters) == set(Agency.objects.all())


def test_plans():
    plan, other = make_plan(title="Joint supervision", document_number="No. 7"), make_plan()

    assert found(PlanFilters, q="joint") == {plan}
    assert found(PlanFilters, q="no. 7") == {plan}
    assert found(PlanFilters, region=str(other.region_id)) == {other}
    assert found(PlanFilters) == set(Plan.objects.all())


def test_tasks_by_the_part_of_an_agency():
    leads, takes_part, foreign = make_task(), make_task(), make_task()
    agency = make_agency()
    make_responsibility(task=leads, agency=agency)
    make_responsibility(task=leads, role=TaskRole.PARTICIPANT)
    make_responsibility(task=takes_part, agency=agency, role=TaskRole.PARTICIPANT)
    make_responsibility(task=foreign)
    who = str(agency.party.public_id)

    assert found(TaskFilters, agency=who) == {leads, takes_part}
    assert found(TaskFilters, agency=who, role="lead") == {leads}
    assert found(TaskFilters, agency=who, role="participant") == {takes_part}
    assert found(TaskFilters, role="participant") == {leads, takes_part}


def test_tasks_by_their_own_words():
    task = make_task(section="One", title="Inspect the clinics", number="8.1")
    make_task(section="Two", number="8.10")

    assert found(TaskFilters, section="One") == {task}
    assert found(TaskFilters, q="CLINICS") == {task}
    assert found(TaskFilters, q="8.1") == {task}
    assert found(TaskFilters, plan=str(task.plan_id)) == {task}
    assert found(TaskFilters, region=str(task.plan.region_id)) == {task}
    assert found(TaskFilters) == set(Task.objects.all())


def test_responsibilities():
    row, other = make_responsibility(), make_responsibility(role=TaskRole.PARTICIPANT)

    assert found(ResponsibilityFilters, plan=str(row.task.plan_id)) == {row}
    assert found(ResponsibilityFilters, task=str(row.task_id)) == {row}
    assert found(ResponsibilityFilters, agency=str(row.agency.party.public_id)) == {row}
    assert found(ResponsibilityFilters, role="participant") == {other}
    assert found(ResponsibilityFilters) == set(Responsibility.objects.all())


@pytest.mark.parametrize(
    ("filters", "parameters"),
    [
        (TaskFilters, {"plan": "x"}),
        (TaskFilters, {"plan": "1.5"}),
        (TaskFilters, {"plan": str(2**63)}),
        (TaskFilters, {"agency": "x"}),
        (TaskFilters, {"role": "x"}),
        (TaskFilters, {"q": "\x00"}),
        (RegionFilters, {"kind": "x"}),
        (AgencyFilters, {"kind": "x"}),
    ],
)
def test_values_that_mean_nothing_are_named(filters, parameters):
    assert list(filters(parameters).errors) == list(parameters)
