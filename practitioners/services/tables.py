"""A row of a table of practitioners: a person, who may be known already, and one registration."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.utils.translation import gettext as _

from institutions.models import Institution
from institutions.services.register import FaultyFacts
from kernel.errors import Refused
from kernel.models import StoredFile
from practitioners.enums import RegistrationKind
from practitioners.facts import PERSONAL
from practitioners.models import Practitioner, Registration
from practitioners.services.people import NUMBERS, add_practitioner, change_practitioner
from practitioners.services.registrations import change_registration, extend_registration, register
from practitioners.sources import PEOPLE_TABLE

Outcome = Literal["added", "changed", "known"]
KEPT = timedelta(days=7)  # of a table that was sent


@dataclass(frozen=True)
class PersonRow:
    """person: name and those of FACTS that the row says.  term: scope, valid_from and valid_to, those that it says."""

    number: int
    institution: Institution
    kind: RegistrationKind
    person: dict[str, str] = field(default_factory=dict)
    term: dict[str, Any] = field(default_factory=dict)

    @property
    def numbers(self) -> set[tuple[str, str]]:
        """By which the person is known: a practice certificate's number only within a profession."""
        told = {fact: self.person[fact] for fact in NUMBERS if self.person.get(fact)}
        if "certificate_number" in told:
            told["certificate_number"] += f" {self.person['profession']}"
        return set(told.items())


def take_row(row: PersonRow, *, by, at: datetime) -> Outcome:
    """Record what the row says and the register does not: what is left out stays, and a later last day extends.

    Raises FaultyFacts, with the column for each sentence.
    """
    person = _known(row)
    if person is None:
        if row.kind != RegistrationKind.MAIN:
            raise FaultyFacts({"kind": _("Nobody is known by these numbers: the first registration is the main one.")})
        _tried("institution", add_practitioner, institution=row.institution, **row.person, **row.term, by=by, at=at)
        return "added"
    changes = {fact: value for fact, value in row.person.items() if getattr(person, fact) != value}
    if row.person["profession"] != person.profession:
        changes = {"category": "", **changes}
    if changes and not by.covers(person):
        words = _("This person belongs to another territory, where something else is recorded.")
        raise FaultyFacts(dict.fromkeys(changes, words))
    if replaced := [fact for fact in PERSONAL if fact in changes and getattr(person, fact)]:
        words = _("Another number is recorded of this person: correct it on the person's page.")
        raise FaultyFacts(dict.fromkeys(replaced, words))
    if changes:
        _tried("name", change_practitioner, person, **changes, by=by, at=at)
    is_changed = _registered(person, row, by=by, at=at)
    return "changed" if changes or is_changed else "known"


def _known(row: PersonRow) -> Practitioner | None:
    """Whoever has one of the numbers; FaultyFacts where they are several."""
    found: dict[int, str] = {}
    person = None
    for fact in NUMBERS:
        if not row.person.get(fact):
            continue
        same = Practitioner.objects.with_exactly(fact, row.person[fact])
        if fact == "certificate_number":
            same = same.filter(profession=row.person["profession"])
        if one := same.first():
            person = person or one
            found[one.pk] = fact
    if len(found) > 1:
        raise FaultyFacts(dict.fromkeys(found.values(), _("These numbers belong to different persons.")))
    return person


def _registered(person: Practitioner, row: PersonRow, *, by, at: datetime) -> bool:
    """Whether the person's registration at the institution had to be made or changed."""
    held = Registration.objects.open().filter(practitioner=person, institution=row.institution).first()
    if held is None:
        where = {"institution": row.institution, "kind": row.kind}
        _tried("institution", register, person, **where, **row.term, by=by, at=at)
        return True
    if held.kind != row.kind:
        words = _("The registration there is of another kind: end it first.")
        raise FaultyFacts({"kind": words})
    changes = {fact: value for fact, value in row.term.items() if getattr(held, fact) != value}
    until = changes.get("valid_to")
    if until and held.valid_to and until > held.valid_to:
        _tried("valid_to", extend_registration, held, until=changes.pop("valid_to"), by=by, at=at)
        held = Registration.objects.get(pk=held.pk)
    if changes:
        _tried("valid_from", change_registration, held, **changes, by=by, at=at)
    return bool(until or changes)


def _tried(column: str, deed, *args, **facts) -> None:
    """column: of which a refusal speaks that names no fact."""
    try:
        deed(*args, **facts)
    except FaultyFacts:
        raise
    except Refused as refusal:
        raise FaultyFacts({column: str(refusal.reason)}) from None


def clear_tables(*, at: datetime) -> int:
    """Tables that were sent go after 7 days; returns how many. Their bytes go with kernel.clear_expired."""
    return StoredFile.objects.filter(purpose=PEOPLE_TABLE, created_at__lt=at - KEPT).delete()[0]
