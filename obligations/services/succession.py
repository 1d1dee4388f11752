"""When an agency ends: what it owes and what it watches over pass to the successor; what it did stays with it."""

from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Agency
from agencies.services import hand_over
from obligations.models import Obligation
from obligations.services.settling import cancel_duty
from obligations.sql import statement

KIND = "obligations.obligation"


def titles(agency: Agency) -> list[str]:
    """What the agency owes, as a person would name it, and how much it watches over."""
    rows = Obligation.objects.unsettled().filter(bearer=agency.pk).order_by("due_on", "pk")
    owed = [f"{row.label}: {row.title} · {row.due_on.isoformat()}" for row in rows]
    if watched := Obligation.objects.unsettled().filter(supervisor=agency.pk).count():
        words = ngettext(
            "It watches over %(count)d duty of others", "It watches over %(count)d duties of others", watched
        )
        owed.append(words % {"count": watched})
    return owed


def pass_duties(giver: Agency, taker: Agency, *, by, at: datetime) -> list[int]:
    """Give the unsettled duties to the successor; returns their keys.

    What the successor owes already for the same record and period is not owed twice: the giver's duty is cancelled.
    """
    for double in _doubles(giver, taker):
        cancel_duty(double, at=at, by=by, reason=_("The successor owes the same already."))
    facts = {"giver": giver.pk, "taker": taker.pk, "at": at, "today": timezone.localdate(at), "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(statement("hand_over", supervisors=statement("supervisors")), facts)
        return cursor.fetchone()[0]


def _doubles(giver: Agency, taker: Agency) -> list[Obligation]:
    same = {name: OuterRef(name) for name in ("subject_kind", "subject_id", "kind", "period")}
    held = Obligation.objects.standing().filter(bearer=taker.pk, **same)
    return list(Obligation.objects.unsettled().filter(Exists(held), bearer=giver.pk))


def register() -> None:
    hand_over.moves(KIND, label=gettext_lazy("Duties"), open_duties=titles, move=pass_duties)
