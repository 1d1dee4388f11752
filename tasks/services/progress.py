"""What an agency reports of its part in a task: written, submitted, withdrawn, reviewed in the unit (rules 9a)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, Party
from kernel.access import require
from kernel.errors import Refused
from kernel.models import StoredFile
from kernel.workflow import move, take
from notices.enums import Audience
from notices.kinds import NoticeKind
from notices.services import tell
from obligations.enums import OWED
from obligations.models import Obligation
from obligations.services import submit_duty
from tasks.deadlines import RECALL
from tasks.enums import EntryState, EntryVerb, TaskRole, Work
from tasks.kinds import REPORT
from tasks.messages import HANDED_IN, SENT_BACK, TO_REVIEW
from tasks.models import EntryFile, EntryStep, ProgressEntry, Responsibility, Task
from tasks.periods import span_named
from tasks.services.asked import is_asked, lock_task, recall_or_cancel
from tasks.sources import EVIDENCE
from tasks.workflow import PROGRESS

LONGEST_TEXT, MOST_FILES = 5000, 20


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What an entry says: its fields of the same names."""

    text: str = ""
    work: str = Work.NORMAL
    needs: str = ""
    needs_from: Agency | None = None
    quantity: Decimal | None = None
    percent: int | None = None


@transaction.atomic
def begin_entry(task: Task, period: str, *, by) -> ProgressEntry:
    """The entry of the acting agency for a period, a new draft where there is none yet.

    Raises PermissionDenied unless `by` writes for an agency, and Refused when it has no part in the task, or nothing
    to report for that period.
    """
    require(by, "tasks.write_progress")
    return entry_of(task, by.party.agency, period)


def entry_of(task: Task, agency: Agency, period: str) -> ProgressEntry:
    """The agency's entry for a period, a new draft where there is none. Raises Refused as `begin_entry`."""
    part = Responsibility.objects.filter(task=task, agency=agency).first()
    if part is None:
        raise Refused(_("%(agency)s has no part in this task.") % {"agency": agency.party.name})
    _refuse_period(task, agency, period)
    facts = {"role": part.role, "region_path": task.region_path}
    entry, is_new = ProgressEntry.objects.get_or_create(task=task, agency=agency, period=period, defaults=facts)
    if is_new:
        entry.refresh_from_db()
    return entry


def _refuse_period(task: Task, agency: Agency, period: str) -> None:
    """What was reported before stays; else a duty must ask for it."""
    try:
        span_named(period)
    except ValueError:
        raise Refused(_("“%(period)s” is no period.") % {"period": period}) from None
    known = ProgressEntry.objects.filter(task=task, agency=agency, period=period).exists()
    duties = Obligation.objects.about(task).standing().filter(kind=REPORT.key, bearer=agency.pk, period=period)
    if not (known or duties.exists()):
        raise Refused(_("Nothing is to be reported on this task for %(period)s.") % {"period": period})


@transaction.atomic
def write_progress(entry: ProgressEntry, progress: Progress, *, by) -> ProgressEntry:
    """Keep what was typed so far, whole or not; nobody else reads it yet. What was sent back becomes a draft again.

    Raises PermissionDenied unless `by` writes for the agency, Stale, and Refused when it is submitted already.
    """
    entry = ProgressEntry.objects.locked(entry)
    require(by, "tasks.write_progress", entry)
    if entry.state not in PROGRESS["submit"].sources:
        raise Refused(_("The entry is submitted: withdraw it, or have it sent back, to change it."))
    if entry.state in PROGRESS["rewrite"].sources:
        take(entry, PROGRESS["rewrite"])
    fill(entry, progress)
    entry.save()
    return entry


def fill(entry: ProgressEntry, progress: Progress) -> None:
    if len(progress.text) > LONGEST_TEXT:
        raise Refused(_("At most %(number)d characters.") % {"number": LONGEST_TEXT})
    if progress.percent is not None and not 0 <= progress.percent <= 100:
        raise Refused(_("A whole number from 0 to 100."))
    for name in Progress.__dataclass_fields__:
        setattr(entry, name, getattr(progress, name))


@transaction.atomic
def submit_progress(entry: ProgressEntry, progress: Progress, *, by, at: datetime) -> ProgressEntry:
    """Submit an entry to the unit's own reviewer, another person, who hands it in.

    Raises PermissionDenied unless `by` writes for the agency, Stale, and Refused when it says too little, with a
    sentence for what is missing, or is submitted already.
    """
    entry = ProgressEntry.objects.locked(entry)
    move(entry, PROGRESS["submit"], by=by)
    fill(entry, progress)
    refuse_half(entry)
    entry.handled_by, entry.submitted_at, entry.return_reason = by, at, ""
    entry.handed_in_by = entry.handed_in_at = None
    entry.is_on_behalf = False
    entry.save()
    step = note_step(entry, EntryVerb.SUBMIT, by=by, at=at)
    for audience in (Audience.REVIEWERS, Audience.LEADERS):
        say(TO_REVIEW, entry, step, to=entry.agency.party, audience=audience)
    return entry


def refuse_half(entry: ProgressEntry) -> None:
    """What a whole entry needs."""
    if not entry.text.strip():
        raise Refused(_("Say what was done in this period."))
    if entry.work == Work.DIFFICULT and not entry.needs.strip():
        raise Refused(_("Say what has to be coordinated."))


