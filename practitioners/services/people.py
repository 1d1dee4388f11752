"""Practitioners: added with their main registration, corrected, found by a number, shown in full."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import PartyKind
from agencies.models import Party
from institutions.models import Institution
from institutions.services.register import FaultyFacts
from kernel import audit
from kernel.access import require
from kernel.errors import Refused, refused_by
from obligations.services import cancel_duty, retitle
from practitioners.enums import Profession, Purpose, RegistrationKind
from practitioners.facts import FACTS, PERSONAL, faults_of, faults_of_days
from practitioners.models import Practitioner, Registration
from practitioners.services.registrations import register, renewals_of

ONCE = ("practitioner_certificate_once", "practitioner_id_once", "practitioner_qualification_once")
NUMBERS = ("certificate_number", *PERSONAL)


@dataclass(frozen=True)
class Numbers:
    """Personal numbers in full."""

    id_number: str
    qualification_code: str


@transaction.atomic
def add_practitioner(
    *, institution: Institution, name: str, scope: str = "", valid_from: date, valid_to: date | None = None, by,
    at: datetime, **facts: Any,
) -> Practitioner:  # fmt: skip
    """Somebody new, with the main registration at an institution; facts: of `practitioners.facts.FACTS`.

    Raises PermissionDenied outside the territory of `by`, and FaultyFacts with a sentence for each fact.
    """
    require(by, "practitioners.add_practitioner", institution)
    facts = {fact: facts.get(fact) or "" for fact in FACTS}
    _refuse_faulty(facts, today=timezone.localdate(at))
    region = institution.party.region
    party = Party.objects.create(
        kind=PartyKind.PRACTITIONER, name=name, region=region, region_path=region.path, valid_from=None
    )
    with refused_by(*ONCE, reason=_taken()):
        practitioner = Practitioner.objects.create(party=party, name=name, region_path=region.path, **facts)
    register(
        practitioner, institution=institution, kind=RegistrationKind.MAIN, scope=scope, valid_from=valid_from,
        valid_to=valid_to, by=by, at=at,
    )  # fmt: skip
    return practitioner


@transaction.atomic
def change_practitioner(practitioner: Practitioner, *, by, at: datetime, **facts: Any) -> Practitioner:
    """Correct what is recorded of a person; facts: of FACTS, also name; what is left out stays.

    Raises PermissionDenied, Stale and FaultyFacts.
    """
    practitioner = Practitioner.objects.locked(practitioner)
    require(by, "practitioners.change_practitioner", practitioner)
    name, held = facts.pop("name", practitioner.name), list(practitioner.registrations.open())
    before = practitioner.profession
    for fact, value in facts.items():
        setattr(practitioner, fact, value)
    said = {fact: getattr(practitioner, fact) for fact in FACTS}
    _refuse_faulty(said, today=timezone.localdate(at), but=practitioner)
    if practitioner.profession != before:
        _practises_as_another(practitioner, held, by=by, at=at)
    if name != practitioner.name:
        party = Party.objects.select_for_update().get(pk=practitioner.pk)
        party.name = practitioner.name = name
        party.version += 1
        party.save()
    with refused_by(*ONCE, reason=_taken()):
        practitioner.save()
    for registration in held:
        retitle(registration)
    return practitioner


def _practises_as_another(practitioner: Practitioner, held: list[Registration], *, by, at: datetime) -> None:
    """What holds has to be possible in the new profession; only nurses' extensions are owed."""
    for row in held:
        if faults_of_days(practitioner.profession, row.valid_from, row.valid_to):
            words = _("Registrations of this profession hold for a time: first say of those that hold until which day.")
            raise FaultyFacts({"profession": words})
        if practitioner.profession != Profession.NURSE:
            for duty in renewals_of(row):
                cancel_duty(duty, at=at, by=by, reason=_("The profession was corrected."))


def practitioner_with(number: str, *, by) -> Practitioner | None:
    """Whoever has this number, exactly, wherever he is registered: for those who register, and were told it."""
    require(by, "practitioners.add_registration")
    return Practitioner.objects.with_number(number).select_related("party__region").first() if number else None


def unmask(practitioner: Practitioner, *, purpose: Purpose, reason: str, by) -> Numbers:
    """Personal numbers in full, to be shown once; the trail keeps who asked for whose, and what for.

    Raises PermissionDenied, and Refused without a reason, or where there are none.
    """
    require(by, "practitioners.unmask", practitioner)
    if not reason.strip():
        raise Refused(_("Say what the numbers are needed for."))
    shown = [fact for fact in PERSONAL if getattr(practitioner, fact)]
    if not shown:
        raise Refused(_("No personal numbers are recorded of this person."))
    audit.note(
        "numbers_unmasked", practitioner.pk, purpose=Purpose(purpose).value, reason=reason, numbers=shown,
        practitioner=practitioner.name,
    )  # fmt: skip
    return Numbers(practitioner.id_number, practitioner.qualification_code)


def _refuse_faulty(facts: dict[str, Any], *, today: date, but: Practitioner | None = None) -> None:
    """Raise FaultyFacts for what cannot be recorded; but: whose numbers they are."""
    faults = faults_of(facts, today=today)
    others = Practitioner.objects.exclude(pk=but.pk) if but else Practitioner.objects.all()
    same = {
        "certificate_number": others.filter(profession=facts["profession"]),
        **dict.fromkeys(PERSONAL, others),
    }
    for fact in NUMBERS:
        if facts[fact] and fact not in faults and same[fact].with_exactly(fact, facts[fact]).exists():
            faults[fact] = _taken()
    if faults:
        raise FaultyFacts(faults)


def _taken() -> str:
    return _("Another practitioner has this number already.")
