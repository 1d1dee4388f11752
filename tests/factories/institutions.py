"""Institutions of the register."""

from datetime import date
from itertools import count

from django.utils import timezone

from agencies.enums import PartyKind, Role
from agencies.models import Region
from institutions.codes import organisation_check, uscc_check
from institutions.enums import Category, SupervisedKind
from institutions.models import AccountRequest, ChangeRequest, Institution, SupervisedObject, Verification
from institutions.sources import ACCOUNT_PAPER
from kernel import files
from kernel.access import OPERATOR
from tests.factories.agencies import make_agency, make_membership, make_party, make_region
from tests.factories.events import make_clinic, make_principal

__all__ = [
    "make_account_request", "make_change_request", "make_institution", "make_object", "make_uscc", "make_verification",
]  # fmt: skip

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


def make_change_request(institution: Institution, **facts) -> ChangeRequest:
    """By default another telephone, not decided yet; no duty is opened."""
    said = {
        "facts": {"phone": {"before": institution.phone, "proposed": "0571-8600 0001"}}, "reason": "A new line",
        "proposed_at": timezone.now(),
    }  # fmt: skip
    if "proposed_by" not in facts:
        facts["proposed_by"] = make_principal(institution.party)
    return ChangeRequest.objects.create(institution=institution, **said | facts)


def make_object(*, region: Region | None = None, name: str = "", **facts) -> SupervisedObject:
    """By default a public place; its party is made with it."""
    region = region or make_region()
    party = make_party(region=region, name=name or f"Place {next(_number)}", kind=PartyKind.PLACE)
    facts = {"kind": SupervisedKind.PUBLIC_PLACE} | facts
    made = SupervisedObject.objects.create(party=party, name=party.name, region_path=region.path, **facts)
    party.refresh_from_db(fields=["public_id"])
    return made


def make_account_request(institution: Institution, **facts) -> AccountRequest:
    """By default its papers are to be checked."""
    now, place = timezone.now(), institution.region_path
    papers = {
        name: files.store(
            b"%PDF-1.4", name=f"{name}.pdf", purpose=ACCOUNT_PAPER, by=OPERATOR, at=now, region_path=place
        )
        for name in ("licence", "letter")
    }
    said = {"role": Role.PRINCIPAL, "name": "Asker", "phone": "0571-1", "asked_at": now} | papers
    return AccountRequest.objects.create(institution=institution, **said | facts)


def make_verification(institution: Institution, **facts) -> Verification:
    """By default to be applied for, with a cycle that has ended; no duty is opened. What its state needs is there."""
    facts = {"due_on": date(2026, 3, 1), "state": "due"} | facts
    day, state = facts["due_on"], facts["state"]
    if state in {"passed", "suspended", "reverify", "cancelled", "revoked"}:
        facts.setdefault("decided_on", day)
    if state in {"suspended", "reverify"}:
        facts.setdefault("suspended_until", date(day.year + 1, 1, 1))
    if state == "passed":
        facts.setdefault("verified_to", date(day.year + 1, 1, 1))
        facts["decided_on"] = min(facts["decided_on"], date(facts["verified_to"].year - 1, 1, 1))
    if state == "review":
        reviewer = make_membership(agency=make_agency(region=institution.party.region))
        facts = {"reviewed_by": reviewer, "reviewed_at": timezone.now()} | facts
    copied = {"name": institution.name, "region_path": institution.region_path, "opened_at": timezone.now()}
    return Verification.objects.create(institution=institution, **copied | facts)
