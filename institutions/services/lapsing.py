"""What ends a verification without a conclusion, and what all its steps have in common."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from institutions.enums import VerificationVerb
from institutions.models import Institution, Verification, VerificationStep
from institutions.workflow import VERIFICATION
from kernel.errors import Refused
from kernel.workflow import move, take
from obligations.models import Obligation
from obligations.services import cancel_duty


@transaction.atomic
def end_verification(row: Verification, *, reason: str, by, at: datetime) -> Verification:
    """It is no longer asked for: the licence is filed now, or the day was wrong. What is owed for it is cancelled.

    Where the record still says that the cycle ends, the next morning opens it anew.
    Raises PermissionDenied, Stale, and Refused once it is over, or without a reason.
    """
    row = locked(row)
    move(row, VERIFICATION["end"], by=by)
    if not reason.strip():
        raise Refused(_("Say why it is ended."))
    return _end(row, reason=reason, by=by, at=at)


def lapse(institution: Institution, *, by, at: datetime) -> None:
    """The institution, whose row the caller has locked, is closed: nothing is verified there any more."""
    for row in institution.verifications.open().select_for_update(of=("self",)):
        take(row, VERIFICATION["end"])
        row.version += 1
        _end(row, reason=_("The institution is closed."), by=by, at=at)


def _end(row: Verification, *, reason: str, by, at: datetime) -> Verification:
    row.save()
    note_step(row, VerificationVerb.END, by=by, at=at, note=reason)
    cancel_duties(row, reason=reason, by=by, at=at)
    return row


def locked(row: Verification) -> Verification:
    """The row as it is now, behind its institution's lock, so that two who close and conclude do not wait in a ring."""
    Institution.objects.select_for_update(of=("self",)).get(pk=row.institution_id)
    return Verification.objects.locked(row)


def duties_of(row: Verification):
    return Obligation.objects.about(row).unsettled()


def cancel_duties(row: Verification, *, reason: str, by, at: datetime) -> None:
    for duty in duties_of(row):
        cancel_duty(duty, at=at, by=by, reason=reason[:300])


def note_step(row: Verification, verb: VerificationVerb, *, by, at: datetime, note: str = "") -> None:
    VerificationStep.objects.create(verification=row, verb=verb, by_id=by.pk, at=at, note=note)
