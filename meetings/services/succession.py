"""When an agency ends: what was decided for it, and what it is invited to, passes to its successor."""

from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.services import hand_over
from meetings.enums import MeetingState
from meetings.models import Decision, Invitation, Meeting

KIND = "meetings.decision"
RUNNING = (MeetingState.PLANNED, MeetingState.HELD)


def decisions_for(agency: Agency):
    """What it leads or takes part in once the minutes are confirmed; from then on it is a task."""
    rows = Decision.objects.filter(Q(lead=agency) | Q(participants=agency), meeting__state=MeetingState.HELD)
    return rows.select_related("meeting").distinct().order_by("pk")


def titles(agency: Agency) -> list[str]:
    return [f"{decision.meeting} › {decision}" for decision in decisions_for(agency)]


def pass_decisions(giver: Agency, taker: Agency, *, by, at: datetime) -> list[int]:
    """Give the decisions to the successor, and invite it where the giver was; returns the decisions' keys.

    Confirmed meetings keep whom they invited. The others count up: nobody goes on with what was not shown.
    """
    concerned = Meeting.objects.filter(
        Q(invitations__agency=giver) | Q(decisions__lead=giver) | Q(decisions__participants=giver), state__in=RUNNING
    )
    keys = list(concerned.values_list("pk", flat=True))
    meetings = Meeting.objects.filter(pk__in=keys, state__in=RUNNING).select_for_update().order_by("pk")
    running = [meeting.pk for meeting in meetings]
    Meeting.objects.filter(pk__in=running).update(version=F("version") + 1)
    _invite_in_place(giver, taker, running)
    decisions = list(decisions_for(giver))
    for decision in decisions:
        decision.lead = taker if decision.lead_id == giver.pk else decision.lead
        decision.version += 1
        decision.save()
        parts = {taker.pk if key == giver.pk else key for key in decision.participants.values_list("pk", flat=True)}
        decision.participants.set(parts - {decision.lead_id})
    return [decision.pk for decision in decisions]


def _invite_in_place(giver: Agency, taker: Agency, meetings: list[int]) -> None:
    """Of what is planned the invitation passes; in what was held the giver stays with whether it came, and the
    successor is put beside it."""
    invited = Invitation.objects.filter(meeting__in=meetings)
    own = set(invited.filter(agency=taker).values_list("meeting", flat=True))
    passing = invited.filter(agency=giver).exclude(meeting__in=own)
    held = list(passing.filter(meeting__state=MeetingState.HELD).values_list("meeting", flat=True))
    passing.filter(meeting__state=MeetingState.PLANNED).update(agency=taker)
    invited.filter(agency=giver, meeting__state=MeetingState.PLANNED).delete()
    Invitation.objects.bulk_create(Invitation(meeting_id=key, agency=taker) for key in held)


def register() -> None:
    hand_over.moves(KIND, label=_("Decisions of meetings"), open_duties=titles, move=pass_decisions)
