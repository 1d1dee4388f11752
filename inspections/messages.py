"""What is said about self-inspections, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notices.kinds import NoticeKind, declare


def report_return_asked(facts: dict) -> str:
    """facts: institution."""
    return _("%(institution)s asks for its self-inspection to be sent back, to change it.") % facts


REPORT_RETURN_ASKED = declare(
    NoticeKind(
        "inspections.report_return_asked", report_return_asked,
        heading=gettext_lazy("Self-inspections that institutions ask back"),
    )
)  # fmt: skip


def reports_missing(facts: dict) -> str:
    """facts: supervisor, reports (a number)."""
    words = ngettext(
        "%(supervisor)s reminds you: %(reports)d self-inspection has not been handed in.",
        "%(supervisor)s reminds you: %(reports)d self-inspections have not been handed in.",
        facts["reports"],
    )
    return words % facts


REPORTS_MISSING = declare(
    NoticeKind(
        "inspections.reports_missing", reports_missing, heading=gettext_lazy("Self-inspections that are not handed in")
    )
)
