"""What the agencies of a plan owe, as kinds of duty."""

from django.utils.translation import gettext_lazy as _

from obligations.enums import LimitUnit
from obligations.kinds import Kind, declare

REPORT = declare(
    Kind("task.report", _("Report the progress of a task"), 1, LimitUnit.QUARTERS, _("the period begins"),
         "9a [design]", extension=None)
)  # fmt: skip
