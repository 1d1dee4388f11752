"""What institutions owe here, as kinds of duty."""

from django.utils.translation import gettext_lazy as _

from inspections.enums import SelfInspectionKind
from obligations.enums import LimitUnit
from obligations.kinds import Kind, declare

SPECIAL = declare(
    Kind(
        "selfcheck.special", _("Special self-inspection"), 30, LimitUnit.CALENDAR_DAYS, _("it is ordered"),
        "津卫监督〔2021〕339号 [seed:B]; 期限 [design]", extension=None,
    )
)  # fmt: skip
DUTY_OF = {
    SelfInspectionKind.FULL: "selfcheck.full",
    SelfInspectionKind.DAILY: "selfcheck.daily",
    SelfInspectionKind.SPECIAL: SPECIAL.key,
}
