"""The life of a plan draft."""

from django.utils.translation import pgettext_lazy

from kernel.workflow import Transition, Workflow
from tasks.enums import DraftState as S

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
