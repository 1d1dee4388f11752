"""The end of an agency's part in a task: closed by the agency, confirmed by whoever watches over it, reopened."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from kernel.access import require
from kernel.errors import Refused
from kernel.workflow import move
from notices.enums import Audience
from notices.kinds import NoticeKind
from notices.services import tell
from obligations.enums import DutyState
from obligations.models import Obligation
from obligations.services import cancel_duty
from tasks.enums import ClosingState, ClosingVerb, EntryState, TaskRole
from tasks.kinds import RECURRENCE, REPORT
from tasks.messages import PART_CLOSED, PART_REOPENED, PART_SENT_BACK, PART_SUBMITTED
from tasks.models import Closing, ClosingStep, ProgressEntry, Recurrence, Responsibility
from tasks.services.asked import lock_task
from tasks.services.goals import open_goals_of
from tasks.services.reporting import open_reports_of
from tasks.workflow import CLOSING

LONGEST_SUMMARY = 5000


@transaction.atomic
def close_part(part: Responsibility, *, summary: str, by, at: datetime) -> Closing:
    """An agency says that it has done its part of a task, in a summary. A lead comes last.

    Raises PermissionDenied unless `by` writes for the agency, and Refused when the part is closed or waits to be
    confirmed, when nobody watches over its reports, when an entry is with the agency's own reviewer, when milestones
    are not reached, and for a lead while participants' parts are open: it names them.
    """
    lock_task(part.task_id)
    part = Responsibility.objects.select_for_update(of=("self",)).select_related("task").get(pk=part.pk)
    require(by, "tasks.close_part", part)
    if part.closed_on:
        raise Refused(_("The part is closed already."))
    if not 0 < len(summary.strip()) <= LONGEST_SUMMARY:
        raise Refused(_("Sum up what was done, in at most %(number)d characters.") % {"number": LONGEST_SUMMARY})
    _refuse_unfinished(part)
    closing = Closing.objects.select_for_update(of=("self",)).filter(part=part).first()
    if closing is None:
        closing = Closing(part=part, task=part.task, region_path=part.task.region_path)
    else:
        closing.version += 1
        move(closing, CLOSING["submit"], by=by)
    closing.agency_id, closing.role, closing.summary = by.party_id, part.role, summary
    closing.submitted_by, closing.submitted_at = by, at
    watched_by = closing.watcher_id()
    if watched_by is None:
        raise Refused(_("Nobody watches over this part: its reports have not begun."))
    closing.save()
    step = note_step(closing, ClosingVerb.SUBMIT, by=by, at=at, text=summary)
    watcher = Party.objects.get(pk=watched_by)
    for audience in (Audience.REVIEWERS, Audience.LEADERS):
        _say(PART_SUBMITTED, closing, step, to=watcher, audience=audience, agency=by.party.name)
    return closing


def _refuse_unfinished(part: Responsibility) -> None:
    _refuse_before_participants(part)
    _refuse_before_milestones(part)
    entries = ProgressEntry.objects.filter(task=part.task, agency=part.agency_id, state=EntryState.SUBMITTED)
    if entries.exists():
        raise Refused(_("A report of this task is still with the agency's own reviewer."))


def _refuse_before_participants(part: Responsibility) -> None:
    """Of several leads, each only waits for the participants."""
    if part.role != TaskRole.LEAD:
        return
    others = part.task.responsibilities.filter(role=TaskRole.PARTICIPANT, agency__isnull=False, closed_on=None)
    names = list(others.order_by("position").values_list("agency__party__name", flat=True))
    if names:
        raise Refused(
            _("The lead closes last. Still open are the parts of %(agencies)s.") % {"agencies": "、".join(names)}
        )


def _refuse_before_milestones(part: Responsibility) -> None:
    milestones = {row.pk: row.title for row in part.task.milestones.filter(is_dropped=False)}
    owed = Obligation.objects.unsettled().filter(
        subject_kind="tasks.milestone", subject_id__in=list(milestones), bearer=part.agency_id
    )
    titles = [milestones[key] for key in owed.order_by("due_on").values_list("subject_id", flat=True)]
    if titles:
        raise Refused(_("These milestones are not reached yet: %(titles)s.") % {"titles": "、".join(titles)})


@transaction.atomic
def confirm_closing(closing: Closing, *, by, at: datetime) -> Closing:
    """The part is closed for good: the agency owes no further report of it; what is late by now stays owed.

    Raises PermissionDenied unless `by` decides for the unit that watches over the agency's reports and has nothing to
    do with the closing, Stale, and Refused when it does not wait for this, or when there is something to do since.
    """
    lock_task(closing.task_id)
    closing = Closing.objects.locked(closing)
    move(closing, CLOSING["confirm"], by=by)
    part = _part_of(closing)
    _refuse_unfinished(part)
    closing.save()
    part.closed_on = timezone.localdate(at)
    part.save(update_fields=["closed_on"])
    for duty in _owed_of(part).filter(state=DutyState.OPEN, due_on__gte=part.closed_on):
        cancel_duty(duty, at=at, by=by, reason=_("The part in the task is closed."))
    step = note_step(closing, ClosingVerb.CONFIRM, by=by, at=at)
    _say(PART_CLOSED, closing, step, to=_bearer(closing), audience=Audience.HANDLERS)
    return closing


def _owed_of(part: Responsibility):
    """Reports of the task, and what comes again in it."""
    about = Obligation.objects.about(part.task).filter(kind=REPORT.key)
    again = Obligation.objects.about_any(Recurrence.objects.filter(task=part.task)).filter(kind=RECURRENCE.key)
    keys = [*about.values_list("pk", flat=True), *again.values_list("pk", flat=True)]
    return Obligation.objects.filter(pk__in=keys, bearer=part.agency_id).order_by("pk")


@transaction.atomic
def return_closing(closing: Closing, *, reason: str, by, at: datetime) -> Closing:
    """The part is not done: the agency goes on, and may close it anew. Raises as `confirm_closing`."""
    closing = Closing.objects.locked(closing)
    move(closing, CLOSING["return"], by=by)
    closing.save()
    step = note_step(closing, ClosingVerb.RETURN, by=by, at=at, text=reason)
    _say(PART_SENT_BACK, closing, step, to=_bearer(closing), audience=Audience.HANDLERS, reason=reason)
    return closing


@transaction.atomic
def reopen_part(closing: Closing, *, reason: str, by, at: datetime) -> Closing:
    """A closed part is open again, from the present period on; with a participant's part also the leads', which come
    last.

    Raises PermissionDenied unless `by` decides for the unit that watches over the agency's reports, Stale, and Refused
    when it is not closed.
    """
    lock_task(closing.task_id)
    closing = Closing.objects.locked(closing)
    if closing.task.dropped_on:
        raise Refused(_("The plan no longer has this task."))
    move(closing, CLOSING["reopen"], by=by)
    closing.save()
    part = _part_of(closing)
    _reopen(closing, part, by=by, at=at, reason=reason)
    if part.role == TaskRole.PARTICIPANT:
        leads = Closing.objects.filter(task=part.task, part__role=TaskRole.LEAD, state=ClosingState.CONFIRMED)
        for lead in leads.select_for_update(of=("self",)).order_by("pk"):
            lead.version += 1
            lead.state = CLOSING["reopen"].target
            lead.save()
            _reopen(lead, _part_of(lead), by=by, at=at, reason=reason)
    plan = part.task.plan
    open_reports_of(plan, day=timezone.localdate(at), at=at, by=by)
    open_goals_of(plan, day=timezone.localdate(at), at=at, by=by)
    return closing


def _reopen(closing: Closing, part: Responsibility, *, by, at: datetime, reason: str) -> None:
    part.closed_on = None
    part.save(update_fields=["closed_on"])
    step = note_step(closing, ClosingVerb.REOPEN, by=by, at=at, text=reason)
    _say(PART_REOPENED, closing, step, to=_bearer(closing), audience=Audience.HANDLERS, reason=reason)


def open_merged(parts: Collection[Responsibility], *, by, at: datetime, reason: str = "") -> None:
    """Two parts become one and one of them is still to be done, or more is asked for (`reason`): none is closed."""
    reason = reason or _("The part has become one with another agency's, which is still to be done.")
    for closing in Closing.objects.select_for_update(of=("self",)).filter(part__in=parts).order_by("pk"):
        if closing.state in CLOSING["reopen"].sources:
            closing.version += 1
            closing.state = CLOSING["reopen"].target
            closing.save()
            note_step(closing, ClosingVerb.REOPEN, by=by, at=at, text=reason)


def note_step(closing: Closing, verb: ClosingVerb, *, by, at: datetime, text: str = "") -> ClosingStep:
    return ClosingStep.objects.create(closing=closing, verb=verb, by=by, at=at, text=text)


def _part_of(closing: Closing) -> Responsibility:
    part = Responsibility.objects.select_for_update(of=("self",)).filter(closing=closing).first()
    if part is None:
        raise Refused(_("The part has become one with another agency's: close or reopen that one."))
    return part


def _bearer(closing: Closing) -> Party:
    return Party.objects.get(pk=closing.bearer_id)


def _say(kind: NoticeKind, closing: Closing, step: ClosingStep, *, to: Party, audience: Audience, **facts) -> None:
    tell(
        kind, to=to, audience=audience, url=closing.get_absolute_url(), at=step.at,
        key=f"{kind.key}:{step.pk}:{to.pk}:{audience}", params={"title": closing.task.title, **facts},
    )  # fmt: skip
