"""What institutions owe: a commitment for each year, opened for all in one statement."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from commitments.kinds import SIGN
from commitments.models import Commitment
from institutions.enums import InstitutionState
from institutions.models import Institution
from obligations.enums import DutyState
from obligations.models import Obligation
from obligations.services import cancel_duty, open_duties

ABOUT = "institutions.institution"


@transaction.atomic
def open_commitments(*, day: date, at: datetime) -> int:
    """Let every institution that practises owe the commitment of the year that runs; returns how many are new.

    So all owe it on the first morning of a year, and a new one on the first after it has joined the register. What a
    closed institution owed is cancelled. May be repeated: what was waived is not owed again.
    """
    _cancel_of_closed(at=at)
    known = Obligation.objects.filter(
        kind=SIGN.key, subject_kind=ABOUT, subject_id=OuterRef("pk"), period=str(day.year)
    ).exclude(state=DutyState.CANCELLED)
    signed = Commitment.objects.made_by("pk", "pk", year=day.year)
    rows = (
        Institution.objects.standing()
        .filter(~Exists(known), ~signed)
        .values("region_path", bearer_id=F("pk"), subject_id=F("pk"), title=F("name"))
    )
    return open_duties(SIGN.key, rows, subject_kind=ABOUT, at=at, starts_on=day, period=str(day.year))


def _cancel_of_closed(*, at: datetime) -> None:
    closed = Institution.objects.filter(state=InstitutionState.CLOSED).values("pk")
    for duty in Obligation.objects.unsettled().filter(kind=SIGN.key, subject_kind=ABOUT, bearer__in=closed):
        cancel_duty(duty, at=at, reason=_("The institution is closed."))
