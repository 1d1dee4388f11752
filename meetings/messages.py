"""What is said about meetings, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notices.enums import Lane
from notices.kinds import NoticeKind, declare


def convened(facts: dict) -> str:
    """facts: body, title, day, place."""
    return _("%(body)s invites your unit to “%(title)s”: %(day)s, %(place)s.") % facts


def moved(facts: dict) -> str:
    """facts: title, day, place."""
    return _("“%(title)s” takes place at another time or place: %(day)s, %(place)s.") % facts


def cancelled(facts: dict) -> str:
    """facts: title, reason."""
    return _("“%(title)s” takes place without your unit, or not at all: %(reason)s") % facts


def minutes_to_confirm(facts: dict) -> str:
    """facts: title."""
    return _("The minutes of “%(title)s” wait for another person's confirmation.") % facts


def minutes_out(facts: dict) -> str:
    """facts: title, decisions."""
    count = facts["decisions"]
    words = ngettext(
        "The minutes of “%(title)s” are confirmed, with %(decisions)d decision.",
        "The minutes of “%(title)s” are confirmed, with %(decisions)d decisions.",
        count,
    )
    return words % facts


CONVENED = declare(NoticeKind("meetings.convened", convened, heading=gettext_lazy("Your unit is invited to a meeting")))
MOVED = declare(
    NoticeKind("meetings.moved", moved, Lane.IMMEDIATE, gettext_lazy("A meeting takes place at another time or place"))
)
CANCELLED = declare(NoticeKind("meetings.cancelled", cancelled, Lane.IMMEDIATE, gettext_lazy("A meeting is cancelled")))
MINUTES_TO_CONFIRM = declare(
    NoticeKind("meetings.minutes_to_confirm", minutes_to_confirm, heading=gettext_lazy("Minutes to confirm"))
)
MINUTES_OUT = declare(
    NoticeKind("meetings.minutes_out", minutes_out, heading=gettext_lazy("The minutes of a meeting are confirmed"))
)
