"""Verification (校验) of licences: opened, applied for, reviewed and concluded by two persons (rules 2.3)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Func, TextField, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from events.services import Facts, record_event
from institutions import deadlines
from institutions.access import PROPOSES
from institutions.enums import LicenceType, VerificationState, VerificationVerb
from institutions.kinds import APPLY, MAKE_UP, REVIEW
from institutions.messages import VERIFICATION_APPLIED, VERIFICATION_ORDERED
from institutions.models import Institution, Verification
from institutions.services.changes import commission_of
from institutions.services.documents import attach
from institutions.services.lapsing import duties_of, locked, note_step
from institutions.sources import VERIFICATION_DOCUMENT
from institutions.sql import statement
from institutions.workflow import OPEN, VERIFICATION
from kernel import audit
from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by
from kernel.models import StoredFile
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell
from obligations.services import meet_duty, open_duties, open_duty

S = VerificationState


@transaction.atomic
def open_verifications(*, day: date, at: datetime) -> int:
    """Open the verification of every licence whose cycle ends in the coming months, and let its institution owe the
    application: two statements, however many there are. Returns how many are new; may be repeated."""
    facts: dict[str, Any] = {
        "day": day, "at": at, "until": deadlines.opened_until(day), "licence": LicenceType.LICENCE,
        "beds": deadlines.BEDS, "by_kind": sorted(deadlines.BY_KIND), "long": deadlines.LONG,
        "short": deadlines.SHORT, "open": sorted(OPEN), "zone": timezone.get_default_timezone_name(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement("verifications"), facts)
        count: int = cursor.rowcount
    if count:
        audit.note("verifications_opened", day.isoformat(), count=count)
        _owe_applications(Verification.objects.filter(state=S.DUE, opened_at=at), at=at)
    return count


@transaction.atomic
def open_verification(institution: Institution, *, due_on: date, by, at: datetime) -> Verification:
    """One by hand, where the record does not say from when the licence is, or its copy names another day.

    Raises PermissionDenied, and Refused for a closed or filed institution, while another one is open, and beyond the
    calendar.
    """
    require(by, "institutions.add_verification", institution)
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    if institution.closed_on:
        raise Refused(_("The institution is closed: its record stays as it is."))
    if not institution.is_verified:
        raise Refused(_("A filed clinic is not verified."))
    row = Verification(
        institution=institution, name=institution.name, region_path=institution.region_path, due_on=due_on,
        opened_at=at,
    )  # fmt: skip
    with refused_by("verification_one_open", reason=_("A verification of this institution is open already.")):
        row.save()
    audit.note("verification_opened", row.pk, institution=institution.pk, due_on=due_on.isoformat())
    _owe_applications(Verification.objects.filter(pk=row.pk), at=at, by=by)
    return row


def _owe_applications(rows, *, at: datetime, by=None) -> None:
    day = Func(F("due_on"), Value("YYYY-MM-DD"), function="to_char", output_field=TextField())
    owed = rows.values(
        "region_path", bearer_id=F("institution_id"), subject_id=F("pk"), title=F("name"), period=day,
        starts_on=F("due_on"),
    )  # fmt: skip
    open_duties(APPLY, owed, subject_kind="institutions.verification", at=at, by=by)


@transaction.atomic
def apply_for_verification(
    row: Verification, *, statement: str, documents: Iterable[StoredFile] = (), note: str = "", by, at: datetime
) -> Verification:
    """The institution applies, or the commission's staff enter how it has; its commission owes the conclusion.

    From a suspended verification on it is the application for verification anew.
    Raises PermissionDenied, Stale, and Refused in another state, without a statement, or for another's files.
    """
    row = locked(row)
    anew = row.state in {S.SUSPENDED, S.REVERIFY}
    move(row, VERIFICATION["reverify" if anew else "apply"], by=by)
    if not statement.strip():
        raise Refused(_("Say what the institution declares."))
    if by.role not in PROPOSES and not note.strip():
        raise Refused(_("Say how the application came in: you enter it on the institution's behalf."))
    row.applied_at, row.applied_by, row.statement = at, by, statement
    row.save()
    attach(row, documents, purpose=VERIFICATION_DOCUMENT, by=by)
    words = "\n".join(filter(None, [statement, note]))
    note_step(row, VerificationVerb.REVERIFY if anew else VerificationVerb.APPLY, by=by, at=at, note=words)
    for duty in duties_of(row).filter(bearer=row.institution_id):
        meet_duty(duty, at=at, by=by)
    _owe_conclusion(row, by=by, at=at)
    return row


def _owe_conclusion(row: Verification, *, by, at: datetime) -> None:
    commission = commission_of(row.region_path, on=timezone.localdate(at))
    if commission is None:
        raise Refused(_("No health commission of the portal keeps the register at this place."))
    period = (row.suspended_until or row.due_on).isoformat()
    open_duty(REVIEW.key, bearer=commission, subject=row, at=at, by=by, period=period)
    tell(
        VERIFICATION_APPLIED, to=commission, audience=Audience.HANDLERS, url=row.get_absolute_url(), at=at,
        key=f"{VERIFICATION_APPLIED.key}:{row.pk}:{row.version}", params={"institution": row.name},
        about=Party.objects.get(pk=row.institution_id),
    )  # fmt: skip


@transaction.atomic
def review_verification(
    row: Verification, *, findings: str, visited_on: date | None = None, demerits: str = "", by, at: datetime
) -> Verification:
    """Record what documents, site, earlier inspections and demerit points say; another person concludes.

    Raises PermissionDenied, Stale, WrongDay for a visit to come, and Refused in another state, or without findings.
    """
    row = locked(row)
    move(row, VERIFICATION["review_again" if row.state == S.REVERIFY else "review"], by=by)
    if not findings.strip():
        raise Refused(_("Say what was found in the documents and in earlier inspections."))
    if visited_on and visited_on > timezone.localdate(at):
        raise WrongDay(_("This day lies in the future."))
    row.findings, row.visited_on, row.demerits = findings, visited_on, demerits
    row.reviewed_at, row.reviewed_by = at, by
    row.save()
    told = [findings, demerits, _("Visited on %(day)s.") % {"day": visited_on} if visited_on else ""]
    note_step(row, VerificationVerb.REVIEW, by=by, at=at, note="\n".join(filter(None, told)))
    return row


@transaction.atomic
def order_verification(row: Verification, *, reason: str, by, at: datetime) -> Verification:
    """Who has not applied in time is ordered to make up for it; the order has a clock of its own (MIR 44).

    Raises PermissionDenied, Stale, and Refused in another state, without a reason, or while the application is not
    overdue.
    """
    row = locked(row)
    move(row, VERIFICATION["order"], by=by)
    if not is_late(row, APPLY, at=at):
        raise Refused(_("The application is not overdue."))
    if not reason.strip():
        raise Refused(_("Say what is ordered."))
    row.ordered_by = by
    row.save()
    note_step(row, VerificationVerb.ORDER, by=by, at=at, note=reason)
    party = Party.objects.get(pk=row.institution_id)
    duty = open_duty(MAKE_UP.key, bearer=party, subject=row, at=at, by=by, period=row.due_on.isoformat())
    record(row, "correction_order", party=party, text=reason, by=by, at=at)
    tell(
        VERIFICATION_ORDERED, to=party, audience=Audience.HANDLERS, url=row.get_absolute_url(), at=at,
        key=f"{VERIFICATION_ORDERED.key}:{row.pk}", params={"day": duty.due_on.isoformat()},
    )  # fmt: skip
    return row


def is_late(row: Verification, kind: str, *, at: datetime) -> bool:
    """Whether the duty of this kind is owed and past its day: what is overdue is no state."""
    return duties_of(row).filter(kind=kind).overdue(at=at, on=timezone.localdate(at)).exists()


def record(
    row: Verification, kind: str, *, party: Party, text: str = "", document_number: str = "", by, at: datetime
) -> None:
    """What became of it, in the ledger of events."""
    facts = Facts(
        kind=kind, subject=party, occurred_on=timezone.localdate(at), title=_("Licence verification"), text=text,
        document_number=document_number, source="institutions.verification", source_id=f"{row.pk}:{kind}",
    )  # fmt: skip
    record_event(facts, by=by, at=at)
