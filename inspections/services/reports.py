"""What all steps of a report have in common: its lock, its duty, its history."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from inspections.enums import ReportVerb
from inspections.kinds import DUTY_OF
from inspections.models import ReportStep, SelfInspection
from inspections.workflow import REPORT
from institutions.enums import InstitutionState
from kernel.errors import Refused
from kernel.workflow import move, take
from obligations.enums import DutyState, Verb
from obligations.models import Obligation, ObligationStep
from obligations.services import cancel_duty


def locked_now(report: SelfInspection) -> SelfInspection:
    """The row as it is now, locked; whatever version was shown: answers come in from several devices."""
    return SelfInspection.objects.select_for_update(of=("self",)).get(pk=report.pk)


def duty_of(report: SelfInspection) -> Obligation | None:
    """The duty that is still owed for it, if any."""
    return Obligation.objects.about(report).unsettled().first()


def note_step(report: SelfInspection, verb: ReportVerb, *, by, at: datetime, note: str = "") -> None:
    ReportStep.objects.create(report=report, verb=verb, by_id=by and by.pk, at=at, note=note[:1000])


@transaction.atomic
def cancel_report(report: SelfInspection, *, reason: str, by, at: datetime) -> SelfInspection:
    """It is not owed any more. Raises PermissionDenied, Stale, and Refused once handed in, or without a reason."""
    report = SelfInspection.objects.locked(report)
    move(report, REPORT["cancel"], by=by)
    if not reason.strip():
        raise Refused(_("Say why it is no longer owed."))
    if report.covers.exists():
        raise Refused(_("It stands for the daily self-inspection of its quarter, too."))
    return _cancelled(report, reason=reason, by=by, at=at)


@transaction.atomic
def cancel_of_closed(*, at: datetime) -> int:
    """What institutions owed that are closed now is owed no more; returns how many."""
    closed = SelfInspection.objects.open().filter(institution__state=InstitutionState.CLOSED)
    rows = list(closed.select_for_update(of=("self",)))
    for row in rows:
        _cancelled(_given_up(row), reason=_("The institution is closed."), by=None, at=at)
    return len(rows)


@transaction.atomic
def cancel_of_waived(*, at: datetime) -> int:
    """Whoever was released from the duty owes no report; returns how many."""
    waived = Obligation.objects.filter(
        kind__in=DUTY_OF.values(), state=DutyState.WAIVED, subject_kind=SelfInspection._meta.label_lower
    )
    rows = list(
        SelfInspection.objects.open().filter(pk__in=waived.values("subject_id")).select_for_update(of=("self",))
    )
    steps = ObligationStep.objects.filter(
        verb=Verb.WAIVE, obligation__in=waived.filter(subject_id__in=[r.pk for r in rows])
    )
    waivers = {step.obligation.subject_id: step for step in steps.select_related("obligation", "by").order_by("pk")}
    for row in rows:
        step = waivers[row.pk]
        _cancelled(_given_up(row), reason=step.reason, by=step.by, at=at)
    return len(rows)


def _given_up(row: SelfInspection) -> SelfInspection:
    take(row, REPORT["cancel"])
    row.version += 1
    return row


def _cancelled(report: SelfInspection, *, reason: str, by, at: datetime) -> SelfInspection:
    report.save()
    note_step(report, ReportVerb.CANCEL, by=by, at=at, note=reason)
    if duty := duty_of(report):
        cancel_duty(duty, at=at, by=by, reason=reason[:300])
    return report
