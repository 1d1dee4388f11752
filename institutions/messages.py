"""What is said about what institutions propose and ask for, and about verifications, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.enums import VerificationState
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


def verification_applied(facts: dict) -> str:
    """facts: institution."""
    return _("%(institution)s applies for the verification of its licence.") % facts


def verification_ordered(facts: dict) -> str:
    """facts: day."""
    return _("The application for the verification of your licence is overdue: make up for it until %(day)s.") % facts


def verification_concluded(facts: dict) -> str:
    """facts: state; day: until when it is verified or suspended."""
    state = facts["state"]
    if state == VerificationState.PASSED:
        return _("Your licence is verified until %(day)s.") % facts
    if state == VerificationState.SUSPENDED:
        return (
            _(
                "The verification of your licence is suspended until %(day)s. Apply anew by then; what is allowed "
                "meanwhile stands with the verification."
            )
            % facts
        )
    if state == VerificationState.REVOKED:
        return _("Your licence is revoked. The reasons stand with the verification.")
    return _("Your licence is cancelled. The reasons stand with the verification.")


VERIFICATION_APPLIED = declare(
    NoticeKind(
        "institutions.verification_applied", verification_applied, heading=gettext_lazy("Applications for verification")
    )
)
VERIFICATION_ORDERED = declare(
    NoticeKind(
        "institutions.verification_ordered", verification_ordered,
        heading=gettext_lazy("An order to make up for the verification"),
    )
)  # fmt: skip
VERIFICATION_CONCLUDED = declare(
    NoticeKind(
        "institutions.verification_concluded", verification_concluded,
        heading=gettext_lazy("The conclusion of your verification"),
    )
)  # fmt: skip
