"""Meetings of coordination bodies."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from agencies.enums import AgencyKind
from agencies.models import Agency
from meetings.models import Decision, Invitation, Meeting
from tests.factories.agencies import make_agency, make_membership

__all__ = ["make_decision", "make_meeting"]

_number = count(1)


def make_meeting(*, body: Agency | None = None, invited: tuple[Agency, ...] = (), **facts) -> Meeting:
    """By default planned, for tomorrow."""
    body = body or make_agency(kind=AgencyKind.COORDINATION)
    now = timezone.now()
    facts = {
        "title": f"Meeting {next(_number)}", "starts_at": now + timedelta(days=1), "place": "Room 1",
        "chair": "Deputy mayor", "convened_by": make_membership(agency=body), "convened_at": now,
    } | facts  # fmt: skip
    meeting = Meeting.objects.create(body=body, region_path=body.party.region_path, **facts)
    Invitation.objects.bulk_create(Invitation(meeting=meeting, agency=agency) for agency in invited)
    return meeting


def make_decision(*, meeting: Meeting | None = None, lead: Agency | None = None, **facts) -> Decision:
    meeting = meeting or make_meeting(state="held")
    n = next(_number)
    facts = {"position": n % 30000, "title": f"Decision {n}", "due_on": timezone.localdate()} | facts
    return Decision.objects.create(meeting=meeting, lead=lead or make_agency(), **facts)
