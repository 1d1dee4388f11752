"""The life of a bulletin."""

from django.utils.translation import pgettext_lazy

from kernel.workflow import Transition, Workflow
from reports.enums import BulletinState as S

BULLETIN = Workflow(
    Transition(
        "sign", frozenset({S.DRAFT}), S.FINAL, "reports.sign_bulletin", pgettext_lazy("bulletin verb", "Sign")
    ),
    Transition(
        "discard", frozenset({S.DRAFT}), S.DISCARDED, "reports.change_bulletin",
        pgettext_lazy("bulletin verb", "Discard"),
    ),
)  # fmt: skip
