"""What is said about self-inspections, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
