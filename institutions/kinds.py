"""What the district owes an institution, as kinds of duty."""

from django.utils.translation import gettext_lazy as _

from obligations.enums import LimitUnit
from obligations.kinds import RECEIVED, Kind, declare

CHANGE = declare(
    Kind("institution.change", _("Decide on the change of a record"), 10, LimitUnit.WORKING_DAYS, RECEIVED, "[design]")
)
