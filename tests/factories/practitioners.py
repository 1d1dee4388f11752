"""Practitioners and their registrations; all numbers are invented: an area that does not exist, births in 1900."""

from datetime import date, timedelta
from itertools import count

from agencies.enums import PartyKind
from agencies.models import Region
from disclosure.masking.cards import card_check
from institutions.models import Institution
from practitioners.enums import DOCTORS, DoctorCategory, Profession
from practitioners.models import Practitioner, Registration
from tests.factories.agencies import make_party, make_region
from tests.factories.institutions import make_institution

__all__ = ["make_card", "make_practitioner", "make_qualification", "make_registration"]

_number = count(1)


def make_card(n: int | None = None) -> str:
    """The number of an identity card, another one each time."""
    n = next(_number) if n is None else n
    head = f"330199{date(1900, 1, 1) + timedelta(days=n // 1000):%Y%m%d}{n % 1000:03d}"
    return head + card_check(head)


def make_qualification(card: str) -> str:
    """The code of the qualification certificate of a doctor with this card."""
    return f"200133110{card}"


def make_practitioner(
    *, institution: Institution | None = None, region: Region | None = None, name: str = "", **facts
) -> Practitioner:
    """By default a doctor without any numbers; registered at the institution, if one is given."""
    name = name or f"Doctor {next(_number)}"
    region = institution.party.region if institution else region or make_region()
    party = make_party(kind=PartyKind.PRACTITIONER, name=name, region=region)
    facts = {"profession": Profession.DOCTOR} | facts
    if facts["profession"] in DOCTORS:
        facts = {"category": DoctorCategory.CLINICAL} | facts
    made = Practitioner.objects.create(party=party, name=name, region_path=party.region_path, **facts)
    if institution:
        make_registration(made, institution=institution)
    return made


def make_registration(
    practitioner: Practitioner | None = None, *, institution: Institution | None = None, **facts
) -> Registration:
    """By default the main one, without an end."""
    institution = institution or make_institution()
    practitioner = practitioner or make_practitioner(region=institution.party.region)
    return Registration.objects.create(
        practitioner=practitioner, institution=institution, **{"valid_from": date(2022, 1, 1)} | facts
    )
