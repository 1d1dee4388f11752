"""Who reads the figures of a territory."""

from agencies.enums import DUTY_ADMINS, AgencyKind
from kernel.access import grants

COORDINATES = frozenset({AgencyKind.HEALTH_COMMISSION, AgencyKind.COORDINATION})


@grants("reports.view_dashboard")
def coordinates_a_territory(by, obj):
    """The commission and the coordination body see how all agencies of their territory stand."""
    return by.role not in DUTY_ADMINS and by.agency_kind in COORDINATES


@grants("reports.view_own_tasks")
def works_for_an_agency(by, obj):
    return by.is_governmental and by.role not in DUTY_ADMINS
