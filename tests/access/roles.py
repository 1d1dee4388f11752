"""What the access table is written in: roles, places, and the shape of an entry for a page or an admin class.

An actor's place is "city" or "east"; the districts lie below the city, while west and city are other places for east.
"""

from dataclasses import dataclass

from agencies.enums import INSTITUTION_ROLES, Role

BUSINESS = {"handler", "reviewer", "leader", "viewer", "officer", "business_admin", "police"}
KEEPERS = {"handler", "reviewer", "leader", "business_admin"}  # of plans, in the commission
EVERYBODY = BUSINESS | {"system_admin", "security_admin", "audit_admin"}
READERS = EVERYBODY - {"audit_admin"}
ADMINS_OF_PEOPLE = {"system_admin", "security_admin"}
ADMINS_OF_BUSINESS = {"business_admin"}

TERRITORY = {"city": {"city", "east", "west"}, "east": {"east"}}

assert set(Role) - INSTITUTION_ROLES == EVERYBODY - {"police"}


def place_and_role(actor: str) -> tuple[str, str]:
    """ "east handler as city police" acts for the city's police."""
    place, role = actor.split(" as ")[-1].split(" ")
    return place, role


@dataclass(frozen=True)
class Page:
    """An address, who may open it (others get 403 or 404), about which record, and whether it only takes a POST."""

    roles: frozenset[str] | set[str]
    about: str = ""  # a name of Place.rows, own (the actor's membership), or nothing
    post: bool = False
    extra: tuple[tuple[str, str], ...] = ()  # more parts of the address


@dataclass(frozen=True)
class AdminPages:
    """The roles that open a model's list and record, those that change the record, those that add one."""

    opened_by: set[str]
    changed_by: frozenset[str] | set[str] = frozenset()
    added_by: frozenset[str] | set[str] = frozenset()
