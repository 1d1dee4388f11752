"""Orders as their pages show them: each with the clock that runs, with its history, and what may be done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from agencies.models import Membership, Party
from kernel.models import StoredFile
from obligations.deadlines import soon_days
from obligations.enums import OrderState
from obligations.lights import Light, light
from obligations.models import Obligation, OrderFile, OrderStep, SupervisionOrder
from obligations.services.orders import RECEIVE, REPLY
from obligations.sources import EVIDENCE

NAMED = (
    "issuer", "bearer", "about", "issued_by__user", "issued_by__party", "received_by__user", "received_by__party",
    "replied_by__user", "replied_by__party",
)  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """A duty that an order has opened, with its light."""

    duty: Obligation
    light: Light


@dataclass(frozen=True)
class Line:
    """An order in a list. clock: to receive it, and once it is received to reply; None of an order without duties."""

    order: SupervisionOrder
    clock: Clock | None


def clocks_of(orders: Collection[SupervisionOrder], *, by: Membership, at: datetime) -> dict[int, dict[str, Clock]]:
    """{order: {kind of duty: clock}}, in two queries."""
    soon = soon_days(by.region_path, on=timezone.localdate(at))
    found: dict[int, dict[str, Clock]] = {order.pk: {} for order in orders}
    for duty in Obligation.objects.about_any(orders):
        found[duty.subject_id][duty.kind] = Clock(duty, light(duty, at=at, soon=soon))
    return found


def lines(orders: Collection[SupervisionOrder], *, by: Membership, at: datetime) -> list[Line]:
    clocks = clocks_of(orders, by=by, at=at)
    return [Line(row, clocks[row.pk].get(RECEIVE if row.state == OrderState.ISSUED else REPLY)) for row in orders]


def rows_of(tab: str, *, by: Membership) -> QuerySet[SupervisionOrder]:
    """tab: "received" or "issued" by the unit; any other: of its territory."""
    orders = SupervisionOrder.objects
    return {"received": orders.received_by, "issued": orders.issued_by_unit}.get(tab, orders.visible_to)(by)


def has_to_answer(by: Membership) -> bool:
    return SupervisionOrder.objects.received_by(by).filter(closed_at=None).exists()


def whole(order: SupervisionOrder) -> SupervisionOrder:
    """The order as it is now, with the units and people that its page names."""
    return SupervisionOrder.objects.select_related(*NAMED).get(pk=order.pk)


def sees_duty(by: Membership, order: SupervisionOrder) -> bool:
    """Whether the duty that the order presses is one that the acting unit may open."""
    duty = order.about
    if duty is None:
        return False
    return duty.bearer_id == by.party_id or (by.has_perm("obligations.view_overdue") and by.covers(duty))


def steps_of(order: SupervisionOrder) -> list[OrderStep]:
    """Its history, the newest first, with people and files."""
    steps = order.steps.select_related("by__user", "by__party").prefetch_related("files__file")
    return list(steps.order_by("-at", "-pk"))


def unit_in_territory(by: Membership, public_id: UUID | None) -> Party | None:
    if public_id is None:
        return None
    rows = Party.objects.filter(public_id=public_id, region_path__startswith=by.region_path)
    return rows.select_related("agency", "region").first()


def duty_in_territory(by: Membership, public_id: UUID) -> Obligation | None:
    """The duty that an order may be about."""
    return Obligation.objects.visible_to(by).select_related("bearer").filter(public_id=public_id).first()


def files_kept_by(by: Membership, public_ids: Collection[str]) -> list[StoredFile]:
    """Of the files named, those that the person has chosen for a reply which is not sent yet; others are left out."""
    own = StoredFile.objects.filter(purpose=EVIDENCE, owner=by.user_id, public_id__in=_uuids(public_ids))
    return list(own.exclude(pk__in=OrderFile.objects.filter(file__in=own).values("file")).order_by("pk"))


def _uuids(texts: Collection[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
