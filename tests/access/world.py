"""A small world for the access table: a city with two districts, another city, and one person for each role.

Every row of a place carries the place's mark in its text, so that a mark that shows where it must not is found.
"""

from dataclasses import dataclass
from datetime import date

from guardian.models import GroupObjectPermission
from guardian.shortcuts import assign_perm

from agencies.enums import INSTITUTION_ROLES, AgencyKind, RegionKind, Role
from agencies.models import Agency, EmergencyGrant, Membership, Region
from kernel import audit
from kernel.models import AuditRow
from tasks.enums import TaskRole
from tasks.models import Plan, PlanDraft, Responsibility, Task
from tests.factories import (
    make_agency,
    make_draft,
    make_emergency_request,
    make_membership,
    make_plan,
    make_region,
    make_responsibility,
    make_task,
    make_user,
)


@dataclass
class Place:
    """A territory with a commission, another department, people in both, and a plan of one task."""

    mark: str
    region: Region
    commission: Agency
    police: Agency
    member: Membership  # somebody of the commission, for questions about people
    plan: Plan
    task: Task
    responsibility: Responsibility
    draft: PlanDraft
    grant: EmergencyGrant
    share: GroupObjectPermission
    trace: AuditRow | None = None  # of something the member did


@dataclass
class World:
    places: dict[str, Place]  # city, east, west (its districts), elsewhere
    actors: dict[str, Membership]


def make_place(mark: str, *, parent: Region | None = None) -> Place:
    kind = RegionKind.DISTRICT if parent else RegionKind.CITY
    region = make_region(parent=parent, kind=kind, name=f"Region-{mark}")
    commission = make_agency(region=region, name=f"Commission-{mark}", kind=AgencyKind.HEALTH_COMMISSION)
    police = make_agency(region=region, name=f"Police-{mark}", kind=AgencyKind.PUBLIC_SECURITY)
    user = make_user(username=f"viewer-{mark.lower()}", name=f"Viewer-{mark}")
    member = make_membership(agency=commission, user=user, role=Role.VIEWER)
    plan = make_plan(region=region, title=f"Plan-{mark}")
    task = make_task(plan=plan, title=f"Task-{mark}", text=f"Text-{mark}", section=f"Section-{mark}")
    responsibility = make_responsibility(task=task, agency=commission, role=TaskRole.LEAD)
    draft = make_draft(region=region, reading={"document": {"title": f"Draft-{mark}"}})
    grant = make_emergency_request(by=member, reason=f"Reason-{mark}")
    share = assign_perm("tasks.view_task", commission.group, task)
    return Place(mark, region, commission, police, member, plan, task, responsibility, draft, grant, share)


def make_world() -> World:
    city = make_place("C1TY")
    places = {
        "city": city,
        "east": make_place("E4ST", parent=city.region),
        "west": make_place("W3ST", parent=city.region),
        "elsewhere": make_place("FAR0FF"),
    }
    actors = {}
    for place in ("city", "east"):
        for role in sorted(set(Role) - INSTITUTION_ROLES):
            user = make_user(username=f"{place}-{role}", name=f"{place} {role}")
            actors[f"{place} {role}"] = make_membership(agency=places[place].commission, user=user, role=role)
        user = make_user(username=f"{place}-police", name=f"{place} police")
        actors[f"{place} police"] = make_membership(agency=places[place].police, user=user, role=Role.HANDLER)
    two_units = actors["east handler"].user  # the same person, who also works for the city's police
    actors["east handler as city police"] = make_membership(
        agency=city.police, user=two_units, role=Role.HANDLER, valid_from=date(2021, 1, 1)
    )
    for place in places.values():  # last, for the transaction keeps who acts
        place.trace = make_trace(place)
    return World(places, actors)


def make_trace(place: Place) -> AuditRow:
    with audit.acting(user_id=place.member.user_id, membership_id=place.member.pk, region_path=place.region.path):
        Plan.objects.filter(pk=place.plan.pk).update(issuer=f"Issuer-{place.mark}")
    return AuditRow.objects.get(region_path=place.region.path)
