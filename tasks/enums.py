"""Choices of plans, tasks and responsibilities."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Period(TextChoices):
    """How often each lead and participant reports (rules 9a)."""

    MONTH = "month", pgettext_lazy("period", "month")
    QUARTER = "quarter", pgettext_lazy("period", "quarter")
    HALF_YEAR = "half_year", pgettext_lazy("period", "half-year")
    YEAR = "year", pgettext_lazy("period", "year")


class TaskRole(TextChoices):
    LEAD = "lead", pgettext_lazy("task role", "lead")
    PARTICIPANT = "participant", pgettext_lazy("task role", "participant")


class DraftState(TextChoices):
    """A plan that was read from a document and waits for a person (or `--accept-certain`)."""

    OPEN = "open", pgettext_lazy("draft", "to be checked")
    ACCEPTED = "accepted", pgettext_lazy("draft", "accepted")
    DISCARDED = "discarded", pgettext_lazy("draft", "discarded")
