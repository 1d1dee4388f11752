"""What the agencies of a plan owe, as kinds of duty."""

from django.utils.translation import gettext_lazy as _

from obligations.enums import LimitUnit
from obligations.kinds import PERIOD, Kind, declare

REPORT = declare(
    Kind("task.report", _("Report the progress of a task"), 1, LimitUnit.QUARTERS, PERIOD,
         "9a [design]", extension=None)
)  # fmt: skip
MILESTONE = declare(
    Kind("task.milestone", _("Reach the milestone"), 1, LimitUnit.GIVEN_DAY, _("the plan sets a day"),
         "9a, ux 5 [design]", extension=None)
)  # fmt: skip
RECURRENCE = declare(
    Kind("task.recur", _("Do it as often as the plan says"), 1, LimitUnit.YEARS, PERIOD, "杭州市清单 [seed:H]",
         extension=None)
)  # fmt: skip
