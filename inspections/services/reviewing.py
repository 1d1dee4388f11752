"""What the supervisors do with reports that were handed in: accept, or send back with a reason."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from inspections.enums import ReportState, ReportVerb
from inspections.messages import REPORT_RETURN_ASKED
from inspections.models import SelfInspection
from inspections.services.reports import duty_of, locked_now, note_step
from inspections.workflow import REPORT
from institutions.services.changes import commission_of
from kernel.access import require
from kernel.errors import Refused
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell
from obligations.services import meet_duty, return_duty


@transaction.atomic
def accept_report(report: SelfInspection, *, by, at: datetime) -> SelfInspection:
    """It stands, and its duty is met. Raises PermissionDenied, Stale, and Refused unless it is handed in."""
    report = SelfInspection.objects.locked(report)
    move(report, REPORT["accept"], by=by)
    report.reviewed_by_id, report.reviewed_at = by.pk, at
    report.save()
    note_step(report, ReportVerb.ACCEPT, by=by, at=at)
    if duty := duty_of(report):
        meet_duty(duty, at=at, by=by)
    return report


@transaction.atomic
def accept_reports(reports: Iterable[SelfInspection], *, by, at: datetime) -> int:
    """Accept many at once, in the order of their keys; whatever is not handed in any more is left. Returns how many."""
    count = 0
    for shown in sorted(reports, key=lambda row: row.pk):
        report = locked_now(shown)
        if report.state == ReportState.SUBMITTED:
            accept_report(report, by=by, at=at)
            count += 1
    return count


@transaction.atomic
def return_report(report: SelfInspection, *, reason: str, by, at: datetime) -> SelfInspection:
    """Send it back under its address; the duty stands again with a day of its own (rules 9a).

    Its answers can be changed again; both signatures are to be given anew.
    Raises PermissionDenied, Stale, and Refused unless it is handed in, or without a reason.
    """
    report = SelfInspection.objects.locked(report)
    move(report, REPORT["return"], by=by)
    if not reason.strip():
        raise Refused(_("Say why it is sent back."))
    report.reviewed_by_id, report.reviewed_at = by.pk, at
    report.filled_by, report.filled_name, report.filled_at = None, "", None
    report.save()
    note_step(report, ReportVerb.RETURN, by=by, at=at, note=reason)
    if duty := duty_of(report):
        return_duty(duty, at=at, by=by, reason=reason, url=report.get_absolute_url())
    return report


@transaction.atomic
def ask_for_return(report: SelfInspection, *, reason: str, by, at: datetime) -> SelfInspection:
    """The institution asks for a report that it has handed in; its commission decides.

    Raises PermissionDenied, and Refused unless it is handed in and not accepted yet, without a reason, or while the
    same was asked before.
    """
    require(by, "inspections.answer_selfinspection", report)
    report = locked_now(report)
    if report.state != ReportState.SUBMITTED:
        raise Refused(_("The report is “%(state)s”.") % {"state": report.get_state_display()})
    if not reason.strip():
        raise Refused(_("Say what is to be changed."))
    last = report.steps.last()
    if last and last.verb == ReportVerb.ASK:
        raise Refused(_("Its return has been asked for already."))
    note_step(report, ReportVerb.ASK, by=by, at=at, note=reason)
    commission = commission_of(report.region_path, on=timezone.localdate(at))
    if commission:
        tell(
            REPORT_RETURN_ASKED, to=commission, audience=Audience.HANDLERS, url=report.get_absolute_url(), at=at,
            key=f"{REPORT_RETURN_ASKED.key}:{report.pk}:{report.version}", params={"institution": report.name},
            about=Party.objects.get(pk=report.institution_id),
        )  # fmt: skip
    return report
