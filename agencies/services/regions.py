"""Places in the region tree: one at a time; the official list comes through `region_list`."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.enums import CodeScheme, RegionKind
from agencies.models import Region, RegionCode
from agencies.models.region import STEP
from kernel.access import OPERATOR, require
from kernel.errors import Refused, refused_by

LAST = 10**STEP - 1  # children of a region
TAKEN = ("region_name_once_under_parent", "regioncode_once")
MAX_PATH = Region._meta.get_field("path").max_length or 0


def lock_tree() -> None:
    """Until the transaction ends nobody else gives out paths."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agencies.region'))")


def step(parent_path: str, ordinal: int) -> str:
    """The path of the nth child; refuses what does not fit the width."""
    path = f"{parent_path}{ordinal:0{STEP}d}"
    if ordinal > LAST or len(path) > MAX_PATH:
        raise Refused(_("The region tree has no room for another region here."))
    return path


@transaction.atomic
def add_region(
    parent: Region | None,
    kind: RegionKind,
    name: str,
    *,
    by,
    code: str = "",
    scheme: CodeScheme = CodeScheme.CIVIL_AFFAIRS,
    valid_from: date | None = None,
) -> Region:
    """Put a region below `parent`, on the next free path; with its code, where it has one.

    At the top (parent None) only the command line and an emergency grant put one: it is nobody's territory.

    Raises PermissionDenied, and Refused for a name or code that is taken. Development zones have no code of their own.
    """
    require(by, "agencies.add_region", parent)
    if parent is None and by is not OPERATOR and not by.user.is_superuser:
        raise PermissionDenied
    lock_tree()
    last = Region.objects.filter(parent=parent).aggregate(last=Max("path"))["last"]
    path = step(parent.path if parent else "", int(last[-STEP:]) + 1 if last else 1)
    with refused_by(*TAKEN, reason=_("Another region has this name or this division code already.")):
        region = Region.objects.create(parent=parent, path=path, kind=kind, name=name, valid_from=valid_from)
        if code:
            RegionCode.objects.create(region=region, scheme=scheme, code=code, name=name, valid_from=valid_from)
    return region


@transaction.atomic
def change_region(
    region: Region, *, name: str, kind: RegionKind, valid_from: date | None, valid_to: date | None, by
) -> Region:
    """Correct what is recorded about a region; the lines of the official list that carry its name are corrected too.

    A new name from a day on is another line of that list, and comes with it.
    """
    require(by, "agencies.change_region", region)
    region = Region.objects.locked(region)
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused(_("A region cannot end before it begins."))
    region.codes.filter(name=region.name).update(name=name)
    if valid_to and valid_to != region.valid_to:
        region.codes.valid_on(valid_to).update(valid_to=valid_to)
    region.name, region.kind, region.valid_from, region.valid_to = name, kind, valid_from, valid_to
    with refused_by(*TAKEN, reason=_("Another region has this name or this division code already.")):
        region.save()
    return region


@transaction.atomic
def end_region(region: Region, *, on: date, by) -> Region:
    """The region's last day, and that of the codes it has then; its path and what lies under it stay."""
    require(by, "agencies.change_region", region)
    region = Region.objects.locked(region)
    if region.valid_from and on < region.valid_from:
        raise Refused(_("A region cannot end before it begins."))
    region.valid_to = on
    region.save()
    region.codes.valid_on(on).update(valid_to=on)
    return region
