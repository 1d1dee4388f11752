"""Whether an institution practises, and what becomes of a change that it proposes."""

from django.utils.translation import pgettext_lazy

from institutions.enums import ChangeState, InstitutionState
from kernel.workflow import Transition, Workflow

C, S = ChangeState, InstitutionState
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
