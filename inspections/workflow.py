"""What becomes of checklists, programmes and reports."""

from django.utils.translation import pgettext_lazy

from inspections.enums import ChecklistState, ProgrammeState, ReportState
from kernel.workflow import Transition, Workflow

C, P, R = ChecklistState, ProgrammeState, ReportState

CHECKLIST = Workflow(
    Transition(
        "publish", frozenset({C.DRAFT}), C.PUBLISHED, "inspections.publish_checklist",
        pgettext_lazy("checklist verb", "Publish"),
    ),
)  # fmt: skip

PROGRAMME = Workflow(
    Transition(
        "publish", frozenset({P.DRAFT}), P.PUBLISHED, "inspections.publish_programme",
        pgettext_lazy("programme verb", "Publish"),
    ),
    Transition(
        "withdraw", frozenset({P.PUBLISHED}), P.WITHDRAWN, "inspections.publish_programme",
        pgettext_lazy("programme verb", "Withdraw"),
    ),
)  # fmt: skip

OPEN = frozenset({R.PLANNED, R.IN_PROGRESS, R.RETURNED})  # may be answered
HANDED_IN = frozenset({R.SUBMITTED, R.ACCEPTED})
REPORT = Workflow(  # rules 3.2
    Transition(
        "begin", frozenset({R.PLANNED}), R.IN_PROGRESS, "inspections.answer_selfinspection",
        pgettext_lazy("report verb", "Begin"),
    ),
    Transition(
        "submit", frozenset({R.IN_PROGRESS, R.RETURNED}), R.SUBMITTED, "inspections.submit_selfinspection",
        pgettext_lazy("report verb", "Submit"),
    ),
    Transition(
        "return", frozenset({R.SUBMITTED}), R.RETURNED, "inspections.review_selfinspection",
        pgettext_lazy("report verb", "Send back"),
    ),
    Transition(
        "accept", frozenset({R.SUBMITTED}), R.ACCEPTED, "inspections.review_selfinspection",
        pgettext_lazy("report verb", "Accept"),
    ),
    Transition(
        "cover", frozenset({R.PLANNED, R.IN_PROGRESS}), R.COVERED, "inspections.submit_selfinspection",
        pgettext_lazy("report verb", "Cover by the full one"),
    ),
    Transition(
        "cancel", OPEN, R.CANCELLED, "inspections.cancel_selfinspection",
        pgettext_lazy("report verb", "No longer owed"),
    ),
)  # fmt: skip
