"""Who reads the register, who keeps it, and what an institution may do with its own record."""

from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, INSTITUTION_ROLES, AgencyKind, Role
from kernel.access import competence, grants

INSTITUTION = "institutions.institution"
KEEPERS = {Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.BUSINESS_ADMIN}

competence(INSTITUTION, GOVERNMENT_KINDS)


def is_own(by, obj) -> bool:
    """Whether an institution's record is the acting unit's own. obj: anything with an `institution_id`."""
    return by.role in INSTITUTION_ROLES and obj.institution_id == by.party_id


@grants("institutions.view_institution")
def reads_the_register(by, institution):
    """Every agency that takes part, in its territory; an institution its own record."""
    if by.is_governmental:
        return by.role not in DUTY_ADMINS
    return by.role in INSTITUTION_ROLES and (institution is None or is_own(by, institution))


@grants("institutions.add_institution", "institutions.change_institution", "institutions.close_institution")
def keeps_the_register_here(by, place):
    """The health commission's staff, for their own territory. place: a region or an institution."""
    keeps = by.agency_kind == AgencyKind.HEALTH_COMMISSION and by.role in KEEPERS
    return keeps and (place is None or by.covers(place))
