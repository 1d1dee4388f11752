"""An agency signs for its parts in tasks (签收), with number and time, by person and unit (rules 9a)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Membership
from kernel.access import require
from kernel.errors import Refused
from obligations.enums import NumberSeries
from obligations.services.orders import RECEIPT, next_number
from tasks.models import Receipt, Responsibility


@dataclass(frozen=True)
class Received:
    """number: of the receipt.  parts: how many were signed for."""

    number: str
    parts: int


@transaction.atomic
def receive_parts(parts: Collection[Responsibility], *, by: Membership, at: datetime) -> Received:
    """Sign for parts of the acting agency, under one number; what is signed for already stays as it is.

    Raises PermissionDenied unless `by` works for the agency of every part, and Refused where none is left to sign for.
    """
    for part in parts:
        require(by, "tasks.receive_work", part)
    number = next_number(NumberSeries.RECEIPT, by.party, RECEIPT, today=timezone.localdate(at))  # one at a time
    keys = {part.task_id for part in parts}
    keys -= set(Receipt.objects.filter(agency=by.party_id, task__in=keys).values_list("task", flat=True))
    if not keys:
        raise Refused(_("Choose tasks that your unit has not signed for yet."))
    facts = {"agency_id": by.party_id, "region_path": by.region_path, "number": number, "by": by, "at": at}
    Receipt.objects.bulk_create([Receipt(task_id=key, **facts) for key in sorted(keys)])
    return Received(number, len(keys))
