"""What differs from region to region: amounts of limits, and the ladder of reminders.

A limit concerns the duties that are opened afterwards; what is opened already keeps its day. The ladder concerns every
duty that is still owed: its next step is found anew.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.models import Region
from agencies.models.region import STEP
from kernel.access import require
from kernel.errors import Refused, refused_by
from obligations.deadlines import MONTHS_OF
from obligations.enums import LimitUnit, Stage
from obligations.kinds import Kind, kind_of, kinds
from obligations.models import LimitOverride, Obligation, ReminderRule
from obligations.reminders import reschedule_all

IN_DAYS = frozenset({LimitUnit.CALENDAR_DAYS, LimitUnit.WORKING_DAYS})
COUNTED_IN = IN_DAYS | {LimitUnit.HOURS}
MOST_TIMES = 10  # the usual amount: what is more was mistyped, and would run past the end of the calendar


@transaction.atomic
def set_limit(*, kind: str, region: Region, amount: int, valid_from: date, basis: str, by) -> LimitOverride:
    """Say how long a limit is in a territory from a day on, with the document that says so.

    amount: in the kind's unit.  Raises PermissionDenied outside the territory of `by`, and Refused for an amount that
    the kind cannot have, or where that day has one already.
    """
    require(by, "obligations.add_limitoverride", region)
    _refuse_amount(kind_of(kind), amount)
    limit = LimitOverride(
        kind=kind, region=region, region_path=region.path, amount=amount, valid_from=valid_from, basis=basis
    )
    with refused_by("limitoverride_once_a_day", reason=_("There is a limit for this kind, region and day already.")):
        limit.save()
    return limit


@transaction.atomic
def change_limit(limit: LimitOverride, *, amount: int, valid_from: date, basis: str, by) -> LimitOverride:
    """Correct a limit by which no duty has been counted yet; from then on it stays as it is, and another follows it.

    Raises as `set_limit`, and Stale.
    """
    limit = LimitOverride.objects.locked(limit)
    require(by, "obligations.change_limitoverride", limit)
    _refuse_amount(kind_of(limit.kind), amount)
    if Obligation.objects.filter(override=limit).exists():
        raise Refused(_("Duties have been counted by this limit: it stays on record. Add another from a later day."))
    limit.amount, limit.valid_from, limit.basis = amount, valid_from, basis
    with refused_by("limitoverride_once_a_day", reason=_("There is a limit for this kind, region and day already.")):
        limit.save()
    return limit


@transaction.atomic
def add_step(
    *, kind: str, region: Region | None, stage: Stage, offset: int, unit: LimitUnit, by, at: datetime
) -> ReminderRule:
    """Add a step to the ladder of a kind ("": every kind) in a territory (None: everywhere).

    offset: after the due day, negative before it.  The first step of a ladder of its own brings the steps along that
    have held there so far, since a ladder replaces the more general one as a whole.
    Raises PermissionDenied outside the territory of `by`, and Refused where the ladder has a step at that time.
    """
    path = region.path if region else ""
    rule = ReminderRule(kind=kind, region=region, region_path=path, stage=stage, offset=offset, unit=unit)
    require(by, "obligations.add_reminderrule", rule)
    _refuse_unit(kind, unit)
    if not _ladder_of(rule).exists():
        _bring_along(rule)
    with refused_by("reminderrule_once", reason=_("This ladder has a step at that time already.")):
        rule.save()
    reschedule_all(kind=kind, region_path=path, at=at)
    return rule


@transaction.atomic
def change_step(rule: ReminderRule, *, stage: Stage, offset: int, unit: LimitUnit, by, at: datetime) -> ReminderRule:
    """Another stage or time of a step. Raises as `add_step`, and Stale."""
    rule = ReminderRule.objects.locked(rule)
    require(by, "obligations.change_reminderrule", rule)
    _refuse_unit(rule.kind, unit)
    if (unit in IN_DAYS) != (rule.unit in IN_DAYS):
        raise Refused(_("Clocks of hours have a ladder of their own: a step of days stays one."))
    rule.stage, rule.offset, rule.unit = stage, offset, unit
    with refused_by("reminderrule_once", reason=_("This ladder has a step at that time already.")):
        rule.save()
    reschedule_all(kind=rule.kind, region_path=rule.region_path, at=at)
    return rule


@transaction.atomic
def remove_step(rule: ReminderRule, *, by, at: datetime) -> None:
    """Take a step out; after the last one the more general ladder holds again. Raises as `change_step`.

    The ladder that holds everywhere keeps a step.
    """
    rule = ReminderRule.objects.locked(rule)
    require(by, "obligations.delete_reminderrule", rule)
    if not rule.kind and not rule.region_path and _ladder_of(rule).count() == 1:
        raise Refused(_("This is the last step of the ladder that holds everywhere."))
    kind, region_path = rule.kind, rule.region_path
    rule.delete()
    reschedule_all(kind=kind, region_path=region_path, at=at)


def _refuse_amount(kind: Kind, amount: int) -> None:
    if kind.unit in MONTHS_OF:
        raise Refused(_("This limit ends with its quarter or year: it has no amount to set."))
    if amount == 0 or (amount < 0) != (kind.amount < 0):
        reason = _("The limit is counted before the event: give a number below 0.") if kind.amount < 0 else ""
        raise Refused(reason or _("Give a number above 0."))
    if abs(amount) > MOST_TIMES * abs(kind.amount):
        most = MOST_TIMES * kind.amount
        raise Refused(_("That is more than ten times the usual limit: give a number up to %(most)d.") % {"most": most})
    if kind.at_least is not None and amount < kind.at_least:
        raise Refused(_("By law it is at least %(amount)d.") % {"amount": kind.at_least})


def _refuse_unit(kind: str, unit: LimitUnit) -> None:
    if unit not in COUNTED_IN:
        raise Refused(_("A step is counted in days or hours."))
    if kind and kind_of(kind).has_hours == (unit in IN_DAYS):
        raise Refused(_("Clocks of hours have steps in hours, all others in days."))


def _ladder_of(rule: ReminderRule) -> QuerySet[ReminderRule]:
    return _counted_as(rule).filter(kind=rule.kind, region_path=rule.region_path)


def _counted_as(rule: ReminderRule) -> QuerySet[ReminderRule]:
    """Steps in days and steps in hours are two ladders."""
    return ReminderRule.objects.filter(unit__in=IN_DAYS if rule.unit in IN_DAYS else [LimitUnit.HOURS])


def _bring_along(new: ReminderRule) -> None:
    """Copy the steps that have held there: of the kind before every kind's, then of the smallest territory around."""
    around = [new.region_path[:end] for end in range(0, len(new.region_path) + 1, STEP)]
    rows = list(_counted_as(new).filter(kind__in=[new.kind, ""], region_path__in=around))
    nearest = max(((row.kind, len(row.region_path)) for row in rows), default=None)
    for row in rows:
        if (row.kind, len(row.region_path)) == nearest and (row.offset, row.unit) != (new.offset, new.unit):
            ReminderRule.objects.create(
                kind=new.kind, region=new.region, region_path=new.region_path, stage=row.stage, offset=row.offset,
                unit=row.unit,
            )  # fmt: skip


def region_in_territory(by, pk: int) -> Region | None:
    return Region.objects.visible_to(by).filter(pk=pk).first()


def kinds_with_amounts() -> list[Kind]:
    """The kinds whose limit can be another in a region."""
    return [kind for kind in kinds() if kind.unit not in MONTHS_OF]
