"""Institutions of the register."""

from itertools import count

from agencies.models import Region
from institutions.codes import organisation_check, uscc_check
from institutions.enums import Category
from institutions.models import Institution
from tests.factories.agencies import make_region
from tests.factories.events import make_clinic

__all__ = ["make_institution", "make_uscc"]

_number = count(1)


def make_uscc(n: int | None = None) -> str:
    """A valid code, another one each time."""
    organisation = f"MA{next(_number) if n is None else n:06d}"
    head = "91330102" + organisation + organisation_check(organisation)
    return head + uscc_check(head)


def make_institution(*, region: Region | None = None, name: str = "", **facts) -> Institution:
    """By default a clinic that practises; its party is made with it."""
    region = region or make_region()
    party = make_clinic(region=region, name=name or f"Clinic {next(_number)}")
    facts = {"category": Category.CLINIC} | facts
    made = Institution.objects.create(party=party, name=party.name, region_path=region.path, **facts)
    party.refresh_from_db(fields=["public_id"])
    return made
