"""Periodic assessments of doctors: recorded, taken out again where one was entered by mistake."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from institutions.services.register import FaultyFacts
from kernel.access import require
from kernel.errors import Refused, refused_by
from practitioners.deadlines import suspension_of
from practitioners.enums import DOCTORS, AssessmentResult
from practitioners.facts import EARLIEST
from practitioners.models import Assessment, Practitioner


@transaction.atomic
def add_assessment(
    practitioner: Practitioner, *, held_on: date, result: str, suspended_until: date | None = None, by, at: datetime
) -> Assessment:
    """What came out; who has failed is suspended for three to six months.

    Raises PermissionDenied, FaultyFacts for days that cannot be, and Refused for who is no doctor, and for a second
    result of a day.
    """
    require(by, "practitioners.keep_assessment", practitioner)
    if practitioner.profession not in DOCTORS:
        raise Refused(_("Only doctors and assistant doctors are assessed periodically."))
    if faults := faults_of(held_on, result, suspended_until, today=timezone.localdate(at)):
        raise FaultyFacts(faults)
    row = Assessment(practitioner=practitioner, held_on=held_on, result=result, suspended_until=suspended_until)
    with refused_by("assessment_once_a_day", reason=_("A result of this day is recorded already.")):
        row.save()
    return row


def faults_of(held_on: date, result: str, suspended_until: date | None, *, today: date) -> dict[str, str]:
    if not EARLIEST <= held_on <= today:
        return {"held_on": _("This day lies in the future.") if held_on > today else _("This day lies too far back.")}
    if result == AssessmentResult.PASSED:
        return {"suspended_until": _("Only who has failed is suspended.")} if suspended_until else {}
    first, last = suspension_of(held_on)
    if suspended_until is None or not first <= suspended_until <= last:
        words = _("Who has failed is suspended for three to six months: until a day from %(first)s to %(last)s.")
        return {"suspended_until": words % {"first": first, "last": last}}
    return {}


@transaction.atomic
def remove_assessment(row: Assessment, *, by) -> None:
    """It was entered by mistake; the trail keeps it. Raises PermissionDenied and Stale."""
    row = Assessment.objects.locked(row)
    require(by, "practitioners.keep_assessment", row)
    row.delete()
