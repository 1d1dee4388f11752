"""Regions, parties, agencies, people and their memberships."""

from datetime import date
from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from agencies.enums import AgencyKind, PartyKind, RegionKind, Role
from agencies.models import Agency, EmergencyGrant, Membership, Party, Region, User
from agencies.passwords import hash_of_first_password

__all__ = [
    "PASSWORD",
    "make_agency",
    "make_emergency_request",
    "make_membership",
    "make_party",
    "make_region",
    "make_user",
]

_number = count(1)
PASSWORD = "Spring-Rain-2026"


def make_region(*, parent: Region | None = None, **facts) -> Region:
    n = next(_number)
    path = (parent.path if parent else "") + f"{n % 10000:04d}"
    facts = {"kind": RegionKind.DISTRICT if parent else RegionKind.CITY, "name": f"Region {n}"} | facts
    return Region.objects.create(parent=parent, path=path, **facts)


def make_party(*, region: Region | None = None, **facts) -> Party:
    region = region or make_region()
    facts = {"kind": PartyKind.AGENCY, "name": f"Party {next(_number)}"} | facts
    return Party.objects.create(region=region, region_path=region.path, **facts)


def make_agency(*, region: Region | None = None, name: str = "", **facts) -> Agency:
    n = next(_number)
    party = make_party(region=region, name=name or f"Agency {n}")
    facts = {"short_name": party.name[:30], "kind": AgencyKind.HEALTH_COMMISSION} | facts
    return Agency.objects.create(party=party, group=Group.objects.create(name=f"agency {party.pk}"), **facts)


def make_user(**facts) -> User:
    n = next(_number)
    facts = {"username": f"user{n}", "name": f"User {n}", "password": PASSWORD} | facts
    facts["password"] = hash_of_first_password(facts["password"])  # quick to make
    return User.objects.create(**facts)


def make_membership(*, agency: Agency | None = None, user: User | None = None, **facts) -> Membership:
    agency = agency or make_agency()
    facts = {"role": Role.HANDLER, "valid_from": date(2020, 1, 1)} | facts
    user = user or make_user()
    if not user.region_path:  # the account is kept where its first role is
        user.region_path = agency.party.region_path
        user.save(update_fields=["region_path"])
    return Membership.objects.create(user=user, party=agency.party, **facts)


def make_emergency_request(*, by: Membership, **facts) -> EmergencyGrant:
    facts = {"reason": "Nobody else is there", "requested_at": timezone.now()} | facts
    return EmergencyGrant.objects.create(user=by.user, requested_as=by, **facts)
