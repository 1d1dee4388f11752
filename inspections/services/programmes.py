"""Programmes of a year and special rounds: drafted, published, withdrawn; what they ask for is opened by `opening`."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Region
from inspections.deadlines import occasions_of
from inspections.enums import ProgrammeState, SelfInspectionKind
from inspections.models import Checklist, Programme, Round
from inspections.services.opening import open_round
from inspections.workflow import PROGRAMME
from kernel import audit
from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by
from kernel.workflow import move


@transaction.atomic
def draft_programme(
    *, region: Region, year: int, title: str, daily: Checklist, full: Checklist, by, at: datetime
) -> Programme:
    """Begin a territory's programme of a year: a daily round each quarter and a full one, each due on its last day.

    Quarters that are over are left out.
    Raises PermissionDenied, WrongDay for a year that is over, Refused where the year has one, or for a draft checklist.
    """
    require(by, "inspections.add_programme", region)
    today = timezone.localdate(at)
    if year < today.year:
        raise WrongDay(_("The year %(year)s is over.") % {"year": year})
    row = Programme(region=region, region_path=region.path, year=year, title=title.strip())
    with refused_by("programme_once_a_year", reason=_("This territory has a programme of that year already.")):
        row.save()
    for occasion in occasions_of(year):
        if occasion.due_on < today:
            continue
        is_full = occasion.kind == SelfInspectionKind.FULL
        checklist = _usable(full if is_full else daily, region.path, on=today)
        Round.objects.create(
            programme=row, region=region, region_path=region.path, kind=occasion.kind, period=occasion.period,
            title=_title(occasion.period, is_full=is_full), checklist=checklist,
            starts_on=occasion.starts_on, opens_on=occasion.starts_on, due_on=occasion.due_on, added_by_id=by.pk,
        )  # fmt: skip
    return row


def _title(period: str, *, is_full: bool) -> str:
    if is_full:
        return _("Full self-inspection of %(year)s") % {"year": period}
    year, quarter = period.split("Q")
    return _("Daily self-inspection of quarter %(quarter)s, %(year)s") % {"quarter": quarter, "year": year}


def _usable(checklist: Checklist, region_path: str, *, on: date) -> Checklist:
    """Raises Refused for one that does not hold in the territory, now or later."""
    if not Checklist.objects.usable_at(region_path, on=on).filter(pk=checklist.pk).exists():
        raise Refused(_("Choose a checklist that is published."))
    return checklist


@transaction.atomic
def change_programme(row: Programme, *, by, **facts) -> Programme:
    """Change a draft. facts: of title, full_covers, newcomers, newcomer_days.

    Raises PermissionDenied, Stale, and Refused for one that is published.
    """
    row = _drafted(row, by=by)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def change_round(row: Programme, one: Round, *, by, at: datetime, **facts) -> Round:
    """Change a round of a draft. facts: of opens_on, due_on, checklist, audience.

    Raises PermissionDenied, Stale, Refused for a programme that is published, or a draft checklist, and WrongDay for
    days out of order or before the period.
    """
    _drafted(row, by=by).save()
    for name, value in facts.items():
        setattr(one, name, value)
    _usable(one.checklist, one.region_path, on=timezone.localdate(at))
    in_order(one)
    one.save()
    return one


def _drafted(row: Programme, *, by) -> Programme:
    """The draft as it is now, locked, for whoever may word it."""
    row = Programme.objects.locked(row)
    require(by, "inspections.change_programme", row)
    if row.state != ProgrammeState.DRAFT:
        raise Refused(_("The programme is published: institutions rely on its days."))
    return row


@transaction.atomic
def discard_programme(row: Programme, *, by) -> None:
    """Throw a draft away. Raises PermissionDenied, Stale, and Refused for one that is published."""
    _drafted(row, by=by).delete()


def in_order(one: Round) -> None:
    """A round opens in its period, and is due after that. Raises WrongDay."""
    if one.opens_on < one.starts_on:
        raise WrongDay(_("%(round)s: it cannot open before its period begins.") % {"round": one.title})
    if one.due_on < one.opens_on:
        raise WrongDay(_("%(round)s: it cannot be due before it opens.") % {"round": one.title})


@transaction.atomic
def publish_programme(row: Programme, *, by, at: datetime) -> Programme:
    """Put it in force: what opens by today is opened now, the rest on its morning.

    Raises PermissionDenied, Stale, and Refused for one that is published already, or whose rounds are all over.
    """
    row = Programme.objects.locked(row)
    move(row, PROGRAMME["publish"], by=by)
    today = timezone.localdate(at)
    if not row.rounds.filter(due_on__gte=today).exists():
        raise Refused(_("All rounds of this programme are over."))
    row.published_by_id, row.published_at = by.pk, at
    row.save()
    for one in row.rounds.running_on(today):
        open_round(one, at=at)
    return row


@transaction.atomic
def withdraw_programme(row: Programme, *, reason: str, by, at: datetime) -> Programme:
    """No further round of it is opened; what institutions owe already stays.

    Raises PermissionDenied, Stale, and Refused unless it is published, or without a reason.
    """
    row = Programme.objects.locked(row)
    move(row, PROGRAMME["withdraw"], by=by)
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn."))
    row.save()
    audit.note("programme_withdrawn", row.pk, reason=reason)
    return row


@transaction.atomic
def order_special(
    *, region: Region, title: str, reason: str, checklist: Checklist, due_on: date, audience: dict[str, Any], by,
    at: datetime,
) -> Round:  # fmt: skip
    """Let institutions inspect themselves for a reason, once: those of a list or filter of the territory.

    audience: as `Round.audience`.  Raises PermissionDenied, WrongDay for a day that is not to come, Refused without a
    reason, for a draft checklist, and where no institution is meant.
    """
    require(by, "inspections.publish_programme", region)
    today = timezone.localdate(at)
    if due_on <= today:
        raise WrongDay(_("Give the institutions at least a day."))
    if not reason.strip():
        raise Refused(_("Say what calls for a special self-inspection."))
    if not Checklist.objects.usable_at(region.path, on=today).valid_on(today).filter(pk=checklist.pk).exists():
        raise Refused(_("Choose a checklist that holds today."))
    row = Round.objects.create(
        region=region, region_path=region.path, kind=SelfInspectionKind.SPECIAL, period=f"S-{uuid4().hex[:8]}",
        title=title.strip(), checklist=checklist, starts_on=today, opens_on=today, due_on=due_on,
        audience=audience, reason=reason.strip(), added_by_id=by.pk,
    )  # fmt: skip
    if not open_round(row, at=at):
        raise Refused(_("No institution that practises is meant by this."))
    return row
