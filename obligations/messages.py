"""What is said about duties, in the reader's language; each sentence names what comes next if nothing is done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notices.enums import Lane
from notices.kinds import NoticeKind, declare


def due(facts: dict) -> str:
    """facts: assigned and soon, how many duties of each; duties is their sum."""
    sentences = []
    if soon := facts["soon"]:
        sentences.append(ngettext("%(soon)d duty is due soon.", "%(soon)d duties are due soon.", soon) % facts)
    if assigned := facts["assigned"]:
        words = ngettext("%(assigned)d duty is newly assigned.", "%(assigned)d duties are newly assigned.", assigned)
        sentences.append(words % facts)
    return _in_a_row(*sentences, _("What is not handed in on time is told to the leader of the unit."))


def overdue(facts: dict) -> str:
    """facts: duties, how many of the unit."""
    words = ngettext("%(duties)d duty of the unit is overdue.", "%(duties)d duties of the unit are overdue.",
                     facts["duties"])  # fmt: skip
    return _in_a_row(words % facts, _("What stays undone is put before the supervising unit, which may urge it."))


def propose_urging(facts: dict) -> str:
    """facts: duties, and units that owe them."""
    if facts["units"] == 1:
        words = ngettext("%(duties)d duty of one unit has long been overdue: urge it.",
                         "%(duties)d duties of one unit have long been overdue: urge it.", facts["duties"])  # fmt: skip
    else:
        words = _("%(duties)d duties of %(units)d units have long been overdue: urge them.")
    return _in_a_row(words % facts, _("What stays undone after that may be pressed by a leader's supervision order."))


def unled(facts: dict) -> str:
    """facts: duties, of units in which nobody else hears of it."""
    words = ngettext("%(duties)d duty is overdue in a unit without a leader.",
                     "%(duties)d duties are overdue in units without a leader.", facts["duties"])  # fmt: skip
    return _in_a_row(words % facts, _("What stays undone is put before you again, to be urged."))


def urged(facts: dict) -> str:
    """facts: duties, how many of the unit; supervisor, the name of the unit that urges."""
    words = ngettext("%(supervisor)s urges you to hand in %(duties)d overdue duty.",
                     "%(supervisor)s urges you to hand in %(duties)d overdue duties.", facts["duties"])  # fmt: skip
    return _in_a_row(words % facts, _("A supervision order may follow."))


def returned(facts: dict) -> str:
    """facts: title and reason, and day, by which it is to be handed in again (ISO)."""
    words = _("“%(title)s” was sent back (%(reason)s). Hand it in again by %(day)s.") % facts
    return _in_a_row(words, _("After that day it is told to the leader of the unit."))


def extended(facts: dict) -> str:
    """facts: title, reason, and day, on which it is due now (ISO)."""
    words = _("More time was given for “%(title)s” (%(reason)s): it is due on %(day)s.") % facts
    return _in_a_row(words, _("What is not handed in on time is told to the leader of the unit."))


def waived(facts: dict) -> str:
    """facts: title and reason."""
    return _in_a_row(_("“%(title)s” was waived (%(reason)s).") % facts, _("There is nothing more to do."))


def extension_asked(facts: dict) -> str:
    """facts: bearer, title, and day, until which more time is asked for (ISO)."""
    words = _("%(bearer)s asks for more time for “%(title)s”, until %(day)s.") % facts
    return _in_a_row(words, _("Until you decide, the reminders go on."))


def extension_decided(facts: dict) -> str:
    """facts: title, granted, and day, on which it is due now (ISO)."""
    if facts["granted"]:
        return _("More time was given for “%(title)s”: it is due on %(day)s.") % facts
    words = _("No more time was given for “%(title)s”: it stays due on %(day)s.") % facts
    return _in_a_row(words, _("What is not handed in on time is told to the leader of the unit."))


def order_issued(facts: dict) -> str:
    """facts: number and title of a supervision order, issuer, and receive_by, the day to receive it (ISO)."""
    words = _("%(issuer)s has issued supervision order %(number)s to your unit: “%(title)s”.") % facts
    return _in_a_row(words, _("Receive it by %(receive_by)s, then reply.") % facts)


def order_replied(facts: dict) -> str:
    """facts: number, title, and bearer, the unit that has replied."""
    words = _("%(bearer)s has replied to supervision order %(number)s: “%(title)s”.") % facts
    return _in_a_row(words, _("Accept the reply, or send it back."))


def order_closed(facts: dict) -> str:
    """facts: number, title, issuer."""
    words = _("%(issuer)s has accepted the reply to supervision order %(number)s: “%(title)s”.") % facts
    return _in_a_row(words, _("The order is closed."))


def order_withdrawn(facts: dict) -> str:
    """facts: number, title, issuer."""
    words = _("%(issuer)s has withdrawn supervision order %(number)s: “%(title)s”.") % facts
    return _in_a_row(words, _("There is nothing more to do."))


def _in_a_row(*sentences: str) -> str:
    """Sentences one after another, parted as the language parts them."""
    first, *others = sentences
    return _("%(first)s %(second)s") % {"first": first, "second": _in_a_row(*others)} if others else first


for _kind in (
    NoticeKind("obligations.due", due, heading=gettext_lazy("Duties that are due soon or newly assigned")),
    NoticeKind("obligations.overdue", overdue, Lane.IMMEDIATE, gettext_lazy("Overdue duties of the unit")),
    NoticeKind("obligations.unled", unled, heading=gettext_lazy("Overdue duties of units without a leader")),
    NoticeKind("obligations.propose_urging", propose_urging, heading=gettext_lazy("Overdue duties to be urged")),
    NoticeKind("obligations.urged", urged, heading=gettext_lazy("Urged duties")),
    NoticeKind("obligations.returned", returned, Lane.IMMEDIATE, gettext_lazy("Work that was sent back")),
    NoticeKind("obligations.extended", extended, heading=gettext_lazy("Duties with more time")),
    NoticeKind("obligations.waived", waived, heading=gettext_lazy("Waived duties")),
    NoticeKind("obligations.extension_asked", extension_asked, heading=gettext_lazy("Requests for more time")),
    NoticeKind("obligations.order_issued", order_issued, Lane.IMMEDIATE, gettext_lazy("Supervision orders to receive")),
    NoticeKind("obligations.order_replied", order_replied, heading=gettext_lazy("Replies to supervision orders")),
    NoticeKind("obligations.order_closed", order_closed, heading=gettext_lazy("Closed supervision orders")),
    NoticeKind("obligations.order_withdrawn", order_withdrawn, heading=gettext_lazy("Withdrawn supervision orders")),
    NoticeKind(
        "obligations.extension_decided", extension_decided, heading=gettext_lazy("Decided requests for more time")
    ),
):
    declare(_kind)
