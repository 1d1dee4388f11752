"""What happens to a milestone: set, changed, moved, dropped; reported as reached, confirmed, sent back."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by
from kernel.models import StoredFile
from kernel.workflow import move
from notices.enums import Audience
from obligations.enums import OWED, UNSETTLED, DutyState
from obligations.models import Obligation
from obligations.services import cancel_duty, meet_duty, move_duty, retitle, submit_duty
from obligations.services.settling import refuse_without_basis
from tasks.enums import GoalVerb, ReachState
from tasks.messages import GOAL_DROPPED, GOAL_MOVED, GOAL_REACHED, REACH_CONFIRMED
from tasks.models import Milestone, MilestoneStep, Reach, Task
from tasks.services.asked import is_asked, lock_task, return_or_cancel
from tasks.services.goals import attach, duties_of, open_goals_of, say
from tasks.workflow import REACH


@transaction.atomic
def add_milestone(
    task: Task, *, title: str, due_on: date, by, at: datetime, quantity: Decimal | None = None, unit: str = "",
    basis: str = "",
) -> Milestone:  # fmt: skip
    """Set a milestone of a task; the leads owe it at once where the plan reports already.

    Raises PermissionDenied unless `by` keeps plans there, and Refused when the task has it already.
    """
    require(by, "tasks.set_goals", task)
    _refuse_unit(quantity, unit)
    milestone = Milestone(
        task=task, region_path=task.region_path, title=title, due_on=due_on, quantity=quantity, unit=unit
    )
    _save_once(milestone)
    note_step(milestone, GoalVerb.ADD, by=by, at=at, basis=basis)
    open_goals_of(task.plan, day=timezone.localdate(at), at=at, by=by)
    return milestone


@transaction.atomic
def change_milestone(
    milestone: Milestone, *, title: str, by, at: datetime, quantity: Decimal | None = None, unit: str = ""
) -> Milestone:
    """Word it anew, or ask for another quantity; its day is moved apart.

    Raises PermissionDenied unless `by` keeps plans there, Stale, and Refused when it is dropped, or reported already.
    """
    milestone = Milestone.objects.locked(milestone)
    require(by, "tasks.set_goals", milestone)
    _refuse_settled(milestone)
    _refuse_unit(quantity, unit)
    before = words_of(milestone)
    milestone.title, milestone.quantity, milestone.unit = title, quantity, unit
    _save_once(milestone)
    retitle(milestone)
    note_step(milestone, GoalVerb.CHANGE, by=by, at=at, before=before, after=words_of(milestone))
    return milestone


@transaction.atomic
def move_milestone(milestone: Milestone, *, due_on: date, basis: str, by, at: datetime, reason: str = "") -> Milestone:
    """Another day, earlier or later: who approves it, and on which basis, stays in the history; the leads are told.

    Raises PermissionDenied for a member of a lead and for who does not decide there, Stale, and Refused when it is
    dropped, or reported by every lead already.
    """
    milestone = Milestone.objects.locked(milestone)
    require(by, "tasks.move_milestone", milestone)
    refuse_without_basis(basis)
    _refuse_settled(milestone)
    if due_on == milestone.due_on:
        raise Refused(_("That is the day it has already."))
    before, milestone.due_on = date_format(milestone.due_on), due_on
    _save_once(milestone)
    after = date_format(due_on)
    step = note_step(milestone, GoalVerb.MOVE, by=by, at=at, reason=reason, basis=basis, before=before, after=after)
    for duty in duties_of(milestone).filter(state=DutyState.OPEN).select_related("bearer"):
        move_duty(duty, to=due_on, at=at, by=by, reason=reason, basis=basis)
        facts = {"before": before, "after": after, "basis": basis}
        say(GOAL_MOVED, milestone, key=str(step.pk), to=duty.bearer, audience=Audience.HANDLERS, at=at, **facts)
    open_goals_of(milestone.task.plan, day=timezone.localdate(at), at=at, by=by)
    return milestone


@transaction.atomic
def drop_milestone(milestone: Milestone, *, reason: str, by, at: datetime) -> Milestone:
    """It is not asked for any more: what is owed of it is cancelled, the leads are told.

    Raises PermissionDenied as `move_milestone`, Stale, and Refused when it is dropped, or reported by every lead.
    """
    milestone = Milestone.objects.locked(milestone)
    require(by, "tasks.move_milestone", milestone)
    _refuse_settled(milestone)
    milestone.is_dropped = True
    milestone.save()
    step = note_step(milestone, GoalVerb.DROP, by=by, at=at, reason=reason)
    for duty in duties_of(milestone).filter(state__in=sorted(UNSETTLED)).select_related("bearer"):
        cancel_duty(duty, at=at, by=by, reason=reason)
        say(GOAL_DROPPED, milestone, key=str(step.pk), to=duty.bearer, audience=Audience.HANDLERS, at=at, reason=reason)
    return milestone


@transaction.atomic
def report_reached(
    milestone: Milestone, *, reached_on: date, by, at: datetime, quantity: Decimal | None = None, note: str = "",
    files: Iterable[StoredFile] = (),
) -> Reach:  # fmt: skip
    """A lead reports that the milestone is reached; where the leads answer together, for all of them.

    Raises PermissionDenied unless `by` works for a lead, and Refused when the unit owes nothing of it (any more), on a
    day to come, and without the quantity that is asked for.
    """
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    require(by, "tasks.report_goal", milestone)
    _refuse_future(reached_on, at)
    if milestone.quantity is not None and quantity is None:
        raise Refused(_("Say which quantity was reached."))
    duty = duties_of(milestone).filter(bearer=by.party_id).first()
    if duty is None or duty.state not in OWED:
        raise Refused(_("Your unit owes nothing of this milestone now."))
    reach = _reach_of(milestone, duty, reached_on=reached_on, by=by, at=at)
    reach.agency_id, reach.reached_on, reach.quantity, reach.note = by.party_id, reached_on, quantity, note
    reach.reported_by, reach.reported_at, reach.return_reason = by, at, ""
    reach.save()
    attach(files, by=by, reach=reach)
    for owed in reach.duties():
        if owed.state in OWED:
            submit_duty(owed, at=at, by=by)
    step = note_step(milestone, GoalVerb.REPORT, by=by, at=at, after=date_format(reached_on))
    if duty.supervisor:
        for audience in (Audience.REVIEWERS, Audience.LEADERS):
            facts = {"agency": by.party.name}
            say(GOAL_REACHED, milestone, key=str(step.pk), to=duty.supervisor, audience=audience, at=at, **facts)
    return reach


def _reach_of(milestone: Milestone, duty: Obligation, *, reached_on: date, by, at: datetime) -> Reach:
    """The report that was sent back, now taken up again, or a new one."""
    reach = Reach.objects.select_for_update(of=("self",)).filter(duty=duty).first()
    if reach is None:
        return Reach.objects.create(
            milestone=milestone, duty=duty, agency_id=by.party_id, region_path=milestone.region_path,
            reached_on=reached_on, reported_by=by, reported_at=at,
        )  # fmt: skip
    reach.version += 1
    move(reach, REACH["report"], by=by)
    return reach


@transaction.atomic
def confirm_reached(reach: Reach, *, by, at: datetime) -> Reach:
    """Confirm that it is reached: the duty is met, on the day on which it was reported.

    Raises PermissionDenied unless `by` decides for the unit that watches over the duty and has nothing to do with the
    report, Stale, and Refused when it is not reported.
    """
    reach = Reach.objects.locked(reach)
    move(reach, REACH["confirm"], by=by)
    reach.judged_by, reach.judged_at = by, at
    reach.save()
    for duty in reach.duties():
        if duty.state in OWED | {DutyState.SUBMITTED}:
            meet_duty(duty, at=at, by=by)
    step = note_step(reach.milestone, GoalVerb.CONFIRM, by=by, at=at)
    to = reach.duty.bearer
    say(REACH_CONFIRMED, reach.milestone, key=str(step.pk), to=to, audience=Audience.HANDLERS, at=at)
    return reach


@transaction.atomic
def return_reached(reach: Reach, *, reason: str, by, at: datetime) -> Reach:
    """Send the report back: the duty stands again, with three working days of its own. Raises as `confirm_reached`."""
    task = lock_task(reach.milestone.task_id)
    reach = Reach.objects.locked(reach)
    move(reach, REACH["return"], by=by)
    reach.judged_by, reach.judged_at, reach.return_reason = by, at, reason
    reach.save()
    for duty in reach.duties():
        if duty.state == DutyState.SUBMITTED:
            asked = is_asked(task, duty.bearer_id, as_lead=True)
            return_or_cancel(duty, asked=asked, at=at, by=by, reason=reason, url=reach.get_absolute_url())
    note_step(reach.milestone, GoalVerb.RETURN, by=by, at=at, reason=reason)
    return reach


def note_step(milestone: Milestone, verb: GoalVerb, *, by, at: datetime, **facts) -> MilestoneStep:
    """A line of its history; facts: reason, basis, before, after."""
    return MilestoneStep.objects.create(milestone=milestone, verb=verb, at=at, by_id=by and by.pk, **facts)


def words_of(milestone: Milestone) -> str:
    quantity = "" if milestone.quantity is None else f"{milestone.quantity.normalize():f}"
    return " ".join(filter(None, (milestone.title, quantity, milestone.unit)))


def _refuse_settled(milestone: Milestone) -> None:
    """What every lead has reported stands as it was reported; what one has, until it is judged."""
    if milestone.is_dropped:
        raise Refused(_("The milestone was dropped."))
    duties = duties_of(milestone)
    if duties.exists() and not duties.filter(state__in=sorted(OWED)).exists():
        raise Refused(_("The milestone was reported as reached: send the report back first."))
    if milestone.reaches.filter(state=ReachState.SUBMITTED).exists():
        raise Refused(_("The milestone was reported as reached: send the report back first."))


def _save_once(milestone: Milestone) -> None:
    with refused_by("milestone_once_in_task", reason=_("The task has this milestone already.")):
        milestone.save()


def _refuse_unit(quantity: Decimal | None, unit: str) -> None:
    if unit and quantity is None:
        raise Refused(_("Say how many, or leave the unit out."))


def _refuse_future(day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise WrongDay(_("That day is still to come."))
