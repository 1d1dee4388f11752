"""Choices of the ledger of obligations."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class DutyState(TextChoices):
    """Where a duty stands. Overdue is no state: it follows from the due day (architecture, "The ledger")."""

    OPEN = "open", pgettext_lazy("duty", "open")
    SUBMITTED = "submitted", pgettext_lazy("duty", "submitted")
    RETURNED = "returned", pgettext_lazy("duty", "sent back")
    PAUSED = "paused", pgettext_lazy("duty", "paused")
    MET = "met", pgettext_lazy("duty", "met on time")
    MET_LATE = "met_late", pgettext_lazy("duty", "met late")
    WAIVED = "waived", pgettext_lazy("duty", "waived")
    CANCELLED = "cancelled", pgettext_lazy("duty", "cancelled")


OWED = frozenset({DutyState.OPEN, DutyState.RETURNED})  # the bearer has to act, the clock runs
RELEASED = frozenset({DutyState.WAIVED, DutyState.CANCELLED})
SETTLED = RELEASED | {DutyState.MET, DutyState.MET_LATE}
UNSETTLED = OWED | {DutyState.SUBMITTED, DutyState.PAUSED}


class LimitUnit(TextChoices):
    """What a limit is counted in (rules 12)."""

    WORKING_DAYS = "wd", pgettext_lazy("unit", "working days")
    CALENDAR_DAYS = "cd", pgettext_lazy("unit", "calendar days")
    HOURS = "h", pgettext_lazy("unit", "hours")
    MONTHS = "month", pgettext_lazy("unit", "months")
    QUARTERS = "quarter", pgettext_lazy("unit", "times a quarter")  # until the end of the quarter
    YEARS = "year", pgettext_lazy("unit", "times a year")  # until the end of the year
    GIVEN_DAY = "day", pgettext_lazy("unit", "a given day")


class Stage(TextChoices):
    """The steps of the ladder (rules 9a). The last, 督办, is no step of it: only a named leader orders it."""

    ASSIGNED = "assigned", pgettext_lazy("ladder", "newly assigned")
    REMIND = "remind", pgettext_lazy("ladder", "reminder to the handlers")
    LEADER = "leader", pgettext_lazy("ladder", "reminder to the unit's leader")
    URGE = "urge", pgettext_lazy("ladder", "proposal to urge, to the supervisor")


class Verb(TextChoices):
    """What was done to a duty after it was opened."""

    SUBMIT = "submit", pgettext_lazy("duty step", "handed in")
    RETURN = "return", pgettext_lazy("duty step", "sent back")
    RECALL = "recall", pgettext_lazy("duty step", "withdrawn by the unit")
    PAUSE = "pause", pgettext_lazy("duty step", "clock paused")
    RESUME = "resume", pgettext_lazy("duty step", "clock resumed")
    MEET = "meet", pgettext_lazy("duty step", "met")
    WAIVE = "waive", pgettext_lazy("duty step", "waived")
    CANCEL = "cancel", pgettext_lazy("duty step", "cancelled")
    EXTEND = "extend", pgettext_lazy("duty step", "extended")
    MOVE = "move", pgettext_lazy("duty step", "moved to another day")
    RECOMPUTE = "recompute", pgettext_lazy("duty step", "recomputed with the official calendar")
    HAND_OVER = "hand_over", pgettext_lazy("duty step", "handed over")
    URGE = "urge", pgettext_lazy("duty step", "urged")


class OrderState(TextChoices):
    """A supervision order (督办单)."""

    ISSUED = "issued", pgettext_lazy("order", "to be received")
    RECEIVED = "received", pgettext_lazy("order", "received")
    REPLIED = "replied", pgettext_lazy("order", "replied")
    RETURNED = "returned", pgettext_lazy("order", "reply sent back")
    CLOSED = "closed", pgettext_lazy("order", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("order", "withdrawn")


class OrderVerb(TextChoices):
    """What was done with a supervision order: its history."""

    ISSUE = "issue", pgettext_lazy("order step", "issued")
    RECEIVE = "receive", pgettext_lazy("order step", "received")
    REPLY = "reply", pgettext_lazy("order step", "replied")
    RETURN = "return", pgettext_lazy("order step", "reply sent back")
    CLOSE = "close", pgettext_lazy("order step", "reply accepted")
    WITHDRAW = "withdraw", pgettext_lazy("order step", "withdrawn")


class NumberSeries(TextChoices):
    """What a unit numbers through, from 1 each year."""

    ORDER = "order", pgettext_lazy("numbers", "supervision orders")
    RECEIPT = "receipt", pgettext_lazy("numbers", "receipts")
    BULLETIN = "bulletin", pgettext_lazy("numbers", "bulletins")


class ExtensionState(TextChoices):
    ASKED = "asked", pgettext_lazy("extension", "asked for")
    GRANTED = "granted", pgettext_lazy("extension", "granted")
    REFUSED = "refused", pgettext_lazy("extension", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("extension", "withdrawn")
