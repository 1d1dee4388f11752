"""How a verification ends: passed, suspended for a time, the licence cancelled or revoked (rules 2.3)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from institutions import deadlines
from institutions.enums import VerificationState, VerificationVerb
from institutions.kinds import AGAIN, MAKE_UP, REVIEW
from institutions.messages import VERIFICATION_CONCLUDED
from institutions.models import Institution, Verification
from institutions.services.lapsing import cancel_duties, duties_of, locked, note_step
from institutions.services.register import close_institution
from institutions.services.verifying import is_late, record
from institutions.workflow import VERIFICATION
from kernel import workdays
from kernel.errors import Refused
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell
from obligations.services import meet_duty, open_duty

S = VerificationState
STEPS = {S.PASSED: "pass", S.SUSPENDED: "suspend", S.CANCELLED: "cancel", S.REVOKED: "revoke"}
EVENTS = {
    S.PASSED: "verification_passed", S.SUSPENDED: "verification_suspended", S.CANCELLED: "licence_cancelled",
    S.REVOKED: "licence_revoked",
}  # fmt: skip


@transaction.atomic
def conclude_verification(
    row: Verification, *, conclusion: str, months: int | None = None, reason: str = "", document_number: str = "",
    by, at: datetime,
) -> Verification:  # fmt: skip
    """Conclude it: passed, suspended for months, or the licence cancelled or revoked and the institution closed.

    months: of the suspension, after which it is to be applied for anew.  document_number: of the decision; a
    revocation needs one.
    Raises PermissionDenied also for who reviewed it or ordered to make up for it, Stale, and Refused in another state,
    without reasons unless it is passed, and for what is revoked before order and cycle have run out, or cancelled
    before the time to apply anew has.
    """
    row, today = locked(row), timezone.localdate(at)
    before, conclusion = row.state, S(conclusion)
    move(row, VERIFICATION[STEPS[conclusion]], by=by)
    _refuse(row, before, conclusion, months=months, reason=reason, document_number=document_number, at=at)
    row.decided_on, row.decided_by, row.conclusion = today, by, reason
    institution = Institution.objects.select_related("party").get(pk=row.institution_id)
    if conclusion == S.PASSED:
        row.verified_to = deadlines.verified_to(row.due_on, _years(institution), decided_on=today)
    if months:
        row.suspended_until = workdays.add_months(today, months)
    row.save()
    note_step(row, VerificationVerb(STEPS[conclusion]), by=by, at=at, note=reason)
    for duty in duties_of(row).filter(kind=REVIEW.key):
        meet_duty(duty, at=at, by=by)
    record(row, EVENTS[conclusion], party=institution.party, text=reason, document_number=document_number, by=by, at=at)
    _tell(row, institution, at=at)
    if conclusion == S.SUSPENDED and row.suspended_until:
        open_duty(
            AGAIN.key, bearer=institution.party, subject=row, at=at, by=by, due_on=row.suspended_until,
            period=row.suspended_until.isoformat(),
        )  # fmt: skip
    if conclusion in {S.CANCELLED, S.REVOKED}:
        cancel_duties(row, reason=str(row.state_label), by=by, at=at)
        close_institution(institution, on=today, reason=f"{row.state_label}: {reason}", by=by, at=at)
    return row


def _refuse(
    row: Verification, before: str, conclusion: S, *, months: int | None, reason: str, document_number: str,
    at: datetime,
) -> None:  # fmt: skip
    today = timezone.localdate(at)
    if before == S.REVERIFY and (row.reviewed_at is None or row.applied_at is None or row.reviewed_at < row.applied_at):
        raise Refused(_("Since it was applied for anew, nobody has recorded a review."))
    if conclusion != S.PASSED and not reason.strip():
        raise Refused(_("Say why."))
    if conclusion == S.SUSPENDED:
        least, most = deadlines.months_of_suspension(row.region_path, on=today)
        if not months or not least <= months <= most:
            words = {"least": least, "most": most}
            raise Refused(_("A verification is suspended for %(least)d to %(most)d months.") % words)
    elif months:
        raise Refused(_("Only a suspension lasts for months."))
    if before == S.SUSPENDED and not is_late(row, AGAIN.key, at=at):
        raise Refused(_("The licence is cancelled only once the time to apply anew is over."))
    if conclusion == S.REVOKED:
        if not document_number:
            raise Refused(_("A revocation has the number of its decision."))
        if not is_late(row, MAKE_UP.key, at=at) or today <= row.due_on:
            raise Refused(_("The licence is revoked only when the cycle has ended and the order's time is over."))


def _years(institution: Institution) -> int:
    """As the record says now; who was filed meanwhile is ended, not concluded."""
    years = deadlines.cycle_years(
        licence_type=institution.licence_type, category=institution.category, beds=institution.beds
    )
    if years is None:
        raise Refused(_("The institution is filed now: end the verification without a conclusion."))
    return years


def _tell(row: Verification, institution: Institution, *, at: datetime) -> None:
    until = row.verified_to if row.state == S.PASSED else row.suspended_until if row.state == S.SUSPENDED else None
    facts = {"state": row.state, "day": until.isoformat() if until else ""}
    tell(
        VERIFICATION_CONCLUDED, to=institution.party, audience=Audience.HANDLERS, url=row.get_absolute_url(), at=at,
        key=f"{VERIFICATION_CONCLUDED.key}:{row.pk}:{row.version}", params=facts,
    )  # fmt: skip
