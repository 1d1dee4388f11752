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


class EntryState(TextChoices):
    """Where an entry stands: with its unit, with the lead, with the commission (rules 9a)."""

    DRAFT = "draft", pgettext_lazy("entry", "draft")
    SUBMITTED = "submitted", pgettext_lazy("entry", "to be reviewed in the unit")
    HANDED_IN = "handed_in", pgettext_lazy("entry", "handed in")
    ACCEPTED = "accepted", pgettext_lazy("entry", "accepted by the lead")
    CONFIRMED = "confirmed", pgettext_lazy("entry", "confirmed")
    RETURNED = "returned", pgettext_lazy("entry", "sent back")


class Work(TextChoices):
    """How the work goes, in the words of the agency itself."""

    NORMAL = "normal", pgettext_lazy("work", "proceeds as planned")
    DIFFICULT = "difficult", pgettext_lazy("work", "in difficulty")
    DONE = "done", pgettext_lazy("work", "done")


class EntryVerb(TextChoices):
    """What was done to an entry."""

    SUBMIT = "submit", pgettext_lazy("entry step", "submitted to the unit's reviewer")
    RECALL = "recall", pgettext_lazy("entry step", "withdrawn")
    HAND_IN = "hand_in", pgettext_lazy("entry step", "reviewed in the unit and handed in")
    ENTER = "enter", pgettext_lazy("entry step", "entered on behalf of the unit")
    ACCEPT = "accept", pgettext_lazy("entry step", "accepted by the lead")
    CONFIRM = "confirm", pgettext_lazy("entry step", "confirmed")
    RETURN = "return", pgettext_lazy("entry step", "sent back")


class ClosingState(TextChoices):
    """The end of a part: said by the agency, confirmed for good, or not yet, or no longer."""

    SUBMITTED = "submitted", pgettext_lazy("closing", "closing to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("closing", "closed for good")
    RETURNED = "returned", pgettext_lazy("closing", "closing sent back")
    REOPENED = "reopened", pgettext_lazy("closing", "reopened")


class ClosingVerb(TextChoices):
    """What was done to the end of a part."""

    SUBMIT = "submit", pgettext_lazy("closing step", "closed by the unit")
    CONFIRM = "confirm", pgettext_lazy("closing step", "confirmed")
    RETURN = "return", pgettext_lazy("closing step", "sent back")
    REOPEN = "reopen", pgettext_lazy("closing step", "reopened")


class ReachState(TextChoices):
    """A report that a milestone was reached: with whoever watches over it, confirmed, or sent back."""

    SUBMITTED = "submitted", pgettext_lazy("milestone", "reported")
    CONFIRMED = "confirmed", pgettext_lazy("milestone", "confirmed")
    RETURNED = "returned", pgettext_lazy("milestone", "sent back")


class GoalVerb(TextChoices):
    """What was done to a milestone."""

    ADD = "add", pgettext_lazy("milestone step", "set")
    CHANGE = "change", pgettext_lazy("milestone step", "changed")
    MOVE = "move", pgettext_lazy("milestone step", "moved to another day")
    DROP = "drop", pgettext_lazy("milestone step", "dropped")
    REPORT = "report", pgettext_lazy("milestone step", "reported as reached")
    CONFIRM = "confirm", pgettext_lazy("milestone step", "confirmed")
    RETURN = "return", pgettext_lazy("milestone step", "sent back")


class DraftState(TextChoices):
    """A plan that was read from a document and waits for a person (or `--accept-certain`)."""

    OPEN = "open", pgettext_lazy("draft", "to be checked")
    ACCEPTED = "accepted", pgettext_lazy("draft", "accepted")
    DISCARDED = "discarded", pgettext_lazy("draft", "discarded")
