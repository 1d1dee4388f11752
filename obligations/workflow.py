"""The states of a duty, of a supervision order, of a request for more time."""

from django.utils.translation import pgettext_lazy

from kernel.workflow import Transition, Workflow
from obligations.enums import OWED, UNSETTLED, DutyState, ExtensionState, OrderState

LEDGER = "obligations.keep_ledger"  # the workflow above that writes the ledger has asked for its own right
CLOCKED = OWED | {DutyState.SUBMITTED}

DUTY = Workflow(
    Transition("submit", OWED, DutyState.SUBMITTED, LEDGER, pgettext_lazy("duty verb", "Hand in")),
    Transition(
        "return", frozenset({DutyState.SUBMITTED, DutyState.MET, DutyState.MET_LATE}), DutyState.RETURNED, LEDGER,
        pgettext_lazy("duty verb", "Send back"),
    ),
    Transition(
        "recall", frozenset({DutyState.SUBMITTED}), DutyState.OPEN, LEDGER, pgettext_lazy("duty verb", "Withdraw")
    ),
    Transition(
        "recall_returned", frozenset({DutyState.SUBMITTED}), DutyState.RETURNED, LEDGER,
        pgettext_lazy("duty verb", "Withdraw"),
    ),
    Transition("pause", OWED, DutyState.PAUSED, LEDGER, pgettext_lazy("duty verb", "Pause the clock")),
    Transition("resume", frozenset({DutyState.PAUSED}), DutyState.OPEN, LEDGER, pgettext_lazy("duty verb", "Resume")),
    Transition(
        "resume_returned", frozenset({DutyState.PAUSED}), DutyState.RETURNED, LEDGER,
        pgettext_lazy("duty verb", "Resume"),
    ),
    Transition("meet", CLOCKED, DutyState.MET, LEDGER, pgettext_lazy("duty verb", "Meet")),
    Transition("meet_late", CLOCKED, DutyState.MET_LATE, LEDGER, pgettext_lazy("duty verb", "Meet late")),
    Transition(
        "waive", UNSETTLED, DutyState.WAIVED, "obligations.waive_duty", pgettext_lazy("duty verb", "Waive")
    ),
    Transition("cancel", UNSETTLED, DutyState.CANCELLED, LEDGER, pgettext_lazy("duty verb", "Cancel")),
)  # fmt: skip

ORDER = Workflow(
    Transition(
        "receive", frozenset({OrderState.ISSUED}), OrderState.RECEIVED, "obligations.receive_order",
        pgettext_lazy("order verb", "Receive"),
    ),
    Transition(
        "reply", frozenset({OrderState.RECEIVED, OrderState.RETURNED}), OrderState.REPLIED,
        "obligations.reply_to_order", pgettext_lazy("order verb", "Reply"),
    ),
    Transition(
        "return", frozenset({OrderState.REPLIED}), OrderState.RETURNED, "obligations.judge_reply",
        pgettext_lazy("order verb", "Send the reply back"),
    ),
    Transition(
        "close", frozenset({OrderState.REPLIED}), OrderState.CLOSED, "obligations.judge_reply",
        pgettext_lazy("order verb", "Accept the reply"),
    ),
    Transition(
        "withdraw", frozenset({OrderState.ISSUED, OrderState.RECEIVED, OrderState.REPLIED, OrderState.RETURNED}),
        OrderState.WITHDRAWN, "obligations.withdraw_order", pgettext_lazy("order verb", "Withdraw"),
    ),
)  # fmt: skip

EXTENSION = Workflow(
    Transition(
        "grant", frozenset({ExtensionState.ASKED}), ExtensionState.GRANTED, "obligations.decide_extension",
        pgettext_lazy("extension verb", "Grant"),
    ),
    Transition(
        "refuse", frozenset({ExtensionState.ASKED}), ExtensionState.REFUSED, "obligations.decide_extension",
        pgettext_lazy("extension verb", "Refuse"),
    ),
    Transition(
        "withdraw", frozenset({ExtensionState.ASKED}), ExtensionState.WITHDRAWN, "obligations.withdraw_extension",
        pgettext_lazy("extension verb", "Withdraw"),
    ),
)  # fmt: skip