@transaction.atomic
def recall_progress(entry: ProgressEntry, *, by, at: datetime) -> ProgressEntry:
    """Take an entry back within 24 hours, before it is confirmed; it leaves a trace, and the duty stands as before.

    Raises PermissionDenied unless `by` has submitted it, Stale, and Refused later than that.
    """
    task = lock_task(entry.task_id)
    entry = ProgressEntry.objects.locked(entry)
    was_out = entry.state != EntryState.SUBMITTED
    move(entry, PROGRESS["recall"], by=by)
    if entry.submitted_at is None or at - entry.submitted_at > RECALL:
        raise Refused(_("An entry can be withdrawn within 24 hours. Ask for it to be sent back."))
    entry.handed_in_by = entry.handed_in_at = None
    entry.save()
    duty = duty_of(entry) if was_out else None
    if duty and duty.state == "submitted":
        recall_or_cancel(duty, asked=is_asked(task, entry.agency_id), at=at, by=by)
    note_step(entry, EntryVerb.RECALL, by=by, at=at)
    return entry


@transaction.atomic
def hand_in_progress(entry: ProgressEntry, *, by, at: datetime) -> ProgressEntry:
    """The unit's reviewer hands an entry in: now the unit has reported, on time or late.

    Raises PermissionDenied for who submitted it, in whatever hat, and for who does not review for the agency, Stale,
    and Refused when it is not submitted.
    """
    entry = ProgressEntry.objects.locked(entry)
    move(entry, PROGRESS["hand_in"], by=by)
    entry.handed_in_by, entry.handed_in_at = by, at
    entry.save()
    hand_in_duty(entry, by=by, at=at)
    step = note_step(entry, EntryVerb.HAND_IN, by=by, at=at)
    _tell_who_judges(entry, step)
    return entry


def hand_in_duty(entry: ProgressEntry, *, by, at: datetime) -> None:
    duty = duty_of(entry)
    if duty and duty.state in OWED:
        submit_duty(duty, at=at, by=by)


def _tell_who_judges(entry: ProgressEntry, step: EntryStep) -> None:
    """The leads of what a participant hands in, else who watches over the duty."""
    leads = entry.task.responsibilities.filter(role=TaskRole.LEAD, agency__isnull=False)
    if entry.role == TaskRole.PARTICIPANT and leads.exists():
        units = list(Party.objects.filter(pk__in=leads.values("agency")).order_by("pk"))
    else:
        duty = duty_of(entry)
        units = [duty.supervisor] if duty and duty.supervisor else []
    for unit in units:
        for audience in (Audience.REVIEWERS, Audience.LEADERS):
            say(HANDED_IN, entry, step, to=unit, audience=audience, agency=entry.agency.party.name)


@transaction.atomic
def send_back_in_unit(entry: ProgressEntry, *, by, at: datetime, reason: str) -> ProgressEntry:
    """The unit's reviewer sends an entry back to who wrote it. Raises as `hand_in_progress`."""
    entry = ProgressEntry.objects.locked(entry)
    move(entry, PROGRESS["send_back"], by=by)
    entry.return_reason = reason
    entry.save()
    step = note_step(entry, EntryVerb.RETURN, by=by, at=at, reason=reason)
    say(SENT_BACK, entry, step, to=entry.agency.party, audience=Audience.HANDLERS, reason=reason)
    return entry


@transaction.atomic
def attach_evidence(entry: ProgressEntry, file: StoredFile, *, by) -> EntryFile:
    """Add a kept file of the same person to an entry that is being written.

    Raises PermissionDenied, and Refused when the entry is submitted, has 20 files, or the file is another's.
    """
    entry = ProgressEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    require(by, "tasks.write_progress", entry)
    if entry.state not in PROGRESS["submit"].sources:
        raise Refused(_("The entry is submitted: withdraw it, or have it sent back, to change it."))
    return attach(entry, [file], by=by)[0]


def attach(entry: ProgressEntry, files: Iterable[StoredFile], *, by) -> list[EntryFile]:
    kept = list(files)
    if entry.files.count() + len(kept) > MOST_FILES:
        raise Refused(_("An entry has at most %(most)d files.") % {"most": MOST_FILES})
    own = StoredFile.objects.filter(pk__in=[file.pk for file in kept], purpose=EVIDENCE, owner=by.user_id)
    if own.count() != len(kept) or EntryFile.objects.filter(file__in=own).exists():
        raise Refused(_("A file belongs to another entry already. Choose it again."))
    return EntryFile.objects.bulk_create(EntryFile(entry=entry, file=file) for file in kept)


def duty_of(entry: ProgressEntry) -> Obligation | None:
    """The duty that asks for the entry; None when it was waived or cancelled."""
    duties = Obligation.objects.about(entry.task).standing().filter(kind=REPORT.key)
    return duties.filter(bearer=entry.agency_id, period=entry.period).select_related("supervisor").first()


def note_step(entry: ProgressEntry, verb: EntryVerb, *, by, at: datetime, reason: str = "") -> EntryStep:
    """A line of the entry's history, with what it says now."""
    content = {name: getattr(entry, name) for name in ("text", "work", "needs", "quantity", "percent")}
    content["needs_from"] = entry.needs_from.party.name if entry.needs_from else ""
    return EntryStep.objects.create(entry=entry, verb=verb, at=at, by=by, reason=reason, content=content)


def say(kind: NoticeKind, entry: ProgressEntry, step: EntryStep, *, to, audience: Audience, **facts) -> None:
    tell(
        kind, to=to, audience=audience, url=entry.get_absolute_url(), at=step.at,
        key=f"{kind.key}:{step.pk}:{to.pk}:{audience}",
        params={"title": entry.task.title, "period": entry.period, **facts},
    )  # fmt: skip
