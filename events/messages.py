"""What is said about events, in the reader's language; each sentence names what comes next."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.enums import StandingKind
from notices.kinds import NoticeKind, declare


def standing_asked(facts: dict) -> str:
    """facts: title of an event, party, which has asked, and kind of the standing that says for what."""
    words = {"what": StandingKind(facts["kind"]).label}
    return _("%(party)s, “%(title)s”: %(what)s. Decide on it, and say why.") % (facts | words)


def standing_added(facts: dict) -> str:
    """facts: title of an event, agency that recorded it, and kind of the standing."""
    words = {"what": StandingKind(facts["kind"]).label}
    return _("%(agency)s, “%(title)s”: %(what)s. The reason stands on the event's page.") % (facts | words)


declare(
    NoticeKind("events.standing_asked", standing_asked, heading=gettext_lazy("Objections and repairs to be decided"))
)
declare(NoticeKind("events.standing_added", standing_added, heading=gettext_lazy("What became of events about you")))
