"""Whether an institution practises."""

from django.utils.translation import pgettext_lazy

from institutions.enums import InstitutionState
from kernel.workflow import Transition, Workflow

S = InstitutionState
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
