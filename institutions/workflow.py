"""Whether an institution practises, and what becomes of what it proposes or asks for."""

from django.utils.translation import pgettext_lazy

from institutions.enums import AccountRequestState, ChangeState, InstitutionState
from kernel.workflow import Transition, Workflow

A, C, S = AccountRequestState, ChangeState, InstitutionState
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
