"""What institutions owe, as a kind of duty."""

from django.utils.translation import gettext_lazy as _

from obligations.enums import LimitUnit
from obligations.kinds import Kind, declare

SIGN = declare(
    Kind("commitment.sign", _("Sign the commitment to practise lawfully"), 30, LimitUnit.CALENDAR_DAYS,
         _("the year begins, or the institution joins the register"), "津卫监督〔2021〕339号 [seed:B]; [design]",
         extension=None)
)  # fmt: skip
