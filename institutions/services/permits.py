"""Special permits and large equipment: added, corrected, taken out again where one was entered by mistake."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from institutions.models import Equipment, Institution, Permit
from kernel import audit
from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by

NUMBER_ONCE, SERIAL_ONCE = "permit_number_once", "equipment_serial_once"


@transaction.atomic
def add_permit(institution: Institution, *, by, **facts: Any) -> Permit:
    """Raises PermissionDenied, WrongDay for days out of order, and Refused for one that is recorded already."""
    require(by, "institutions.keep_permit", institution)
    return _save(Permit(institution=_standing(institution)), facts)


@transaction.atomic
def change_permit(permit: Permit, *, by, **facts: Any) -> Permit:
    """Raises as `add_permit`, and Stale."""
    permit = Permit.objects.locked(permit)
    require(by, "institutions.keep_permit", permit)
    _standing(permit.institution)
    return _save(permit, facts)


@transaction.atomic
def remove_permit(permit: Permit, *, by) -> None:
    """It was entered by mistake; the trail keeps it. One that has ended stays, with its last day.

    Raises PermissionDenied, Stale, and Refused where the institution is closed.
    """
    permit = Permit.objects.locked(permit)
    require(by, "institutions.keep_permit", permit)
    _standing(permit.institution)
    permit.delete()
    audit.note("permit_removed", permit.institution_id, permit=str(permit))


@transaction.atomic
def add_equipment(institution: Institution, *, by, at: datetime, **facts: Any) -> Equipment:
    """Raises PermissionDenied, WrongDay for a check to come, and Refused for a serial number recorded already."""
    require(by, "institutions.keep_equipment", institution)
    return _save_equipment(Equipment(institution=_standing(institution)), facts, at=at)


@transaction.atomic
def change_equipment(equipment: Equipment, *, by, at: datetime, **facts: Any) -> Equipment:
    """Also that it is no longer in use: its code then says so. Raises as `add_equipment`, and Stale."""
    equipment = Equipment.objects.locked(equipment)
    require(by, "institutions.keep_equipment", equipment)
    _standing(equipment.institution)
    return _save_equipment(equipment, facts, at=at)


def _standing(institution: Institution) -> Institution:
    if institution.closed_on:
        raise Refused(_("The institution is closed: its record stays as it is."))
    return institution


def _save_equipment(equipment: Equipment, facts: dict[str, Any], *, at: datetime) -> Equipment:
    if (checked_on := facts.get("checked_on")) and checked_on > timezone.localdate(at):
        raise WrongDay(_("A machine is not checked on a day to come."))
    made: Equipment = _save(equipment, facts)
    return made


def _save(row, facts: dict[str, Any]):
    for fact, value in facts.items():
        setattr(row, fact, value)
    first, last = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    if first and last and last < first:
        raise WrongDay(_("The permit ends before it begins."))
    with refused_by(NUMBER_ONCE, SERIAL_ONCE, reason=_("This number is recorded there already.")):
        row.save()
    return row
