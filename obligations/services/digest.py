"""What the daily digest says of duties (ux 14): overdue, due soon, newly assigned; in place of the single reminders."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.kinds import DailyCount, count_daily
from obligations.kinds import kind_of
from obligations.sql import statement


def register() -> None:
    """Of a unit's overdue duties its leaders hear too, of the others those who handle them."""
    count_daily(
        DailyCount("obligations.count_over", _("Overdue duties"), lambda: _page(light="over")),
        DailyCount("obligations.count_soon", _("Duties due soon"), lambda: _page(light="soon")),
        DailyCount("obligations.count_assigned", _("Newly assigned duties"), _page),
        DailyCount("obligations.count_later", _("Reminders of duties due later"), _page),
        statement=lambda: statement("digest", soon=str(kind_of("light.soon").amount)),
        instead_of=["obligations.due", "obligations.overdue"],
    )


def _page(**asked: str) -> str:
    return reverse("obligations:mine", query=asked or None)
