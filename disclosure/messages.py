"""What is said about publications, in the reader's language; the title is the masked one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.enums import Lane
from notices.kinds import NoticeKind, declare


def to_check(facts: dict) -> str:
    """facts: title."""
    return _("“%(title)s” waits for its check before it is published.") % facts


def sent_back(facts: dict) -> str:
    """facts: title, reason."""
    return _("The publication “%(title)s” was sent back: %(reason)s") % facts


def to_withdraw(facts: dict) -> str:
    """facts: title."""
    return _("The decision behind “%(title)s” no longer holds: its publication has to be withdrawn.") % facts


TO_CHECK = declare(NoticeKind("disclosure.to_check", to_check, heading=gettext_lazy("A publication to check")))
SENT_BACK = declare(
    NoticeKind("disclosure.sent_back", sent_back, Lane.IMMEDIATE, gettext_lazy("A publication was sent back"))
)
TO_WITHDRAW = declare(
    NoticeKind("disclosure.to_withdraw", to_withdraw, heading=gettext_lazy("A publication to withdraw"))
)
