"""Choices of meetings."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class MeetingState(TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    HELD = "held", pgettext_lazy("meeting", "held, minutes open")
    CONFIRMED = "confirmed", pgettext_lazy("meeting", "minutes confirmed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Attendance(TextChoices):
    INVITED = "invited", pgettext_lazy("attendance", "invited")
    PRESENT = "present", pgettext_lazy("attendance", "present")
    EXCUSED = "excused", pgettext_lazy("attendance", "excused")
    ABSENT = "absent", pgettext_lazy("attendance", "absent")
