"""What happens to a duty: handed in, sent back, met, paused, extended, waived.

Except for `waive_duty` and `extend_duty` the caller is the workflow whose record the duty is about, which has asked for
its own right; `by` is who did it there, and only stands in the history.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel import workdays
from kernel.access import require
from kernel.errors import Refused
from kernel.workflow import take
from notices.enums import Audience
from notices.services import tell
from obligations import deadlines
from obligations.deadlines import Clock
from obligations.enums import DutyState, LimitUnit, Verb
from obligations.kinds import kind_of
from obligations.models import Obligation, ObligationStep
from obligations.reminders import reschedule
from obligations.services.history import note_step
from obligations.workflow import DUTY

MINUTE = timedelta(minutes=1)


@transaction.atomic
def submit_duty(duty: Obligation, *, at: datetime, by=None) -> Obligation:
    """The bearer hands in what it owes; whether that was late is kept, whatever comes of it.

    Raises Refused unless it is owed.
    """
    duty = Obligation.objects.current(duty)
    take(duty, DUTY["submit"])
    _hand_in(duty, at)
    duty.save()
    note_step(duty, Verb.SUBMIT, at=at, by=by)
    return duty


@transaction.atomic
def return_duty(duty: Obligation, *, at: datetime, by=None, reason: str, url: str = "") -> Obligation:
    """Send back what was handed in: the duty stands again, with a day of its own to hand in anew (rules 9a).

    url: where that is done, by default the duty's own page.
    The bearer's handlers are told at once. The limit is `duty.resubmit`. Raises Refused unless something was handed in,
    and when the bearer has ended meanwhile.
    """
    duty = Obligation.objects.current(duty)
    take(duty, DUTY["return"])
    before, duty.closed_at = duty.due_on, None
    today = timezone.localdate(at)
    if duty.bearer.valid_to and duty.bearer.valid_to < today:
        raise Refused(_("%(unit)s has ended: open a duty of its successor instead.") % {"unit": duty.bearer.name})
    limit = deadlines.limit_for("duty.resubmit", duty.region_path, on=today)
    clock = deadlines.run(limit.amount, kind_of("duty.resubmit").unit, starts_on=today)
    _set_clock(duty, clock, override_id=limit.override_id)
    duty.save()
    step = note_step(duty, Verb.RETURN, at=at, by=by, reason=reason, due_before=before)
    _tell_bearer("obligations.returned", duty, step, url=url, reason=reason, day=duty.due_on.isoformat())
    return reschedule(duty, at=at)


@transaction.atomic
def recall_duty(duty: Obligation, *, at: datetime, by=None) -> Obligation:
    """The bearer takes back what it handed in, before anybody has judged it: its day stands as it stood (rules 9a).

    What was taken back counts neither as handed in nor as late; what was handed in before a return is not touched.
    Raises Refused unless something was handed in.
    """
    duty = Obligation.objects.current(duty)
    was_returned = duty.steps.filter(verb=Verb.RETURN).exists()
    take(duty, DUTY["recall_returned" if was_returned else "recall"])
    if not was_returned:
        duty.submitted_at, duty.first_submitted_at, duty.was_late = None, None, False
    duty.save()
    note_step(duty, Verb.RECALL, at=at, by=by)
    return reschedule(duty, at=at)


@transaction.atomic
def meet_duty(duty: Obligation, *, at: datetime, by=None) -> Obligation:
    """The duty is met by what was handed in and not sent back; without that, by what happens now.

    It is met late when any of what was handed in came after its day. Raises Refused when it is settled or paused.
    """
    duty = Obligation.objects.current(duty)
    handed_in = duty.submitted_at if duty.state == DUTY["submit"].target else None
    if handed_in is None:
        _hand_in(duty, at)
    take(duty, DUTY["meet_late" if duty.was_late else "meet"])
    duty.closed_at = at
    duty.save()
    note_step(duty, Verb.MEET, at=at, by=by)
    return duty


@transaction.atomic
def cancel_duty(duty: Obligation, *, at: datetime, by=None, reason: str) -> Obligation:
    """What the duty was about has gone. Raises Refused when it is settled already."""
    duty = Obligation.objects.current(duty)
    take(duty, DUTY["cancel"])
    _close(duty, Verb.CANCEL, at=at, by=by, reason=reason)
    return duty


@transaction.atomic
def waive_duty(duty: Obligation, *, at: datetime, by, reason: str) -> Obligation:
    """The supervisor releases the bearer. Raises PermissionDenied, Stale, and Refused when it is settled already."""
    duty = Obligation.objects.locked(duty)
    require(by, DUTY["waive"].perm, duty)
    take(duty, DUTY["waive"])
    step = _close(duty, Verb.WAIVE, at=at, by=by, reason=reason)
    _tell_bearer("obligations.waived", duty, step, reason=reason)
    return duty


@transaction.atomic
def pause_duty(duty: Obligation, *, at: datetime, by=None, reason: str) -> Obligation:
    """Stop the clock, for the time of an expert opinion for example; it keeps what is left (rules 12).

    Raises Refused unless the duty is owed and its day has not passed.
    """
    duty = Obligation.objects.current(duty)
    take(duty, DUTY["pause"])
    duty.left = left_on(duty, at)
    if duty.left < 0:
        raise Refused(_("The time has passed already: a clock that has run out cannot be paused."))
    duty.paused_at = at
    duty.save()
    note_step(duty, Verb.PAUSE, at=at, by=by, reason=reason)
    return duty


@transaction.atomic
def resume_duty(duty: Obligation, *, at: datetime, by=None) -> Obligation:
    """Let the clock run on with what it had left. Raises Refused unless it is paused."""
    duty = Obligation.objects.current(duty)
    take(duty, DUTY["resume_returned" if duty.submitted_at else "resume"])
    before, clock = duty.due_on, resumed_clock(duty, at)
    duty.left = duty.paused_at = None
    _set_clock(duty, clock, override_id=duty.override_id)
    duty.save()
    note_step(duty, Verb.RESUME, at=at, by=by, due_before=before)
    return reschedule(duty, at=at)


@transaction.atomic
def extend_duty(
    duty: Obligation, *, at: datetime, by, reason: str, basis: str, until: date | None = None, tells: bool = True
) -> Obligation:
    """The supervisor gives more time: until a day, or by what the kind's own rule allows once (`until` empty).

    basis: the document or article that allows it.  tells: whether the bearer hears of it here, or from the caller.
    Raises PermissionDenied, Stale, and Refused where the law allows none, without a basis, or when it is not owed.
    """
    duty = Obligation.objects.locked(duty)
    require(by, "obligations.extend_duty", duty)
    refuse_without_basis(basis)
    before, clock = duty.due_on, extended_clock(duty, until=until)
    if clock.due_on <= before and not duty.due_at:
        raise Refused(_("The new day does not lie after the present one."))
    _set_clock(duty, clock, override_id=duty.override_id)
    duty.save()
    step = note_step(duty, Verb.EXTEND, at=at, by=by, reason=reason, basis=basis, due_before=before)
    if tells:
        _tell_bearer("obligations.extended", duty, step, reason=reason, day=duty.due_on.isoformat())
    return reschedule(duty, at=at)


def refuse_without_basis(basis: str) -> None:
    """A changed day shows on what it rests (ux 5)."""
    if not basis.strip():
        raise Refused(_("Name the document or article on which more time rests."))


@transaction.atomic
def move_duty(duty: Obligation, *, to: date, at: datetime, by, reason: str = "", basis: str = "") -> Obligation:
    """The day that the record asks for has been set anew, earlier or later; what was sent back keeps its own day.

    Raises Refused unless the duty is open, and beyond the calendar.
    """
    duty = Obligation.objects.current(duty)
    if duty.state != DutyState.OPEN:
        raise Refused(_("Its day stands: the duty is not open any more."))
    before = duty.due_on
    _set_clock(duty, deadlines.given(to, starts_on=duty.counted_from), override_id=None)
    duty.save()
    note_step(duty, Verb.MOVE, at=at, by=by, reason=reason, basis=basis, due_before=before)
    return reschedule(duty, at=at)


def extended_clock(duty: Obligation, *, until: date | None) -> Clock:
    """The clock with more time. Raises Refused with the reason where there is none to give."""
    kind = kind_of(duty.kind)
    if duty.state not in DUTY["submit"].sources:
        raise Refused(_("Only what is owed can be given more time."))
    if kind.extension == 0:
        raise Refused(_("This limit is set by law and cannot be extended."))
    if kind.extension is None:
        if until is None or duty.due_at:
            raise Refused(_("Say until which day."))
        return deadlines.given(until, starts_on=duty.counted_from)
    if duty.steps.filter(verb=Verb.EXTEND).exists():
        raise Refused(_("This limit can be extended only once."))
    clock = deadlines.run(kind.extension, kind.unit, starts_on=unmoved(duty), at=duty.due_at)
    if until is not None and until != clock.due_on:
        words = {"amount": kind.extension, "unit": kind.unit.label, "day": clock.due_on.isoformat()}
        raise Refused(_("It can be extended by %(amount)s %(unit)s, until %(day)s, and not to another day.") % words)
    return clock


def resumed_clock(duty: Obligation, at: datetime) -> Clock:
    """The clock of a paused duty as it runs on from `at`; within the day of its pause it is the same."""
    assert duty.paused_at is not None and duty.left is not None  # obligation_paused_has_left
    unit, today = LimitUnit(duty.unit), timezone.localdate(at)
    if duty.due_at:
        due_at = duty.due_at + (at - duty.paused_at)
        return Clock(duty.counted_from, duty.amount, unit, timezone.localdate(due_at), due_at)
    if today > timezone.localdate(duty.paused_at):
        counted_in = unit if unit == LimitUnit.WORKING_DAYS else LimitUnit.CALENDAR_DAYS
        return deadlines.run(duty.left, counted_in, starts_on=today)
    if unit in deadlines.MOVABLE and duty.amount is not None:
        return deadlines.run(duty.amount, unit, starts_on=duty.counted_from)
    return Clock(duty.counted_from, duty.amount, unit, duty.due_on)


def left_on(duty: Obligation, at: datetime) -> int:
    """What the clock has left: working days, calendar days before a rest day has moved the last one, or minutes."""
    if duty.due_at:
        return int((duty.due_at - at) // MINUTE)
    today = timezone.localdate(at)
    if today > duty.due_on:
        return -1
    if duty.unit == LimitUnit.WORKING_DAYS:
        return workdays.count_working_days(today, duty.due_on)
    return max((min(unmoved(duty), duty.due_on) - today).days, 0)


def unmoved(duty: Obligation) -> date:
    """The last day as counted, before the calendar moved it off a rest day."""
    if duty.unit == LimitUnit.CALENDAR_DAYS and duty.amount is not None:
        return duty.counted_from + timedelta(days=duty.amount)
    if duty.unit == LimitUnit.MONTHS and duty.amount is not None:
        return workdays.add_months(duty.counted_from, duty.amount)
    return duty.due_on


def _hand_in(duty: Obligation, at: datetime) -> None:
    late = at > duty.due_at if duty.due_at else timezone.localdate(at) > duty.due_on
    duty.submitted_at, duty.was_late = at, duty.was_late or late
    duty.first_submitted_at = duty.first_submitted_at or at


def _close(duty: Obligation, verb: Verb, *, at: datetime, by, reason: str) -> ObligationStep:
    duty.closed_at = at
    duty.save()
    return note_step(duty, verb, at=at, by=by, reason=reason)


def _tell_bearer(kind: str, duty: Obligation, step: ObligationStep, *, url: str = "", **facts) -> None:
    """Those of the unit that handle it; url: where it is dealt with, by default the duty's own page."""
    tell(
        kind, to=duty.bearer, audience=Audience.HANDLERS, section=duty.section, at=step.at,
        url=url or duty.get_absolute_url(), key=f"{kind}:{step.pk}", params={"title": duty.title} | facts,
    )  # fmt: skip


def _set_clock(duty: Obligation, clock: Clock, *, override_id: int | None) -> None:
    duty.counted_from, duty.amount, duty.unit = clock.counted_from, clock.amount, clock.unit
    duty.due_on, duty.due_at, duty.is_provisional = clock.due_on, clock.due_at, clock.is_provisional
    duty.override_id = override_id
