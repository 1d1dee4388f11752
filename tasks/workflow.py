"""The life of a plan draft, of an entry, and of a report that a milestone was reached."""

from django.utils.translation import pgettext_lazy

from kernel.workflow import Transition, Workflow
from tasks.enums import ClosingState as C
from tasks.enums import DraftState as S
from tasks.enums import EntryState as E
from tasks.enums import ReachState as R

DRAFT = Workflow(
    Transition(
        "accept", sources=frozenset({S.OPEN}), target=S.ACCEPTED, perm="tasks.import_plan",
        label=pgettext_lazy("action", "accept"),
    ),
    Transition(
        "discard", sources=frozenset({S.OPEN}), target=S.DISCARDED, perm="tasks.import_plan",
        label=pgettext_lazy("action", "discard"),
    ),
)  # fmt: skip

WRITABLE = frozenset({E.DRAFT, E.RETURNED})
OUT = frozenset({E.HANDED_IN, E.ACCEPTED})  # of the unit's hands, and not confirmed

PROGRESS = Workflow(
    Transition("submit", WRITABLE, E.SUBMITTED, "tasks.submit_progress", pgettext_lazy("entry verb", "Submit")),
    Transition(  # what is written anew is read by nobody else until it is submitted
        "rewrite", frozenset({E.RETURNED}), E.DRAFT, "tasks.write_progress", pgettext_lazy("entry verb", "Write anew")
    ),
    Transition(
        "recall", OUT | {E.SUBMITTED}, E.DRAFT, "tasks.recall_progress", pgettext_lazy("entry verb", "Withdraw")
    ),
    Transition(
        "hand_in", frozenset({E.SUBMITTED}), E.HANDED_IN, "tasks.review_progress",
        pgettext_lazy("entry verb", "Hand in"),
    ),
    Transition(
        "send_back", frozenset({E.SUBMITTED}), E.RETURNED, "tasks.review_progress",
        pgettext_lazy("entry verb", "Send back"),
    ),
    Transition(
        "enter", WRITABLE | {E.SUBMITTED}, E.HANDED_IN, "tasks.enter_progress",
        pgettext_lazy("entry verb", "Enter on behalf"),
    ),
    Transition(
        "accept", frozenset({E.HANDED_IN}), E.ACCEPTED, "tasks.consolidate_progress",
        pgettext_lazy("entry verb", "Accept"),
    ),
    Transition(
        "return_to_participant", frozenset({E.HANDED_IN}), E.RETURNED, "tasks.consolidate_progress",
        pgettext_lazy("entry verb", "Send back"),
    ),
    Transition("confirm", OUT, E.CONFIRMED, "tasks.confirm_progress", pgettext_lazy("entry verb", "Confirm")),
    Transition("return", OUT, E.RETURNED, "tasks.confirm_progress", pgettext_lazy("entry verb", "Send back")),
)  # fmt: skip

REACH = Workflow(  # a milestone
    Transition(
        "report", frozenset({R.RETURNED}), R.SUBMITTED, "tasks.report_goal",
        pgettext_lazy("milestone verb", "Report as reached"),
    ),
    Transition(
        "confirm", frozenset({R.SUBMITTED}), R.CONFIRMED, "tasks.judge_goal", pgettext_lazy("milestone verb", "Confirm")
    ),
    Transition(
        "return", frozenset({R.SUBMITTED}), R.RETURNED, "tasks.judge_goal",
        pgettext_lazy("milestone verb", "Send back"),
    ),
)  # fmt: skip

CLOSING = Workflow(  # the end of a part
    Transition(
        "submit", frozenset({C.RETURNED, C.REOPENED}), C.SUBMITTED, "tasks.close_part",
        pgettext_lazy("closing verb", "Close the part"),
    ),
    Transition(
        "confirm", frozenset({C.SUBMITTED}), C.CONFIRMED, "tasks.judge_closing",
        pgettext_lazy("closing verb", "Confirm the closing"),
    ),
    Transition(
        "return", frozenset({C.SUBMITTED}), C.RETURNED, "tasks.judge_closing",
        pgettext_lazy("closing verb", "Send back"),
    ),
    Transition(
        "reopen", frozenset({C.CONFIRMED}), C.REOPENED, "tasks.judge_closing", pgettext_lazy("closing verb", "Reopen")
    ),
)  # fmt: skip
