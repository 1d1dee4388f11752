"""The phases of a plan."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access import require
from kernel.errors import Refused, refused_by
from tasks.models import Phase, Plan


@transaction.atomic
def add_phase(plan: Plan, *, title: str, ends_on: date, by, at: datetime, starts_on: date | None = None) -> Phase:
    """Raises PermissionDenied unless `by` keeps plans there, and Refused for days in the wrong order or a double."""
    require(by, "tasks.set_goals", plan)
    phase = Phase(plan=plan, region_path=plan.region_path, title=title, starts_on=starts_on, ends_on=ends_on)
    _save(phase)
    return phase


@transaction.atomic
def change_phase(phase: Phase, *, title: str, ends_on: date, by, at: datetime, starts_on: date | None = None) -> Phase:
    """Raises as `add_phase`, and Stale."""
    phase = Phase.objects.locked(phase)
    require(by, "tasks.set_goals", phase)
    phase.title, phase.starts_on, phase.ends_on = title, starts_on, ends_on
    _save(phase)
    return phase


@transaction.atomic
def remove_phase(phase: Phase, *, by, at: datetime) -> None:
    """Milestones lie in phases by their day alone, so that nothing else changes. Raises PermissionDenied, and Stale."""
    phase = Phase.objects.locked(phase)
    require(by, "tasks.set_goals", phase)
    phase.delete()


def _save(phase: Phase) -> None:
    if phase.starts_on and phase.starts_on > phase.ends_on:
        raise Refused(_("The last day lies before the first."))
    with refused_by("phase_once_in_plan", reason=_("The plan has this phase already.")):
        phase.save()
