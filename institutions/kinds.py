"""What a district owes an institution, and what is owed for its verification, as kinds of duty."""

from django.utils.translation import gettext_lazy as _

from obligations.enums import LimitUnit
from obligations.kinds import RECEIVED, Kind, declare

CHANGE = declare(
    Kind("institution.change", _("Decide on the change of a record"), 10, LimitUnit.WORKING_DAYS, RECEIVED, "[design]")
)
APPLY = "verify.apply"
REVIEW = declare(
    Kind(
        "verify.review", _("Conclude the licence verification"), 30, LimitUnit.CALENDAR_DAYS, RECEIVED,
        "卫医政发〔2009〕57号 [memory]",
    )
)  # fmt: skip
AGAIN = declare(
    Kind(
        "verify.again", _("Apply for licence verification anew"), 6, LimitUnit.MONTHS, _("it is suspended"),
        "卫医政发〔2009〕57号 [memory]", at_least=1,
    )
)  # fmt: skip
MAKE_UP = declare(
    Kind(
        "verify.make_up", _("Make up for the licence verification"), 30, LimitUnit.CALENDAR_DAYS,
        _("the order is issued"), "医疗机构管理条例 44 [search]; 期限 [design]",
    )
)  # fmt: skip
