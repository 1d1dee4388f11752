"""Checklists are drafted, published, and followed by new versions; what is published stays as it is."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Region
from inspections.models import Checklist, ChecklistItem
from inspections.workflow import CHECKLIST
from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by
from kernel.workflow import move

ITEM = (
    "heading",
    "code",
    "text",
    "basis",
    "applies",
    "severity",
    "evidence",
    "needs_reason",
    "active_from",
    "active_to",
)


@transaction.atomic
def draft_checklist(*, region: Region, title: str, base: Checklist | None = None, by) -> Checklist:
    """Begin a checklist for a territory: empty, or with the items of another one that is published.

    A published one of the same territory is followed by it as the next version; there is one draft of it at a time.
    Raises PermissionDenied, and Refused for a draft as a beginning.
    """
    require(by, "inspections.add_checklist", region)
    if base and base.is_draft:
        raise Refused(_("This checklist is not published yet: go on with it instead."))
    row = Checklist(region=region, region_path=region.path, title=title.strip())
    if base and base.region_id == region.pk:
        row.follows, row.number = base, base.number + 1
    with refused_by("inspections_checklist_follows_id_key", reason=_("The next version is there already.")):
        row.save()
    if base:
        items = [{name: getattr(item, name) for name in ITEM} for item in base.items.all()]
        set_items(row, items, by=by)
    return row


@transaction.atomic
def change_items(row: Checklist, items: Iterable[dict[str, Any]], *, title: str, by) -> Checklist:
    """Word a draft anew as a whole. items: facts of ChecklistItem, in their order.

    Raises PermissionDenied, Stale, and Refused for a published one, without items, or for a code that stands twice.
    """
    row = Checklist.objects.locked(row)
    require(by, "inspections.change_checklist", row)
    if not row.is_draft:
        raise Refused(_("What is published stays as it is. Begin a new version of it."))
    row.title = title.strip() or row.title
    row.save()
    set_items(row, items, by=by)
    return row


def set_items(row: Checklist, items: Iterable[dict[str, Any]], *, by) -> None:
    said = list(items)
    codes = [item["code"] for item in said]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise Refused(_("A code stands twice: %(codes)s.") % {"codes": ", ".join(sorted(twice))})
    row.items.all().delete()
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=row, position=position, **item) for position, item in enumerate(said, 1)
    )


@transaction.atomic
def publish_checklist(row: Checklist, *, valid_from: date, by, at: datetime) -> Checklist:
    """Put it in force from a day on; the version that it follows ends the day before.

    Reports that are open go on by the version by which they were opened.
    Raises PermissionDenied, Stale, WrongDay for a day that has passed or before the version it follows, and Refused
    without items.
    """
    row = Checklist.objects.locked(row)
    move(row, CHECKLIST["publish"], by=by)
    if not row.items.exists():
        raise Refused(_("A checklist needs at least one item."))
    if valid_from < timezone.localdate(at):
        raise WrongDay(_("A checklist holds from today, or a later day."))
    if row.follows:
        before = Checklist.objects.select_for_update(of=("self",)).get(pk=row.follows_id)
        if before.valid_from and valid_from <= before.valid_from:
            raise WrongDay(_("The version before holds from that day, or a later one."))
        before.valid_to = valid_from - timedelta(days=1)
        before.version += 1
        before.save()
    row.valid_from, row.published_by_id, row.published_at = valid_from, by.pk, at
    row.save()
    return row


@transaction.atomic
def discard_checklist(row: Checklist, *, by) -> None:
    """Throw a draft away. Raises PermissionDenied, Stale, and Refused for a published one."""
    row = Checklist.objects.locked(row)
    require(by, "inspections.change_checklist", row)
    if not row.is_draft:
        raise Refused(_("What is published stays as it is. Begin a new version of it."))
    row.delete()
