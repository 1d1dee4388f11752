"""Whether an institution practises, what becomes of what it proposes or asks for, and of its licence's verification."""

from django.utils.translation import pgettext_lazy

from institutions.enums import AccountRequestState, ChangeState, InstitutionState, VerificationState
from kernel.workflow import Transition, Workflow

A, C, S, V = AccountRequestState, ChangeState, InstitutionState, VerificationState
INSTITUTION = Workflow(
    Transition(
        "suspend", frozenset({S.PRACTISING}), S.SUSPENDED, "institutions.change_institution",
        pgettext_lazy("institution verb", "Suspend"),
    ),
    Transition(
        "resume", frozenset({S.SUSPENDED}), S.PRACTISING, "institutions.change_institution",
        pgettext_lazy("institution verb", "Let it practise again"),
    ),
    Transition(
        "close", frozenset({S.PRACTISING, S.SUSPENDED}), S.CLOSED, "institutions.close_institution",
        pgettext_lazy("institution verb", "Close"),
    ),
    Transition(
        "reopen", frozenset({S.CLOSED}), S.PRACTISING, "institutions.close_institution",
        pgettext_lazy("institution verb", "Take the closure back"),
    ),
)  # fmt: skip

CHANGE = Workflow(
    Transition(
        "decide", frozenset({C.PROPOSED}), C.DECIDED, "institutions.decide_change",
        pgettext_lazy("change request verb", "Decide"),
    ),
    Transition(
        "withdraw", frozenset({C.PROPOSED}), C.WITHDRAWN, "institutions.withdraw_change",
        pgettext_lazy("change request verb", "Withdraw"),
    ),
)  # fmt: skip

ACCOUNT_REQUEST = Workflow(
    Transition(
        "check", frozenset({A.ASKED}), A.CHECKED, "institutions.check_account",
        pgettext_lazy("account request verb", "The papers are right"),
    ),
    Transition(
        "refuse", frozenset({A.ASKED, A.CHECKED}), A.REFUSED, "institutions.check_account",
        pgettext_lazy("account request verb", "Refuse"),
    ),
    Transition(
        "open", frozenset({A.CHECKED}), A.OPENED, "institutions.open_account",
        pgettext_lazy("account request verb", "Open the account"),
    ),
)  # fmt: skip

CONCLUDED = frozenset({V.PASSED, V.CANCELLED, V.REVOKED})
OPEN = frozenset(V) - CONCLUDED - {V.ENDED}
VERIFICATION = Workflow(  # rules 2.3
    Transition(
        "apply", frozenset({V.DUE, V.ORDERED}), V.APPLIED, "institutions.apply_verification",
        pgettext_lazy("verification verb", "Apply for the verification"),
    ),
    Transition(
        "order", frozenset({V.DUE}), V.ORDERED, "institutions.order_verification",
        pgettext_lazy("verification verb", "Order to make up for it"),
    ),
    Transition(
        "review", frozenset({V.APPLIED}), V.REVIEW, "institutions.review_verification",
        pgettext_lazy("verification verb", "Record the review"),
    ),
    Transition(
        "review_again", frozenset({V.REVERIFY}), V.REVERIFY, "institutions.review_verification",
        pgettext_lazy("verification verb", "Record the review"),
    ),
    Transition(
        "pass", frozenset({V.REVIEW, V.REVERIFY}), V.PASSED, "institutions.conclude_verification",
        pgettext_lazy("verification verb", "Passed"),
    ),
    Transition(
        "suspend", frozenset({V.REVIEW}), V.SUSPENDED, "institutions.conclude_verification",
        pgettext_lazy("verification verb", "Suspend the verification"),
    ),
    Transition(
        "reverify", frozenset({V.SUSPENDED}), V.REVERIFY, "institutions.apply_verification",
        pgettext_lazy("verification verb", "Apply for verification anew"),
    ),
    Transition(
        "cancel", frozenset({V.REVERIFY, V.SUSPENDED}), V.CANCELLED, "institutions.conclude_verification",
        pgettext_lazy("verification verb", "Cancel the licence"),
    ),
    Transition(
        "revoke", frozenset({V.ORDERED}), V.REVOKED, "institutions.conclude_verification",
        pgettext_lazy("verification verb", "Revoke the licence"),
    ),
    Transition(
        "end", OPEN, V.ENDED, "institutions.end_verification",
        pgettext_lazy("verification verb", "End it without a conclusion"),
    ),
)  # fmt: skip
