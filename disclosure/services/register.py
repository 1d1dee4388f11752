"""What the public reads: never more than is public on the day that is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from agencies.enums import PartyKind
from agencies.models import Party
from disclosure.enums import PublicationState, Section
from disclosure.kinds import keys_of
from disclosure.models import Publication
from kernel.keyset import Slice, slice_of

WITH_A_PAGE = frozenset({PartyKind.INSTITUTION, PartyKind.PLACE})  # of natural persons nothing is gathered
NEWEST = ("-public_from", "-pk")
MOST = 100  # publications on a party's page; the list for machines has them all
FOUND, NEW, FEED = 20, 10, 50


WAS_PUBLIC = Q(publications__published_at__isnull=False)


@dataclass(frozen=True)
class Register:
    """A party whose page everybody may read.

    version: grows with every change of what was ever public about the party, since none is deleted: what was drawn of
    one version and day is drawn so again.
    """

    party: Party
    version: str


def register_of(public_id) -> Register | None:
    """One query; None for who has no public page."""
    rows = Party.objects.filter(kind__in=WITH_A_PAGE, public_id=public_id).select_related("region", "successor")
    party: Any = rows.annotate(changes=Sum("publications__version", filter=WAS_PUBLIC, default=0)).first()
    return Register(party, f"{party.version}.{party.region.version}.{party.changes}") if party else None


@dataclass(frozen=True)
class Extract:
    """What is public about a party, by section, the newest decision first.

    is_cut: there is more than is shown.
    """

    sections: dict[str, list[Publication]]
    is_cut: bool

    @property
    def penalties(self) -> list[Publication]:
        return self.sections[Section.PENALTIES]

    @property
    def others(self) -> list[Publication]:
        """What has no place of its own: of licences, grades and commitments all but the newest."""
        earlier = [self.sections[each][1:] for each in (Section.LICENCE, Section.GRADE, Section.COMMITMENT)]
        rows = [*self.sections[Section.OTHER], *(row for rows in earlier for row in rows)]
        return sorted(rows, key=lambda row: row.formed_on, reverse=True)


def extract(party: Party, *, today: date) -> Extract:
    """One query."""
    rows = Publication.objects.public_on(today).filter(party=party).select_related("agency__party")
    found = list(rows.order_by("-formed_on", "-pk")[: MOST + 1])
    shown = found[:MOST]
    sections = {
        str(section): [row for row in shown if row.kind in keys] for section in Section for keys in [keys_of(section)]
    }
    return Extract(sections, is_cut=len(found) > MOST)


def search(text: str, *, after: str = "") -> Slice:
    """The parties with a public page in whose name `text` stands. Raises kernel.keyset.NoPlace."""
    rows = Party.objects.filter(kind__in=WITH_A_PAGE).named(text).select_related("region")
    return slice_of(rows, ("pk",), size=FOUND, after=after)


def counts(parties: Sequence[Party], *, today: date) -> dict[int, int]:
    """{party: how many publications about it are public}; one query."""
    rows = Publication.objects.public_on(today).filter(party__in=[party.pk for party in parties])
    return dict(rows.values_list("party").annotate(number=Count("pk")).order_by())


def newest(*, today: date, size: int) -> list[Publication]:
    """The last that became public."""
    rows = Publication.objects.public_on(today).select_related("agency__party", "party")
    return list(rows.order_by(*NEWEST)[:size])


def listed(*, today: date, size: int, party=None, kind: str = "", since: date | None = None, after: str = "") -> Slice:
    """What is public, the newest first, for machines. since: public from that day on. Raises kernel.keyset.NoPlace."""
    rows = Publication.objects.public_on(today).select_related("agency__party", "party")
    if party:
        rows = rows.filter(party__public_id=party, party__kind__in=WITH_A_PAGE)
    if kind:
        rows = rows.filter(kind=kind)
    if since:
        rows = rows.filter(public_from__gte=since)
    return slice_of(rows, NEWEST, size=size, after=after)


@dataclass(frozen=True)
class Shown:
    """A publication at its public address: as it is (state "public"), or only that it was withdrawn or has ended."""

    publication: Publication
    state: str


def publication_at(public_id, *, today: date) -> Shown | None:
    """None for what has never been public until that day. One query."""
    rows = Publication.objects.once_public_on(today).select_related("agency__party", "party")
    row = rows.filter(public_id=public_id).first()
    return as_shown(row, today=today) if row else None


def as_shown(row: Publication, *, today: date) -> Shown:
    """row: of those that were once public."""
    if row.state == PublicationState.WITHDRAWN:
        return Shown(row, "withdrawn")
    is_over = row.state == PublicationState.EXPIRED or (row.public_until and row.public_until < today)
    return Shown(row, "ended" if is_over else "public")


def once_public(party: int, *, today: date):
    """What is or was public about a party."""
    return Publication.objects.once_public_on(today).filter(party=party)


def has_page(party: Party) -> bool:
    return party.kind in WITH_A_PAGE
