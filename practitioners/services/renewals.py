"""What institutions owe for nurses whose registration ends: opened for all in one statement."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Func, TextField, Value
from django.utils.translation import gettext as _

from institutions.enums import InstitutionState
from institutions.models import Institution
from obligations.models import Obligation
from obligations.services import cancel_duty, open_duties
from practitioners.deadlines import RENEWAL, opened_until
from practitioners.enums import Profession
from practitioners.models import Registration


@transaction.atomic
def open_renewals(*, day: date, at: datetime) -> int:
    """Let institutions owe the extension of what ends in the coming months; returns how many are new.

    May be repeated: a registration and its last day have one duty. What has ended already is not opened; what a closed
    institution owed is cancelled.
    """
    _cancel_of_closed(at=at)
    ending = Registration.objects.open().main().ending(by=opened_until(day)).filter(valid_to__gte=day)
    rows = ending.filter(practitioner__profession=Profession.NURSE, institution__closed_on=None).values(
        bearer_id=F("institution_id"),
        subject_id=F("pk"),
        title=F("practitioner__name"),
        region_path=F("institution__region_path"),
        period=Func(F("valid_to"), Value("YYYY-MM-DD"), function="to_char", output_field=TextField()),
        starts_on=F("valid_to"),
    )
    return open_duties(RENEWAL, rows, subject_kind="practitioners.registration", at=at)


def _cancel_of_closed(*, at: datetime) -> None:
    closed = Institution.objects.filter(state=InstitutionState.CLOSED).values("pk")
    for duty in Obligation.objects.unsettled().filter(kind=RENEWAL, bearer__in=closed):
        cancel_duty(duty, at=at, reason=_("The institution is closed."))
