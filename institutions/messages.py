"""What is said about what institutions propose and ask for, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.kinds import NoticeKind, declare


def change_proposed(facts: dict) -> str:
    """facts: institution."""
    return _("%(institution)s proposes a change of its record. Look whether it is right.") % facts


def change_decided(facts: dict) -> str:
    """facts: accepted, refused: how many facts of each."""
    if not facts["refused"]:
        return _("The change of your record that you proposed was accepted; the register says so now.")
    if not facts["accepted"]:
        return _("The change of your record that you proposed was refused. The reasons stand with the request.")
    return _(
        "Of the change of your record that you proposed, a part was accepted and a part refused. "
        "The reasons stand with the request."
    )


def account_asked(facts: dict) -> str:
    """facts: institution."""
    return _("An account for %(institution)s is asked for. Check the papers.") % facts


CHANGE_PROPOSED = declare(
    NoticeKind(
        "institutions.change_proposed", change_proposed, heading=gettext_lazy("Changes that institutions propose")
    )
)
CHANGE_DECIDED = declare(
    NoticeKind(
        "institutions.change_decided", change_decided, heading=gettext_lazy("The decision on a change of your record")
    )
)
ACCOUNT_ASKED = declare(
    NoticeKind("institutions.account_asked", account_asked, heading=gettext_lazy("Accounts that institutions ask for"))
)
