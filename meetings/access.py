"""Who convenes the meetings of a coordination body, who confirms their minutes, and who reads them."""

from agencies.enums import DUTY_ADMINS, AgencyKind, Role
from kernel.access import competence, grants

KEEPS = {AgencyKind.HEALTH_COMMISSION, AgencyKind.COORDINATION}  # the body itself, and the commission that works for it
WRITERS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}
REVIEWERS = {Role.REVIEWER, Role.LEADER}

for record in ("meeting", "decision"):
    competence(f"meetings.{record}", KEEPS)


@grants("meetings.view_meeting", "meetings.view_decision")
def works_for_an_agency(by, obj):
    """What the scope does not hold, an agency reads where it is invited."""
    return by.is_governmental and by.role not in DUTY_ADMINS


@grants("meetings.keep_meeting")
def works_for_the_body(by, meeting):
    """Staff of the body or of the commission of the same region; never of a place above."""
    if by.agency_kind not in KEEPS or by.role not in WRITERS:
        return False
    return meeting is None or by.region_path == meeting.region_path


@grants("meetings.confirm_minutes")
def confirms_what_another_wrote(by, meeting):
    """A reviewer or leader of the body or its commission, never who wrote in the minutes or decisions, in any hat."""
    if by.agency_kind not in KEEPS or by.role not in REVIEWERS:
        return False
    if meeting is None:
        return True
    return by.region_path == meeting.region_path and by.user_id not in meeting.writers
