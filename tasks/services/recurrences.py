"""What is to be done again and again: set and ended; and each time that it was done."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.access import require
from kernel.errors import Refused, WrongDay, refused_by
from kernel.models import StoredFile
from notices.enums import Audience
from obligations.enums import OWED, DutyState
from obligations.models import Obligation
from obligations.services import cancel_duty, meet_duty, return_duty
from tasks.messages import GOAL_DROPPED, OCCURRENCE_STRUCK
from tasks.models import Occurrence, Recurrence, Task
from tasks.periods import LONGEST_PERIOD, MOST_TIMES, has_key, spell_of
from tasks.services.asked import is_asked, lock_task
from tasks.services.goals import attach, open_goals_of, say

MET = frozenset({DutyState.MET, DutyState.MET_LATE})


@transaction.atomic
def add_recurrence(
    task: Task, *, title: str, months: int, starts_on: date, by, at: datetime, at_least: int = 1
) -> Recurrence:
    """Ask for something at least so often in each period of so many months; the present period is owed at once where
    the plan reports already.

    Raises PermissionDenied unless `by` keeps plans there, and Refused when the task asks for it already.
    """
    require(by, "tasks.set_goals", task)
    if not 1 <= months <= LONGEST_PERIOD or not 1 <= at_least <= MOST_TIMES:
        words = {"months": LONGEST_PERIOD, "times": MOST_TIMES}
        raise Refused(_("A period of 1 to %(months)d months, and 1 to %(times)d times.") % words)
    if not has_key(months):
        raise Refused(_("A period of more than 99 months lasts whole years."))
    with refused_by("recurrence_once_in_task", reason=_("The task asks for this already.")):
        recurrence = Recurrence.objects.create(
            task=task, region_path=task.region_path, title=title, months=months, at_least=at_least, starts_on=starts_on
        )
    open_goals_of(task.plan, day=timezone.localdate(at), at=at, by=by)
    return recurrence


@transaction.atomic
def end_recurrence(recurrence: Recurrence, *, on: date, reason: str, by, at: datetime) -> Recurrence:
    """Ask no more from the day after `on`: a period that ends later is cancelled where it is not met; what was late by
    then stays late.

    Raises PermissionDenied for a member of a lead and for who does not decide there, Stale, and Refused when it has
    ended.
    """
    recurrence = Recurrence.objects.locked(recurrence)
    require(by, "tasks.move_milestone", recurrence)
    if recurrence.ends_on:
        raise Refused(_("It has ended already."))
    if on < recurrence.starts_on:
        raise Refused(_("The last day lies before the first."))
    recurrence.ends_on, recurrence.end_reason = on, reason
    recurrence.save()
    for duty in Obligation.objects.about(recurrence).owed().filter(due_on__gt=on).select_related("bearer"):
        cancel_duty(duty, at=at, by=by, reason=reason)
        key = f"recurrence-{recurrence.pk}-{duty.pk}"
        say(GOAL_DROPPED, recurrence, key=key, to=duty.bearer, audience=Audience.HANDLERS, at=at, reason=reason)
    return recurrence


@transaction.atomic
def record_occurrence(
    recurrence: Recurrence, *, period: str, done_on: date, text: str, by, at: datetime,
    files: Iterable[StoredFile] = (),
) -> Occurrence:  # fmt: skip
    """A lead records one time that it was done; with the last that was asked for, the duty of the period is met.

    done_on: in the period, or after it where it is made up for, which is late.
    Raises PermissionDenied unless `by` works for a lead, and Refused when the unit owes nothing for that period (any
    more), and for a day before it or to come.
    """
    recurrence = Recurrence.objects.select_for_update(of=("self",)).get(pk=recurrence.pk)
    require(by, "tasks.report_goal", recurrence)
    duty = Obligation.objects.about(recurrence).standing().filter(bearer=by.party_id, period=period).first()
    if duty is None or duty.state not in OWED | MET:
        raise Refused(_("Your unit owes nothing of this for %(period)s.") % {"period": period})
    first = spell_of(duty.first_due_on, recurrence.months, since=recurrence.starts_on).first
    if not first <= done_on <= timezone.localdate(at):
        raise WrongDay(_("The day lies before the period, or is still to come."))
    occurrence = Occurrence.objects.create(
        recurrence=recurrence, duty=duty, agency_id=by.party_id, region_path=recurrence.region_path, period=period,
        done_on=done_on, text=text, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    attach(files, by=by, occurrence=occurrence)
    for owed in occurrence.duties():
        if owed.state in OWED and done_so_far(recurrence, owed) >= recurrence.at_least:
            meet_duty(owed, at=at, by=by)
    return occurrence


@transaction.atomic
def strike_occurrence(occurrence: Occurrence, *, reason: str, by, at: datetime) -> Occurrence:
    """It does not count: a duty that it has met stands again, with three working days; the unit is told.

    Raises PermissionDenied unless `by` decides for the unit that watches over the duty and has nothing to do with the
    record, Stale, and Refused when it is struck out already.
    """
    task = lock_task(occurrence.recurrence.task_id)
    Recurrence.objects.select_for_update().get(pk=occurrence.recurrence_id)  # nobody records one meanwhile
    occurrence = Occurrence.objects.locked(occurrence)
    require(by, "tasks.judge_goal", occurrence)
    if occurrence.struck_at:
        raise Refused(_("It is struck out already."))
    occurrence.struck_by, occurrence.struck_at, occurrence.struck_reason = by, at, reason
    occurrence.save()
    recurrence, is_told = occurrence.recurrence, False
    for duty in occurrence.duties():
        is_short = duty.state in MET and done_so_far(recurrence, duty) < recurrence.at_least
        if is_short and is_asked(task, duty.bearer_id, as_lead=True):  # who is asked no longer owes nothing more
            return_duty(duty, at=at, by=by, reason=reason, url=recurrence.get_absolute_url())  # tells the agency
            is_told = True
    if not is_told:
        to, facts = occurrence.duty.bearer, {"day": occurrence.done_on.isoformat(), "reason": reason}
        key = str(occurrence.pk)
        say(OCCURRENCE_STRUCK, recurrence, key=key, to=to, audience=Audience.HANDLERS, at=at, **facts)
    return occurrence


def done_so_far(recurrence: Recurrence, duty: Obligation) -> int:
    """How many times count for a duty: its own, or of all leads under its supervisor where they answer together."""
    rows = recurrence.occurrences.filter(period=duty.period, struck_at=None)
    own = {"duty": duty} if recurrence.task.leads_separately else {"duty__supervisor": duty.supervisor_id}
    return rows.filter(**own).count()
