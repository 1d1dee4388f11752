"""What a meeting decides, and the tasks that become of it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, Party
from kernel.access import require
from kernel.errors import Refused, WrongDay
from meetings.enums import MeetingState
from meetings.models import Decision, DecisionPlan, Meeting
from tasks.models import Plan
from tasks.services.adding import add_task, begin_plan


@transaction.atomic
def add_decision(
    meeting: Meeting, *, title: str, due_on: date, lead: Agency, participants: Collection[Agency], by, at: datetime,
    text: str = "",
) -> Decision:  # fmt: skip
    """Record what was decided. Raises PermissionDenied, Stale, and Refused before the meeting is held, once the
    minutes are confirmed, and for a day that lies before the meeting.
    """
    _lock_agencies(lead, *participants)
    meeting = Meeting.objects.locked(meeting)
    write_in(meeting, by=by)
    _refuse_day(meeting, due_on)
    meeting.save()
    last = meeting.decisions.aggregate(last=Max("position"))["last"] or 0
    decision = Decision.objects.create(
        meeting=meeting, position=last + 1, title=title, text=text, due_on=due_on, lead=lead
    )
    decision.participants.set([agency for agency in participants if agency.pk != lead.pk])
    return decision


@transaction.atomic
def change_decision(
    decision: Decision, *, title: str, due_on: date, lead: Agency, participants: Collection[Agency], by, at: datetime,
    text: str = "",
) -> Decision:  # fmt: skip
    """Raises as `add_decision`; `decision` is the version that was shown."""
    _lock_agencies(lead, *participants)
    meeting = _meeting_of(decision, by=by)
    decision = Decision.objects.locked(decision)
    _refuse_day(meeting, due_on)
    decision.title, decision.text, decision.due_on, decision.lead = title, text, due_on, lead
    decision.save()
    decision.participants.set([agency for agency in participants if agency.pk != lead.pk])
    return decision


@transaction.atomic
def remove_decision(decision: Decision, *, by, at: datetime) -> None:
    """Take back what was recorded by mistake; the trail keeps it. Raises as `add_decision`."""
    _meeting_of(decision, by=by)
    Decision.objects.locked(decision).delete()


def write_in(meeting: Meeting, *, by) -> None:
    """Whoever writes in the minutes or decisions of a meeting does not confirm them. Raises PermissionDenied, and
    Refused unless it is held and not confirmed."""
    require(by, "meetings.keep_meeting", meeting)
    refuse_unless(meeting, MeetingState.HELD)
    meeting.writers = sorted({*meeting.writers, by.user_id})


def _meeting_of(decision: Decision, *, by) -> Meeting:
    """Locked before its decisions, as in confirming, and counted up: nobody confirms what was not shown."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=decision.meeting_id)
    write_in(meeting, by=by)
    meeting.version += 1
    meeting.save()
    return meeting


def make_tasks(meeting: Meeting, decisions: list[Decision], *, by, at: datetime) -> None:
    plan = _plan_of(meeting, by=by, at=at)
    for decision in decisions:
        decision.task = add_task(
            plan, title=decision.title, text=decision.text, section=meeting.title, lead=decision.lead,
            participants=list(decision.participants.select_related("party").order_by("position", "pk")),
            due_on=decision.due_on, basis=meeting.title, by=by, at=at,
        )  # fmt: skip
        decision.version += 1
        decision.save()


def refuse_ended(meeting: Meeting, *, today: date) -> None:
    """Who is to do it stands. Locked as a hand-over locks it, agencies, parties, then the meeting: what is decided
    passes before or after. Raises Refused."""
    decided = meeting.decisions.values_list("title", "lead", "participants")
    titles = {key: title for title, *agencies in decided.order_by("-position") for key in agencies if key}
    _lock_agencies(*titles)
    for party in Party.objects.select_for_update().filter(pk__in=titles).order_by("pk"):
        if party.valid_to and party.valid_to < today:
            words = {"agency": party.name, "title": titles[party.pk]}
            raise Refused(_("%(agency)s has ended: say who is to do “%(title)s” in its place.") % words)


def _lock_agencies(*agencies: Agency | int) -> None:
    """Before the meeting, as in a hand-over, so that neither waits for the other."""
    keys = [agency.pk if isinstance(agency, Agency) else agency for agency in agencies]
    list(Agency.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _plan_of(meeting: Meeting, *, by, at: datetime) -> Plan:
    """The body's plan of decisions of the meeting's year, a new one for the first."""
    Agency.objects.select_for_update().get(pk=meeting.body_id)  # two meetings do not make two
    known = DecisionPlan.objects.select_related("plan").filter(body=meeting.body_id, year=meeting.year).first()
    if known:
        return known.plan
    words = {"body": meeting.body.party.name, "year": meeting.year}
    plan = begin_plan(
        title=_("Decisions of %(body)s, %(year)d") % words, issuer=meeting.body.party.name,
        region=meeting.body.party.region, on=date(meeting.year, 1, 1), at=at,
    )  # fmt: skip
    DecisionPlan.objects.create(body=meeting.body, year=meeting.year, plan=plan)
    return plan


def refuse_unless(meeting: Meeting, state: MeetingState) -> None:
    if meeting.state != state:
        words = {"state": meeting.get_state_display()}
        raise Refused(_("This is not possible: the meeting is now “%(state)s”.") % words)


def _refuse_day(meeting: Meeting, due_on: date) -> None:
    if due_on < timezone.localdate(meeting.starts_at):
        raise WrongDay(_("The day lies before the meeting."))
