"""What the pages of the register list."""

from datetime import date

from agencies.models import Party, Region
from institutions.models import Institution
from kernel.keyset import count_up_to

COUNTED = 10_000  # more than which are not counted
ORDER = ("region_path", "pk")


def regions_kept_by(by, *, on: date):
    """The regions of the territory, in the order of the tree."""
    return Region.objects.valid_on(on).filter(path__startswith=by.region_path).order_by("path")


def region_named(by, key: int, *, on: date) -> Region | None:
    return regions_kept_by(by, on=on).filter(pk=key).first()


def counted(rows) -> tuple[int, bool]:
    return count_up_to(rows, COUNTED)


def own_institution(by) -> Institution | None:
    """The acting unit's own record, where it is an institution."""
    return Institution.objects.shared_with(by).select_related("party").first()


def institution_named(by, public_id) -> Institution | None:
    return Institution.objects.visible_to(by).filter(party__public_id=public_id).first()


def party_named(public_id) -> Party | None:
    """Whoever it is and wherever: an owner may lie anywhere."""
    return Party.objects.filter(public_id=public_id).first()
