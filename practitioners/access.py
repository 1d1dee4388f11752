"""Who reads practitioners, who keeps their registrations, who may see personal numbers and in which form."""

from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, INSTITUTION_ROLES, AgencyKind, Role
from institutions.access import KEEPERS, PROPOSES
from kernel.access import competence, grants

UNMASKS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}

competence("practitioners.practitioner", GOVERNMENT_KINDS)
competence("practitioners.registration", GOVERNMENT_KINDS)
competence("practitioners.assessment", {AgencyKind.HEALTH_COMMISSION})


@grants("practitioners.view_practitioner", "practitioners.view_registration")
def reads_practitioners(by, row):
    """Every agency that takes part; an institution its own people. Which rows, says `visible_to` or `shared_with`."""
    return by.role in INSTITUTION_ROLES or (by.is_governmental and by.role not in DUTY_ADMINS)


@grants("practitioners.view_numbers", "practitioners.view_assessment")
def sees_what_is_personal(by, row):
    """Name, profession, place and practice certificate are public, and for every department; personal numbers and
    how the person was assessed are not, and concern the health commission and the own institution (rules 11.3)."""
    if by.role in PROPOSES:
        return True
    return by.agency_kind == AgencyKind.HEALTH_COMMISSION and by.role not in DUTY_ADMINS


@grants(
    "practitioners.add_practitioner", "practitioners.change_practitioner", "practitioners.add_registration",
    "practitioners.change_registration", "practitioners.extend_registration", "practitioners.end_registration",
    "practitioners.keep_assessment",
)  # fmt: skip
def registers_here(by, place):
    """Registration is an act of the health commission, for its own territory. place: an institution, a practitioner
    or a registration."""
    keeps = by.agency_kind == AgencyKind.HEALTH_COMMISSION and by.role in KEEPERS
    return keeps and (place is None or by.covers(place))


@grants("practitioners.unmask")
def may_see_numbers_in_full(by, practitioner):
    """Who deals with the person's affairs in the commission of the place; no administrator, no institution."""
    deals = by.agency_kind == AgencyKind.HEALTH_COMMISSION and by.role in UNMASKS
    return deals and (practitioner is None or by.covers(practitioner))


@grants("practitioners.apply_extension")
def applies_for_extension(by, registration):
    """The institution itself, or the commission that has received its application on paper."""
    if by.role in PROPOSES:
        return registration is None or registration.institution_id == by.party_id
    return registers_here(by, registration)
