"""A small world for the access table: a city with two districts, another city, and one person for each role.

Every row of a place carries the place's mark in its text, so that a mark that shows where it must not is found.
It is too long to stand in the token of a form by chance.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from agencies.enums import INSTITUTION_ROLES, AgencyKind, RegionKind, Role
from agencies.models import Agency, Membership, Region
from tests.access.table import PARTS
from tests.factories import make_agency, make_membership, make_region, make_user


@dataclass
class Place:
    """A territory with a commission and another department; what else there is, the apps' parts of the table make."""

    mark: str
    region: Region
    commission: Agency
    police: Agency
    rows: dict[str, Model] = field(default_factory=dict)  # by the names that the table uses

    def all_of(self, model) -> list[Model]:
        return [row for row in self.rows.values() if isinstance(row, model)]


@dataclass
class World:
    places: dict[str, Place]  # city, east, west (its districts), elsewhere
    actors: dict[str, Membership]


def make_place(mark: str, *, parent: Region | None = None) -> Place:
    kind = RegionKind.DISTRICT if parent else RegionKind.CITY
    region = make_region(parent=parent, kind=kind, name=f"Region-{mark}")
    commission = make_agency(region=region, name=f"Commission-{mark}", kind=AgencyKind.HEALTH_COMMISSION)
    police = make_agency(region=region, name=f"Police-{mark}", kind=AgencyKind.PUBLIC_SECURITY)
    return Place(mark, region, commission, police)


def make_world() -> World:
    city = make_place("C1TY-MARK")
    places = {
        "city": city,
        "east": make_place("E4ST-MARK", parent=city.region),
        "west": make_place("W3ST-MARK", parent=city.region),
        "elsewhere": make_place("FAR0FF-MARK"),
    }
    actors = make_actors(places)
    for part in PARTS:
        for place in places.values():
            add_rows(place, part)
    return World(places, actors)


def make_actors(places: dict[str, Place]) -> dict[str, Membership]:
    actors = {}
    for place in ("city", "east"):
        for role in sorted(set(Role) - INSTITUTION_ROLES):
            user = make_user(username=f"{place}-{role}", name=f"{place} {role}")
            actors[f"{place} {role}"] = make_membership(agency=places[place].commission, user=user, role=role)
        user = make_user(username=f"{place}-police", name=f"{place} police")
        actors[f"{place} police"] = make_membership(agency=places[place].police, user=user, role=Role.HANDLER)
    two_units = actors["east handler"].user  # the same person, who also works for the city's police
    actors["east handler as city police"] = make_membership(
        agency=places["city"].police, user=two_units, role=Role.HANDLER, valid_from=date(2021, 1, 1)
    )
    return actors


def add_rows(place: Place, part) -> None:
    new = part.make_rows(place) if hasattr(part, "make_rows") else {}
    if doubles := set(new) & set(place.rows):
        raise ValueError(f"{part.__name__}.make_rows repeats {sorted(doubles)}")
    place.rows |= new
