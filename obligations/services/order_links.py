"""What the rest of the portal asks about orders: where their pages are, and what passes when an agency ends."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from agencies.services import hand_over
from kernel.workflow import take
from obligations import subjects
from obligations.models import SupervisionOrder
from obligations.services.orders import end_order
from obligations.workflow import ORDER

KIND = "obligations.supervisionorder"


def pages(keys: Collection[int]) -> dict[int, str]:
    rows = SupervisionOrder.objects.filter(pk__in=keys).only("public_id")
    return {order.pk: order.get_absolute_url() for order in rows}


def titles(agency: Agency) -> list[str]:
    """The orders that the agency has to answer, or to judge."""
    return [str(order) for order in _open_at(agency)]


def pass_orders(giver: Agency, taker: Agency, *, by, at: datetime) -> list[int]:
    """Let the successor answer, or judge, what is open; returns the keys.

    An order between the two is withdrawn: nobody supervises himself.
    """
    passed = []
    for order in _open_at(giver).select_for_update(of=("self",)):
        order.version += 1
        if taker.pk in {order.issuer_id, order.bearer_id}:
            take(order, ORDER["withdraw"])
            end_order(order, at=at, by=by, reason=_("The two units have become one."))
            continue
        side = "issuer" if order.issuer_id == giver.pk else "bearer"
        setattr(order, side, taker.party)
        order.save()
        passed.append(order.pk)
    return passed


def _open_at(agency: Agency):
    rows = SupervisionOrder.objects.filter(Q(bearer=agency.pk) | Q(issuer=agency.pk), closed_at=None)
    return rows.select_related("issuer", "bearer").order_by("pk")


def register() -> None:
    subjects.shows(KIND, pages)
    hand_over.moves(KIND, label=gettext_lazy("Supervision orders"), open_duties=titles, move=pass_orders)
