"""Who reads the file of a meeting's minutes."""

from kernel.files import readable_by
from meetings.models import Meeting

MINUTES = "meetings.minutes"


@readable_by(MINUTES)
def reads_the_meeting_or_keeps_the_file(by, file):
    """Who added it, and who sees the meeting; what is not confirmed yet only who keeps it."""
    if file.owner_id == by.user_id:
        return True
    shown = (Meeting.objects.visible_to(by), Meeting.objects.shared_with(by))
    found = next((row for rows in shown for row in rows.filter(minutes_file=file)[:1]), None)
    return found is not None and found.shows_minutes_to(by)
