"""What becomes of an entry that was handed in: consolidated by the lead, confirmed or sent back (rules 9a)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency
from kernel.access import require
from kernel.errors import Refused
from kernel.models import StoredFile
from kernel.workflow import move, take
from notices.enums import Audience
from obligations.enums import UNSETTLED
from obligations.services import meet_duty
from tasks.enums import EntryState, EntryVerb, TaskRole
from tasks.messages import CONFIRMED, ENTERED
from tasks.models import ProgressEntry, Task
from tasks.services.asked import is_asked, lock_task, return_or_cancel
from tasks.services.progress import Progress, attach, duty_of, entry_of, fill, hand_in_duty, note_step, refuse_half, say
from tasks.workflow import PROGRESS


@transaction.atomic
def accept_progress(entry: ProgressEntry, *, by, at: datetime) -> ProgressEntry:
    """The lead accepts what a participant has handed in, to consolidate it.

    Raises PermissionDenied unless `by` works for a lead of the task and has nothing to do with the entry, Stale, and
    Refused when it is not handed in.
    """
    entry = ProgressEntry.objects.locked(entry)
    move(entry, PROGRESS["accept"], by=by)
    entry.save()
    note_step(entry, EntryVerb.ACCEPT, by=by, at=at)
    return entry


@transaction.atomic
def return_to_participant(entry: ProgressEntry, *, by, at: datetime, reason: str) -> ProgressEntry:
    """The lead sends a participant's entry back: it has three working days. Raises as `accept_progress`."""
    return _return(entry, "return_to_participant", by=by, at=at, reason=reason)


@transaction.atomic
def return_progress(entry: ProgressEntry, *, by, at: datetime, reason: str) -> ProgressEntry:
    """Whoever watches over the duty sends an entry back: the agency has three working days to hand it in anew.

    Raises PermissionDenied, Stale, and Refused when it is not handed in, or confirmed already.
    """
    return _return(entry, "return", by=by, at=at, reason=reason)


def _return(entry: ProgressEntry, verb: str, *, by, at: datetime, reason: str) -> ProgressEntry:
    task = lock_task(entry.task_id)
    entry = ProgressEntry.objects.locked(entry)
    move(entry, PROGRESS[verb], by=by)
    entry.return_reason = reason
    entry.save()
    duty = duty_of(entry)
    if duty and duty.state == "submitted":
        asked = is_asked(task, entry.agency_id)
        return_or_cancel(duty, asked=asked, at=at, by=by, reason=reason, url=entry.get_absolute_url())
    note_step(entry, EntryVerb.RETURN, by=by, at=at, reason=reason)
    return entry


@transaction.atomic
def confirm_progress(entry: ProgressEntry, *, by, at: datetime) -> ProgressEntry:
    """Confirm an entry: the duty is met. With a lead's entry go the participants' that the lead has accepted.

    Raises PermissionDenied unless `by` decides for the unit that watches over the duty and has nothing to do with the
    entry, Stale, and Refused when it is not handed in.
    """
    entry = ProgressEntry.objects.locked(entry)
    move(entry, PROGRESS["confirm"], by=by)
    _confirm(entry, by=by, at=at)
    if entry.role == TaskRole.LEAD:
        rows = ProgressEntry.objects.filter(task=entry.task_id, period=entry.period, state=EntryState.ACCEPTED)
        for other in rows.select_for_update(of=("self",)).order_by("pk"):
            if by.has_perm(PROGRESS["confirm"].perm, other):
                other.version += 1
                take(other, PROGRESS["confirm"])
                _confirm(other, by=by, at=at)
    return entry


def _confirm(entry: ProgressEntry, *, by, at: datetime) -> None:
    entry.confirmed_by, entry.confirmed_at = by, at
    entry.save()
    duty = duty_of(entry)
    if duty and duty.state in UNSETTLED:
        meet_duty(duty, at=at, by=by)
    step = note_step(entry, EntryVerb.CONFIRM, by=by, at=at)
    say(CONFIRMED, entry, step, to=entry.agency.party, audience=Audience.HANDLERS)


@transaction.atomic
def enter_for(
    task: Task, agency: Agency, period: str, progress: Progress, *, scans: Iterable[StoredFile], by, at: datetime
) -> ProgressEntry:
    """Enter what an agency has answered on paper (代录): a scan is required, the agency is told at once.

    Another person confirms it. Raises PermissionDenied unless `by` works for the unit that watches over the duty, and
    Refused without a scan, when the agency has no part in the task or has handed in itself.
    """
    entry = ProgressEntry.objects.locked(entry_of(task, agency, period))
    require(by, "tasks.enter_progress", entry)
    scans = list(scans)
    if not scans:
        raise Refused(_("Add the scan of what the unit has answered on paper."))
    move(entry, PROGRESS["enter"], by=by)
    fill(entry, progress)
    refuse_half(entry)
    entry.is_on_behalf, entry.handled_by, entry.submitted_at = True, by, at
    entry.handed_in_by, entry.handed_in_at, entry.return_reason = by, at, ""
    entry.save()
    attach(entry, scans, by=by)
    hand_in_duty(entry, by=by, at=at)
    step = note_step(entry, EntryVerb.ENTER, by=by, at=at)
    for audience in (Audience.HANDLERS, Audience.LEADERS):
        say(ENTERED, entry, step, to=agency.party, audience=audience, by=by.party.name)
    return entry
