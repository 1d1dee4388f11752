"""What the pages of commitments list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from commitments.deadlines import text_for
from commitments.enums import CommitmentKind
from commitments.models import Commitment, CommitmentTemplate
from commitments.services.consequences import PUBLISHED_AS
from commitments.services.signing import duties_of
from disclosure.models import Publication
from events.lists import NEWEST_FIRST, SHOWN_WITH, timeline, with_people
from institutions.models import Institution
from kernel.keyset import count_up_to
from obligations.models import Obligation
from practitioners.models import Practitioner, Registration

COUNTED = 10_000  # more than which are not counted
SHOWN_AT_ONCE = 20  # commitments that an institution's page names


def counted(rows) -> tuple[int, bool]:
    return count_up_to(rows, COUNTED)


def with_signed(rows: Collection[Any], columns: tuple[str, str], *, year: int) -> Collection[Any]:
    """Each with `commitment`, what was signed for the year, or None. columns: as of `WhoHasSigned`."""
    party, institution = columns
    keys = {_key(row, party) for row in rows}
    found = Commitment.objects.filter(
        party__in=keys, institution__in={_key(row, institution) for row in rows}, year=year
    )
    signed = {(row.party_id, row.institution_id): row for row in found}
    for row in rows:
        row.commitment = signed.get((_key(row, party), _key(row, institution)))
    return rows


def _key(row: Any, column: str) -> int:
    key: int = row.pk if column == "pk" else getattr(row, f"{column}_id")
    return key


def with_places(rows):
    """The registrations that hold, with who it is, and where."""
    return rows.open().select_related("practitioner__party", "institution__party").defer("practitioner__pieces")


def registered_at(institution: Institution):
    return with_places(Registration.objects.filter(institution=institution))


@dataclass(frozen=True)
class Standing:
    """How an institution stands with its commitments.

    this: that of the year that runs.  owed: what it has still to sign, the earliest first.  people: how many are
    registered there, and whether there are more; signed: how many of them have signed for the year.
    """

    year: int
    this: Commitment | None
    rows: list[Commitment]
    owed: list[Obligation]
    people: tuple[int, bool]
    signed: tuple[int, bool]


def standing_of(institution: Institution, *, on: date) -> Standing:
    own = institution.commitments.of_institutions().select_related("template", "to").order_by("-year", "-pk")
    rows = list(own[:SHOWN_AT_ONCE])
    people = Registration.objects.open().filter(institution=institution)
    signed = people.filter(Commitment.objects.made_by("practitioner", "institution", year=on.year))
    this = next((row for row in rows if row.year == on.year), None)
    return Standing(
        on.year, this, rows, list(duties_of(institution).order_by("due_on", "pk")), counted(people), counted(signed)
    )


def practitioner_at(institution: Institution, public_id) -> Practitioner | None:
    """Somebody who is registered there."""
    rows = Practitioner.objects.registered(institution=institution.pk).select_related("party")
    return rows.filter(party__public_id=public_id).first()


def text_to_sign(institution: Institution, practitioner: Practitioner | None, *, on: date) -> CommitmentTemplate | None:
    kind = CommitmentKind.PRACTITIONER if practitioner else CommitmentKind.INSTITUTION
    return text_for(kind, institution.region_path, on=on)


def text_read(key: int, *, by) -> CommitmentTemplate | None:
    return CommitmentTemplate.objects.visible_to(by).filter(pk=key).first()


def texts_here(region_path: str, *, on: date) -> list[CommitmentTemplate]:
    """What one signs at a place on a day: a text for each kind, as far as there is one."""
    found = (text_for(kind, region_path, on=on) for kind in CommitmentKind)
    return [row for row in found if row]


def whole(row: Commitment) -> Commitment:
    """With all that its page names."""
    named = ("template", "party", "institution__party__region", "to", "scan", "signed_by__user", "signed_by__party")
    return Commitment.objects.select_related(*named).get(pk=row.pk)


def breaches_of(row: Commitment, by, *, on: date) -> list[Any]:
    """The events that say it was broken, as far as the acting unit may know them."""
    events = timeline(row.party, by, on=on).filter(breach__commitment=row)
    return with_people(events.select_related(*SHOWN_WITH).order_by(*NEWEST_FIRST), by, on=on)


def publication_of(row: Commitment, by) -> Publication | None:
    """The latest, as far as the acting unit may know it."""
    if not by.has_perm("disclosure.view_publication"):
        return None
    rows = Publication.objects.filter(subject_kind=row._meta.label_lower, subject_id=row.pk, kind=PUBLISHED_AS)
    found = rows.order_by("-pk").first()
    return found if found and by.has_perm("disclosure.view_publication", found) else None
