"""A small world for the access table: a city with two districts, another city, and one person for each role.

Every row of a place carries the place's mark in its text, so that a mark that shows where it must not is found.
"""

from dataclasses import dataclass
from datetime import date

from agencies.enums import AgencyKind, RegionKind, Role
from agencies.models import Agency, Membership, Region
from tasks.enums import TaskRole
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
    return Place(mark, region, commission, police, member, plan, task, responsibility)


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
        for role in (Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.BUSINESS_ADMIN, Role.SYSTEM_ADMIN,
                     Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):  # fmt: skip
            user = make_user(username=f"{place}-{role}", name=f"{place} {role}")
            actors[f"{place} {role}"] = make_membership(agency=places[place].commission, user=user, role=role)
        user = make_user(username=f"{place}-police", name=f"{place} police")
        actors[f"{place} police"] = make_membership(agency=places[place].police, user=user, role=Role.HANDLER)
    two_units = actors["east handler"].user  # the same person, who also works for the city's police
    actors["east handler as city police"] = make_membership(
        agency=city.police, user=two_units, role=Role.HANDLER, valid_from=date(2021, 1, 1)
    )
    return World(places, actors)
