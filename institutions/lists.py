"""What the pages of the register list."""

from datetime import date

from django.db.models import Q

from agencies.models import Party, Region
from agencies.models.region import STEP
from institutions.models import AccountRequest, ChangeRequest, Equipment, Institution, Verification
from kernel.keyset import count_up_to

COUNTED = 10_000  # more than which are not counted
ORDER = ("region_path", "pk")
SHOWN = (  # of an institution in a list
    "name", "region_path", "category", "uscc", "beds", "address", "licence_to", "state", "party__public_id",
    "party__region__name",
)  # fmt: skip


def regions_kept_by(by, *, on: date):
    """The regions of the territory, in the order of the tree."""
    return Region.objects.valid_on(on).filter(path__startswith=by.region_path).order_by("path")


def regions_to_choose(by, asked: str, *, on: date) -> list[Region]:
    """Where to narrow a list to: what lies directly below the own region, and below the one that is asked for, with
    the regions above that. asked: the key of a region, or anything else."""
    mine, chosen = regions_kept_by(by, on=on), None
    if asked.isascii() and asked.isdigit() and len(asked) < 19:
        chosen = mine.filter(pk=int(asked)).first()
    parents = {by.party.region_id}
    if chosen:
        above = [chosen.path[:end] for end in range(len(by.region_path), len(chosen.path) + 1, STEP)]
        parents |= set(mine.filter(path__in=above).values_list("pk", flat=True))
    return list(mine.filter(parent__in=parents))


def region_named(by, key: int, *, on: date) -> Region | None:
    return regions_kept_by(by, on=on).filter(pk=key).first()


def counted(rows) -> tuple[int, bool]:
    return count_up_to(rows, COUNTED)


def own_institution(by) -> Institution | None:
    """The acting unit's own record, where it is an institution."""
    return Institution.objects.shared_with(by).select_related("party").first()


def institution_named(by, public_id) -> Institution | None:
    return Institution.objects.visible_to(by).filter(party__public_id=public_id).first()


def own_or_named(by, public_id) -> Institution | None:
    """One of the territory, or the own one of whoever works there."""
    own = Institution.objects.shared_with(by).filter(party__public_id=public_id).first()
    return own or institution_named(by, public_id)


def party_named(public_id) -> Party | None:
    """Whoever it is and wherever: an owner may lie anywhere."""
    return Party.objects.filter(public_id=public_id).first()


def merged_with(institution: Institution, *, by) -> dict:
    """Into which it was merged, and which into it; `readable`: those of which `by` reads the page."""
    party = institution.party
    rows = Institution.objects.filter(Q(pk=party.successor_id) | Q(party__successor=party)).select_related("party")
    found = list(rows.order_by("closed_on", "pk"))
    seen = Institution.objects.visible_to(by).filter(pk__in=[row.pk for row in found])
    return {
        "merged_into": [row for row in found if row.pk == party.successor_id],
        "merged_here": [row for row in found if row.pk != party.successor_id],
        "readable": set(seen.values_list("pk", flat=True)) if found else set(),
    }


def open_change_of(institution: Institution) -> ChangeRequest | None:
    """What the institution proposes, and nobody has decided."""
    return ChangeRequest.objects.waiting().filter(institution=institution).first()


def equipment_with_code(public_id) -> Equipment | None:
    """Whoever asks: the code hangs on the machine."""
    return Equipment.objects.select_related("institution__party__region").filter(public_id=public_id).first()


def is_permitted(equipment: Equipment, *, on: date) -> bool:
    """Whether a permit that the commission has recorded stands behind the number that the institution gives."""
    if not equipment.permit_number:
        return False
    permits = equipment.institution.permits.filter(number=equipment.permit_number)
    return permits.filter(Q(valid_to=None) | Q(valid_to__gte=on)).exists()


def account_request_asked(public_id) -> AccountRequest | None:
    """Whoever asks: only who made the request knows the id."""
    return AccountRequest.objects.select_related("institution").filter(public_id=public_id).first()


def last_passed(institution: Institution) -> Verification | None:
    """Which says until when the licence is verified."""
    return institution.verifications.passed().order_by("-verified_to").first()


def verification_of(institution: Institution, *, by) -> dict:
    """What the part `institutions/_verification.html` shows."""
    may_open = by.has_perm("institutions.add_verification", institution)
    return {
        "verified": last_passed(institution),
        "verification": institution.verifications.open().first(),
        "may_open": may_open and institution.is_verified and not institution.closed_on,
        "shows_verifications": by.has_perm("institutions.view_verification"),
    }
