"""What happens to a meeting: convened, changed, held, its minutes written and confirmed, cancelled."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.enums import AgencyKind
from agencies.models import Agency
from kernel.access import require
from kernel.errors import Refused, WrongDay
from kernel.models import StoredFile
from kernel.workflow import move
from meetings.enums import Attendance, MeetingState
from meetings.messages import CANCELLED, CONVENED, MINUTES_OUT, MINUTES_TO_CONFIRM, MOVED
from meetings.models import AgendaItem, Invitation, Meeting
from meetings.services.decisions import make_tasks, refuse_ended, refuse_unless, write_in
from meetings.services.yearly import meet_the_years_duty
from meetings.sources import MINUTES
from meetings.workflow import MEETING
from notices.enums import Audience
from notices.kinds import NoticeKind
from notices.services import tell


@transaction.atomic
def convene(
    body: Agency, *, title: str, starts_at: datetime, place: str, chair: str, agencies: Collection[Agency],
    agenda: Iterable[str], by, at: datetime,
) -> Meeting:  # fmt: skip
    """Convene a meeting; the agencies that are invited are told, and read it from now on.

    Raises PermissionDenied unless `by` works for the body or its region's commission, and Refused for a time that has
    passed and without anybody invited.
    """
    if body.kind != AgencyKind.COORDINATION:
        raise Refused(_("%(agency)s is no coordination body.") % {"agency": body.party.name})
    meeting = Meeting(
        body=body, region_path=body.party.region_path, title=title, starts_at=starts_at, place=place, chair=chair,
        convened_by=by, convened_at=at,
    )  # fmt: skip
    require(by, "meetings.keep_meeting", meeting)
    _refuse_past(starts_at, at)
    if not agencies:
        raise Refused(_("Invite at least one agency."))
    meeting.save()
    _invite(meeting, agencies)
    _set_agenda(meeting, agenda)
    for agency in agencies:
        _say(CONVENED, meeting, to=agency, at=at, day=_when(meeting), place=place)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, title: str, starts_at: datetime, place: str, chair: str, agencies: Collection[Agency],
    agenda: Iterable[str], by, at: datetime,
) -> Meeting:  # fmt: skip
    """Change what is planned; whoever stays invited is told of another time or place, whoever is new of the meeting.

    Raises PermissionDenied, Stale, and Refused when it is not planned any more.
    """
    meeting = Meeting.objects.locked(meeting)
    require(by, "meetings.keep_meeting", meeting)
    refuse_unless(meeting, MeetingState.PLANNED)
    is_moved = (starts_at, place) != (meeting.starts_at, meeting.place)
    if starts_at != meeting.starts_at:
        _refuse_past(starts_at, at)
    if not agencies:
        raise Refused(_("Invite at least one agency."))
    meeting.title, meeting.starts_at, meeting.place, meeting.chair = title, starts_at, place, chair
    meeting.save()
    known = set(meeting.invitations.values_list("agency", flat=True))
    gone = meeting.invitations.exclude(agency__in=[agency.pk for agency in agencies]).select_related("agency__party")
    for invitation in gone:
        _say(CANCELLED, meeting, to=invitation.agency, at=at, reason=_("Your unit is not invited any more."))
    gone.delete()
    _invite(meeting, [agency for agency in agencies if agency.pk not in known])
    _set_agenda(meeting, agenda)
    for agency in agencies:
        if agency.pk not in known or is_moved:
            kind = MOVED if agency.pk in known else CONVENED
            _say(kind, meeting, to=agency, at=at, day=_when(meeting), place=place)
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by, at: datetime) -> Meeting:
    """It does not take place; whoever was invited is told. Raises PermissionDenied, Stale, and Refused once held."""
    meeting = Meeting.objects.locked(meeting)
    move(meeting, MEETING["cancel"], by=by)
    meeting.cancel_reason = reason
    meeting.save()
    for invitation in meeting.invitations.select_related("agency__party"):
        _say(CANCELLED, meeting, to=invitation.agency, at=at, reason=reason)
    return meeting


@transaction.atomic
def hold_meeting(meeting: Meeting, *, attendance: Mapping[int, str], by, at: datetime) -> Meeting:
    """The meeting took place: who came. attendance: {agency: present, excused or absent} of everybody invited.

    Raises PermissionDenied, Stale, and Refused before its time, when it is not planned, and for whom nothing is said.
    """
    meeting = Meeting.objects.locked(meeting)
    move(meeting, MEETING["hold"], by=by)
    if meeting.starts_at > at:
        raise Refused(_("The meeting has not begun yet."))
    meeting.save()
    for invitation in meeting.invitations.all():
        said = attendance.get(invitation.agency_id, Attendance.INVITED)
        if said not in {Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT}:
            raise Refused(_("Say of every agency whether it came."))
        invitation.attendance = said
        invitation.save(update_fields=["attendance"])
    return meeting


@transaction.atomic
def write_minutes(meeting: Meeting, *, minutes: str, by, at: datetime, file: StoredFile | None = None) -> Meeting:
    """Keep the minutes; another person confirms them. file: in place of the one there is.

    Raises PermissionDenied, Stale, and Refused before it is held and once they are confirmed.
    """
    meeting = Meeting.objects.locked(meeting)
    write_in(meeting, by=by)
    if not minutes.strip():
        raise Refused(_("Write what was dealt with."))
    if file is not None and (file.purpose != MINUTES or file.owner_id != by.user_id):
        raise Refused(_("A file belongs to another entry already. Choose it again."))
    meeting.minutes, meeting.minutes_by, meeting.minutes_at = minutes, by, at
    meeting.minutes_file = file or meeting.minutes_file
    meeting.save()
    for audience in (Audience.REVIEWERS, Audience.LEADERS):
        tell(
            MINUTES_TO_CONFIRM, to=by.party, audience=audience, url=meeting.get_absolute_url(), at=at,
            key=f"{MINUTES_TO_CONFIRM.key}:{meeting.pk}:{meeting.version}:{audience}", params={"title": meeting.title},
        )  # fmt: skip
    return meeting


@transaction.atomic
def confirm_minutes(meeting: Meeting, *, by, at: datetime) -> Meeting:
    """The minutes stand: each decision becomes a task of its agencies, due on its day, and who was invited is told.

    With the last meeting that the year asks for, the duty to meet is met.
    Raises PermissionDenied for who wrote in them or in the decisions and for who does not decide there, Stale, and
    Refused without minutes and for a decision whose agency has ended.
    """
    refuse_ended(meeting, today=timezone.localdate(at))
    meeting = Meeting.objects.locked(meeting)
    move(meeting, MEETING["confirm"], by=by)
    if not meeting.minutes:
        raise Refused(_("There are no minutes yet."))
    meeting.confirmed_by, meeting.confirmed_at = by, at
    meeting.save()
    decisions = list(meeting.decisions.select_related("lead__party").order_by("position"))
    if decisions:
        make_tasks(meeting, decisions, by=by, at=at)
    for invitation in meeting.invitations.select_related("agency__party"):
        _say(MINUTES_OUT, meeting, to=invitation.agency, at=at, decisions=len(decisions))
    meet_the_years_duty(meeting, by=by, at=at)
    return meeting


def _invite(meeting: Meeting, agencies: Iterable[Agency]) -> None:
    Invitation.objects.bulk_create(Invitation(meeting=meeting, agency=agency) for agency in agencies)


def _set_agenda(meeting: Meeting, titles: Iterable[str]) -> None:
    meeting.agenda.all().delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, title=title) for position, title in enumerate(titles, 1)
    )


def _refuse_past(starts_at: datetime, at: datetime) -> None:
    if starts_at < at:
        raise WrongDay(_("That time has passed."))


def _when(meeting: Meeting) -> str:
    return date_format(timezone.localtime(meeting.starts_at), "Y-m-d H:i")


def _say(kind: NoticeKind, meeting: Meeting, *, to: Agency, at: datetime, **facts) -> None:
    """To those of an agency who handle the work, and who lead it."""
    for audience in (Audience.HANDLERS, Audience.LEADERS):
        tell(
            kind, to=to.party, audience=audience, url=meeting.get_absolute_url(), at=at,
            key=f"{kind.key}:{meeting.pk}:{meeting.version}:{to.pk}:{audience}",
            params={"title": meeting.title, "body": meeting.body.party.name, **facts},
        )  # fmt: skip
