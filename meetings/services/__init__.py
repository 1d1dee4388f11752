"""What happens to meetings and their decisions, one function each."""

from meetings.services.decisions import add_decision, change_decision, remove_decision
from meetings.services.meetings import (
    cancel_meeting,
    change_meeting,
    confirm_minutes,
    convene,
    hold_meeting,
    write_minutes,
)
from meetings.services.yearly import MEET, open_meetings

__all__ = [
    "MEET",
    "add_decision",
    "cancel_meeting",
    "change_decision",
    "change_meeting",
    "confirm_minutes",
    "convene",
    "hold_meeting",
    "open_meetings",
    "remove_decision",
    "write_minutes",
]
