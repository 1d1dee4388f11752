"""Checklists are drafted, published, and followed by new versions; what is published stays as it is."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Region
from inspections.models import Checklist, ChecklistItem, Round, SelfInspection
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
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=row, position=position, **{name: getattr(item, name) for name in ITEM})
        for position, item in enumerate(base.items.all() if base else (), 1)
    )
    return row


@transaction.atomic
def rename_checklist(row: Checklist, *, title: str, by) -> Checklist:
    """Give a draft another title. Raises PermissionDenied, Stale, and Refused for a published one."""
    row = _drafted(row, by=by)
    row.title = title.strip()
    row.save()
    return row


@transaction.atomic
def put_item(row: Checklist, item: ChecklistItem | None = None, *, position: int, by, **facts) -> ChecklistItem:
    """Word an item of a draft, one that it has or a new one, and put it at a place; the others keep their order.

    facts: of ChecklistItem, as in ITEM.  position: from 1; past the end means the end.
    Raises PermissionDenied, Stale, and Refused for a published one, or a code that another item has.
    """
    row = _drafted(row, by=by)
    row.save()
    others = list(row.items.exclude(pk=item.pk) if item else row.items.all())
    put = item or ChecklistItem(checklist=row)
    for name, value in facts.items():
        setattr(put, name, value)
    put.position = max(1, min(position, len(others) + 1))
    with refused_by("checklistitem_code_once", reason=_("Another item has the code %(code)s.") % {"code": put.code}):
        put.save()
    others.insert(put.position - 1, put)
    _number(others)
    return put


@transaction.atomic
def remove_item(row: Checklist, item: ChecklistItem, *, by) -> None:
    """Take an item out of a draft. Raises PermissionDenied, Stale, and Refused for a published one."""
    row = _drafted(row, by=by)
    row.save()
    item.delete()
    _number(list(row.items.all()))


def _drafted(row: Checklist, *, by) -> Checklist:
    """The draft as it is now, locked, for whoever may word it."""
    row = Checklist.objects.locked(row)
    require(by, "inspections.change_checklist", row)
    if not row.is_draft:
        raise Refused(_("What is published stays as it is. Begin a new version of it."))
    return row


def _number(items: list[ChecklistItem]) -> None:
    moved = [item for position, item in enumerate(items, 1) if item.position != position]
    for position, item in enumerate(items, 1):
        item.position = position
    ChecklistItem.objects.bulk_update(moved, ["position"])


@transaction.atomic
def publish_checklist(row: Checklist, *, valid_from: date, by, at: datetime) -> Checklist:
    """Put it in force from a day on; the version that it follows ends the day before.

    Rounds that begin to open then ask by it; reports that are open go on by the version by which they were opened.
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
        before = Checklist.objects.select_for_update(of=("self",)).get(pk=row.follows.pk)
        if before.valid_from and valid_from <= before.valid_from:
            raise WrongDay(_("The version before holds from that day, or a later one."))
        before.valid_to = valid_from - timedelta(days=1)
        before.version += 1
        before.save()
        begun = SelfInspection.objects.filter(round=OuterRef("pk"))
        Round.objects.filter(~Exists(begun), checklist=before, opens_on__gte=valid_from).update(checklist=row)
    row.valid_from, row.published_by_id, row.published_at = valid_from, by.pk, at
    row.save()
    return row


@transaction.atomic
def discard_checklist(row: Checklist, *, by) -> None:
    """Throw a draft away. Raises PermissionDenied, Stale, and Refused for a published one."""
    _drafted(row, by=by).delete()
