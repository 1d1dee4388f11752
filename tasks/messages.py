"""What is said about entries, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.enums import Lane
from notices.kinds import NoticeKind, declare


def to_review(facts: dict) -> str:
    """facts: title, period."""
    return _("“%(title)s” (%(period)s) waits for the review of your unit.") % facts


def handed_in(facts: dict) -> str:
    """facts: agency, title, period."""
    return _("%(agency)s has reported on “%(title)s” (%(period)s).") % facts


def sent_back(facts: dict) -> str:
    """facts: title, period, reason."""
    return _("Your entry on “%(title)s” (%(period)s) was sent back by your unit's reviewer: %(reason)s") % facts


def entered(facts: dict) -> str:
    """facts: by, title, period."""
    return _(
        "%(by)s has entered what you answered on paper about “%(title)s” (%(period)s). Look whether it is right."
    ) % (facts)


def confirmed(facts: dict) -> str:
    """facts: title, period."""
    return _("Your entry on “%(title)s” (%(period)s) was confirmed.") % facts


TO_REVIEW = declare(NoticeKind("tasks.to_review", to_review, heading=gettext_lazy("An entry to review")))
HANDED_IN = declare(NoticeKind("tasks.handed_in", handed_in, heading=gettext_lazy("An entry was handed in")))
SENT_BACK = declare(NoticeKind("tasks.sent_back", sent_back, Lane.IMMEDIATE, gettext_lazy("An entry was sent back")))
ENTERED = declare(NoticeKind("tasks.entered", entered, heading=gettext_lazy("An entry was made on your behalf")))
CONFIRMED = declare(NoticeKind("tasks.confirmed", confirmed, heading=gettext_lazy("An entry was confirmed")))
