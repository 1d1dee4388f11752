"""What is said about bulletins, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.kinds import NoticeKind, declare


def bulletin_out(facts: dict) -> str:
    """facts: by, title, number."""
    return _("%(by)s has issued “%(title)s” (%(number)s).") % facts


BULLETIN_OUT = declare(NoticeKind("reports.bulletin_out", bulletin_out, heading=gettext_lazy("A bulletin was issued")))
