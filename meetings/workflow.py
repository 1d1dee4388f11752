"""The life of a meeting."""

from django.utils.translation import pgettext_lazy

from kernel.workflow import Transition, Workflow
from meetings.enums import MeetingState as S

MEETING = Workflow(
    Transition(
        "hold", frozenset({S.PLANNED}), S.HELD, "meetings.keep_meeting",
        pgettext_lazy("meeting verb", "Record who came"),
    ),
    Transition(
        "confirm", frozenset({S.HELD}), S.CONFIRMED, "meetings.confirm_minutes",
        pgettext_lazy("meeting verb", "Confirm the minutes"),
    ),
    Transition(
        "cancel", frozenset({S.PLANNED}), S.CANCELLED, "meetings.keep_meeting",
        pgettext_lazy("meeting verb", "Cancel the meeting"),
    ),
)  # fmt: skip
