"""What the pages of meetings show, and whom one can choose."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.enums import AgencyKind
from agencies.models import Agency
from kernel import files
from kernel.models import StoredFile
from meetings.models import Decision, Meeting
from meetings.services import MEET
from meetings.sources import MINUTES
from meetings.workflow import MEETING
from obligations.deadlines import soon_days
from obligations.lights import light
from obligations.models import Obligation

PEOPLE = ("body__party", "convened_by__user", "minutes_by__user", "confirmed_by__user", "confirmed_by__party")


def whole(meeting: Meeting) -> Meeting:
    """With what its page names; its version is the one that was shown."""
    found = Meeting.objects.select_related(*PEOPLE, "minutes_file").get(pk=meeting.pk)
    found.version = meeting.version
    return found


def facts_of(meeting: Meeting, by) -> dict[str, Any]:
    """What the page of a meeting shows to the acting unit."""
    decisions = meeting.decisions.select_related("lead__party", "task").prefetch_related("participants__party")
    verbs = {step.name for step in MEETING.open_to(by, meeting)}
    shows = meeting.shows_minutes_to(by)
    return {
        "meeting": meeting,
        "invitations": meeting.invitations.select_related("agency__party").order_by("agency__position", "pk"),
        "agenda": meeting.agenda.order_by("position"),
        "decisions": decisions.order_by("position") if shows else [],
        "shows_minutes": shows,
        "verbs": verbs,
        "may_change": meeting.state == "planned" and by.has_perm("meetings.keep_meeting", meeting),
        "may_write": meeting.state == "held" and by.has_perm("meetings.keep_meeting", meeting),
        "has_begun": meeting.starts_at <= timezone.now(),
    }


def bodies_for(by) -> QuerySet[Agency]:
    """The coordination bodies of the acting unit's own region."""
    rows = Agency.objects.filter(kind=AgencyKind.COORDINATION, party__region_path=by.region_path, party__valid_to=None)
    return rows.select_related("party").order_by("position", "pk")


def agencies_for(meeting_path: str, *, on) -> QuerySet[Agency]:
    """Whom one can invite, and who can lead: the region's standing agencies, and the commissions below it."""
    standing = Q(party__valid_to=None) | Q(party__valid_to__gte=on)
    rows = Agency.objects.filter(standing, party__region_path__startswith=meeting_path)
    here = Q(party__region_path=meeting_path) & ~Q(kind=AgencyKind.COORDINATION)
    commissions = Q(kind=AgencyKind.HEALTH_COMMISSION, party__region_path__startswith=meeting_path)
    return rows.filter(here | commissions).select_related("party").order_by("party__region_path", "position", "pk")


def keep_minutes_file(upload, *, by, at: datetime) -> StoredFile:
    """Raises as `kernel.files.store`."""
    return files.store(upload, purpose=MINUTES, by=by, at=at)


def duties_to_meet(by, *, at: datetime) -> list[tuple[Obligation, Any]]:
    """What the commission of the own region owes this year, with its light."""
    today = timezone.localdate(at)
    rows = Obligation.objects.about_any(bodies_for(by)).standing().filter(kind=MEET, period=str(today.year))
    soon = soon_days(by.region_path, on=today)
    return [(duty, light(duty, at=at, soon=soon)) for duty in rows.select_related("bearer").order_by("pk")]


def decisions_said(decision: Decision) -> dict[str, Any]:
    """What a decision says, in the fields of its form."""
    names = ("title", "text", "due_on", "lead")
    return {name: getattr(decision, name) for name in names} | {"participants": list(decision.participants.all())}


def meeting_said(meeting: Meeting) -> dict[str, Any]:
    names = ("title", "starts_at", "place", "chair")
    return {name: getattr(meeting, name) for name in names} | {
        "agenda": "\n".join(meeting.agenda.order_by("position").values_list("title", flat=True)),
        "agencies": list(meeting.invitations.values_list("agency", flat=True)),
    }
