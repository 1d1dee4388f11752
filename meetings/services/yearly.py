"""How often a coordination body meets in a year: a duty of its region's commission (`body.meet`, rules 12)."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from agencies.enums import AgencyKind
from agencies.models import Agency
from meetings.enums import MeetingState
from meetings.models import Meeting
from obligations.models import Obligation
from obligations.services import meet_duty, open_duties

MEET = "body.meet"


def meet_the_years_duty(meeting: Meeting, *, by, at: datetime) -> None:
    duties = Obligation.objects.about(meeting.body).owed().filter(kind=MEET, period=str(meeting.year))
    duty = duties.first()
    if duty is None:
        return
    first, last = year_of(meeting.year)
    held = meeting.body.meetings.filter(state=MeetingState.CONFIRMED, starts_at__gte=first, starts_at__lt=last)
    if held.count() >= (duty.amount or 1):
        meet_duty(duty, at=at, by=by)


def year_of(year: int) -> tuple[datetime, datetime]:
    """Its first moment, and that of the next."""
    return timezone.make_aware(datetime(year, 1, 1)), timezone.make_aware(datetime(year + 1, 1, 1))


def open_meetings(*, day: date, at: datetime) -> int:
    """Let the commission of each coordination body's region owe the year's meetings of it; returns how many are new.

    The commission convenes them, the body watches. Safe to repeat: of a body and year there is one duty, whoever bears
    it; what a predecessor has met is not owed again.
    """
    known = Obligation.objects.standing().filter(
        kind=MEET, subject_kind="agencies.agency", subject_id=OuterRef("pk"), period=str(day.year)
    )
    standing = Agency.objects.filter(party__valid_to=None)
    commission = standing.filter(kind=AgencyKind.HEALTH_COMMISSION, party__region=OuterRef("party__region"))
    bodies = standing.filter(kind=AgencyKind.COORDINATION).annotate(
        bearer_id=Subquery(commission.order_by("pk").values("pk")[:1])
    )
    rows = bodies.filter(~Exists(known), bearer_id__isnull=False).values(
        "bearer_id", subject_id=F("pk"), title=F("party__name"), region_path=F("party__region_path")
    )
    return open_duties(
        MEET, rows, subject_kind="agencies.agency", at=at, starts_on=date(day.year, 1, 1), period=str(day.year)
    )
