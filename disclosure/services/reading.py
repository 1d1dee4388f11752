"""What the pages of the publishing agency read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from disclosure.enums import OVER, UNFINISHED
from disclosure.models import Original, Publication
from kernel.access import require
from obligations.deadlines import soon_days
from obligations.lights import Light, light
from obligations.models import Obligation

MOST = 50  # parties that a search offers


def parties_named(text: str, *, by) -> list[Party]:
    """The parties of the territory about whom the acting agency may publish, by a part of their name."""
    require(by, "disclosure.add_publication")
    found = Party.objects.filter(region_path__startswith=by.region_path).named(text)
    return list(found.select_related("region").order_by("pk")[:MOST])


def party_to_publish(public_id, *, by) -> Party | None:
    """The party of that id, if it lies in the territory."""
    found = Party.objects.filter(public_id=public_id).select_related("region").first()
    return found if found and by.has_perm("disclosure.add_publication", found) else None


@dataclass(frozen=True)
class Line:
    """A publication in a list, with the duty that is still owed for it."""

    publication: Publication
    duty: Obligation | None
    light: Light | None


def lines(publications: Iterable[Publication], *, by, at: datetime) -> list[Line]:
    """Two queries for any number: the duties, and from when on a duty counts as due soon."""
    rows = list(publications)
    kind = Publication._meta.label_lower
    duties = Obligation.objects.unsettled().filter(subject_kind=kind, subject_id__in=[row.pk for row in rows])
    owed = {duty.subject_id: duty for duty in duties.order_by("-due_on")}
    soon = soon_days(by.region_path, on=timezone.localdate(at))
    return [Line(row, duty := owed.get(row.pk), light(duty, at=at, soon=soon) if duty else None) for row in rows]


@dataclass(frozen=True)
class Compared:
    """A field as it was recorded and as the public reads it; shown "" where the public is not to know of it."""

    label: str
    privacy: str
    recorded: str
    shown: str

    @property
    def is_changed(self) -> bool:
        return self.recorded != self.shown


def compared(publication: Publication, *, by) -> list[Compared]:
    """What was recorded beside what the public reads, for the publishing agency's own people while it is checked."""
    original = original_of(publication, by=by)
    if original is None:
        return []
    rows = [Compared(_("Title"), "", original.title, publication.title)]
    for field in publication.declared.fields:
        if recorded := original.fields.get(field.key):
            shown = publication.payload.get(field.key, "")
            privacy = str(field.privacy.label)
            rows.append(Compared(str(field.label), privacy, field.shown(recorded), field.shown(shown)))
    return rows


def original_of(publication: Publication, *, by) -> Original | None:
    """What was recorded, unmasked; None once it is deleted, and for who only oversees."""
    if not by.has_perm("disclosure.read_original", publication) or publication.state not in UNFINISHED:
        return None
    return Original.objects.filter(publication=publication).first()


def planned_day(publication: Publication, *, on: date) -> date | None:
    """The first public day, where it is still to come."""
    return publication.public_from if publication.public_from > on else None


def pages_of(keys: Collection[int]) -> dict[int, str]:
    """{key: address} of publications, for the duties that are about them."""
    rows = Publication.objects.filter(pk__in=keys).exclude(state__in=OVER)
    return {row.pk: row.get_absolute_url() for row in rows.only("pk", "public_id")}
