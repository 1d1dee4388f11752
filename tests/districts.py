"""Two districts of one city, each with an agency, people and a plan; whatever is of one bears its mark."""

from dataclasses import dataclass

from agencies.models import Agency, AgencyAlias, Membership, Region, RegionCode, Section
from tasks.models import Plan, Responsibility, Task
from tests.factories import (
    make_agency,
    make_membership,
    make_plan,
    make_region,
    make_responsibility,
    make_task,
    make_user,
)


@dataclass
class District:
    region: Region
    agency: Agency
    member: Membership
    plan: Plan
    task: Task
    responsibility: Responsibility


def make_district(city: Region, mark: str, code: str) -> District:
    region = make_region(parent=city, name=f"{mark} district")
    RegionCode.objects.create(region=region, code=code, name=f"{mark} district")
    agency = make_agency(region=region, name=f"{mark} health commission", short_name=f"{mark} health")
    AgencyAlias.objects.create(agency=agency, name=f"{mark} alias")
    Section.objects.create(agency=agency, name=f"{mark} section")
    member = make_membership(agency=agency, user=make_user(username=f"{mark.lower()}.li", name=f"{mark} Li"))
    plan = make_plan(region=region, title=f"{mark} plan")
    task = make_task(plan=plan, title=f"{mark} task", section=f"{mark} part")
    responsibility = make_responsibility(task=task, agency=agency, printed_name=f"{mark} commission")
    return District(region, agency, member, plan, task, responsibility)
