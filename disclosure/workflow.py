"""The life of a publication (rules 11.4): two checks by another person than its writers, then public until it ends."""

from django.utils.translation import pgettext_lazy

from disclosure.enums import UNDER_CHECK
from disclosure.enums import PublicationState as S
from kernel.workflow import Transition, Workflow

PUBLICATION = Workflow(
    Transition(
        "submit", sources=frozenset({S.DRAFT}), target=S.PRIVACY_CHECK, perm="disclosure.change_publication",
        label=pgettext_lazy("action", "hand in for the checks"),
    ),
    Transition(
        "pass_privacy", sources=frozenset({S.PRIVACY_CHECK}), target=S.SECRECY_CHECK,
        perm="disclosure.check_publication", label=pgettext_lazy("action", "pass the privacy check"),
    ),
    Transition(
        "pass_secrecy", sources=frozenset({S.SECRECY_CHECK}), target=S.APPROVED,
        perm="disclosure.check_publication", label=pgettext_lazy("action", "pass the secrecy check"),
    ),
    Transition(
        "publish", sources=frozenset({S.APPROVED}), target=S.PUBLISHED, perm="disclosure.publish_publication",
        label=pgettext_lazy("action", "publish"),
    ),
    Transition(
        "return", sources=UNDER_CHECK | {S.APPROVED}, target=S.DRAFT, perm="disclosure.check_publication",
        label=pgettext_lazy("action", "send back"),
    ),
    Transition(
        "discard", sources=frozenset({S.DRAFT}), target=S.DISCARDED, perm="disclosure.change_publication",
        label=pgettext_lazy("action", "discard"),
    ),
    Transition(
        "withdraw", sources=frozenset({S.PUBLISHED}), target=S.WITHDRAWN, perm="disclosure.withdraw_publication",
        label=pgettext_lazy("action", "withdraw"),
    ),
    Transition(
        "expire", sources=frozenset({S.PUBLISHED}), target=S.EXPIRED, perm="disclosure.expire_publication",
        label=pgettext_lazy("action", "end"),
    ),
)  # fmt: skip
