"""How many duties show which light, and how many each unit owes, counted from the index of what is not settled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from agencies.models import Party
from kernel.access import require
from obligations.deadlines import soon_days
from obligations.enums import OWED, DutyState
from obligations.lights import lights_of
from obligations.models import Obligation
from obligations.querysets import is_overdue

REMEMBERED = 60  # seconds
UNITS = 200  # at most


@dataclass(frozen=True)
class Counted:
    """at: when it was counted."""

    at: datetime
    found: Any


def count_lights(by, *, at: datetime) -> Counted:
    """{light: how many} of the unsettled duties of the territory. Remembered for the unit and minute."""
    require(by, "obligations.view_obligation")
    return _remembered("lights", by, at, _count_lights)


def count_units(by, *, at: datetime) -> Counted:
    """What each unit of the territory owes, those with most that is overdue first. Remembered as `count_lights`.

    found: [{unit: {public_id, name, kind}, owed, overdue, handed_in, paused}].
    """
    require(by, "obligations.view_obligation")
    return _remembered("units", by, at, _count_units)


def _count_lights(by, at: datetime) -> dict[str, int]:
    soon = soon_days(by.region_path, on=timezone.localdate(at))
    return lights_of(Obligation.objects.visible_to(by).unsettled(), at=at, soon=soon)


def _count_units(by, at: datetime) -> list[dict[str, Any]]:
    late = is_overdue(at=at, on=timezone.localdate(at))
    rows = Obligation.objects.visible_to(by).unsettled()
    counts = {
        "owed": Count("bearer", filter=Q(state__in=OWED)), "overdue": Count("bearer", filter=late),
        "handed_in": Count("bearer", filter=Q(state=DutyState.SUBMITTED)),
        "paused": Count("bearer", filter=Q(state=DutyState.PAUSED)),
    }  # fmt: skip
    most = rows.filter(late).values_list("bearer").annotate(n=Count("bearer")).order_by("-n", "bearer")[:UNITS]
    latest = [bearer for bearer, _n in most]
    if len(latest) == UNITS:  # of a large territory the others are not counted
        rows = rows.filter(bearer__in=latest)
    found = rows.values("bearer").annotate(**counts).order_by("-overdue", "-owed", "bearer")[:UNITS]
    units = Party.objects.in_bulk([row["bearer"] for row in found])
    return [{"unit": _shown(units[row.pop("bearer")])} | row for row in found]


def _shown(unit: Party) -> dict[str, Any]:
    return {"public_id": unit.public_id, "name": unit.name, "kind": unit.kind}


def _remembered(what: str, by, at: datetime, count: Callable) -> Counted:
    scope = "all" if by.user.is_superuser else by.party_id
    key = f"duties:{what}:{scope}:{at:%Y%m%d%H%M}"
    found: Any = cache.get_or_set(key, lambda: Counted(at, count(by, at)), REMEMBERED)
    return found
