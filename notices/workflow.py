"""The life of a message that leaves the portal."""

from django.utils.translation import pgettext_lazy

from kernel.workflow import Transition, Workflow
from notices.enums import MessageState as S

MESSAGE = Workflow(
    Transition(
        "send", sources=frozenset({S.WAITING}), target=S.SENT, perm="notices.deliver_message",
        label=pgettext_lazy("action", "send"),
    ),
    Transition(
        "give_up", sources=frozenset({S.WAITING}), target=S.DEAD, perm="notices.deliver_message",
        label=pgettext_lazy("action", "give up"),
    ),
    Transition(
        "retry", sources=frozenset({S.DEAD}), target=S.WAITING, perm="notices.retry_message",
        label=pgettext_lazy("action", "try again"),
    ),
)  # fmt: skip
