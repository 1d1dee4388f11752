"""More time for many duties at once, such as after a meeting that has put a date off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access import require
from kernel.errors import Refused
from obligations.models import Obligation
from obligations.services.settling import extend_duty


@dataclass(frozen=True)
class Extended:
    """left_out: the duties that get no more time, each with the reason."""

    done: list[Obligation]
    left_out: list[tuple[Obligation, str]]


def extend_duties(
    duties: Iterable[Obligation], *, until: date, reason: str, basis: str, by, at: datetime
) -> Extended:  # fmt: skip
    """Give each duty time until a day, as `extend_duty` does for one; each unit is told of each.

    What may not be extended, or not by the acting unit, is left out and says why; the others are extended all the same.
    Raises PermissionDenied for whoever may extend none.
    """
    require(by, "obligations.extend_duty")
    done, left_out = [], []
    for duty in duties:
        if not by.has_perm("obligations.extend_duty", duty):
            left_out.append((duty, _("Another unit watches over it.")))
            continue
        try:
            with transaction.atomic():
                done.append(extend_duty(duty, at=at, by=by, reason=reason, basis=basis, until=until))
        except Refused as refusal:
            left_out.append((duty, str(refusal.reason)))
    return Extended(done, left_out)
