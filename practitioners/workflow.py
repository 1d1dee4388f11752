"""What becomes of a registration."""

from django.utils.translation import pgettext_lazy

from kernel.workflow import Transition, Workflow
from practitioners.enums import RegistrationState

S = RegistrationState
REGISTRATION = Workflow(
    Transition(
        "end", frozenset({S.REGISTERED}), S.ENDED, "practitioners.end_registration",
        pgettext_lazy("registration verb", "End"),
    ),
    Transition(
        "cancel", frozenset({S.REGISTERED}), S.CANCELLED, "practitioners.end_registration",
        pgettext_lazy("registration verb", "Cancel it by law"),
    ),
)  # fmt: skip
