"""Who reads the register, who keeps it, and what an institution may do with its own record."""

from agencies.access import belongs_to, keeps_accounts_here
from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, INSTITUTION_ROLES, AgencyKind, Role
from kernel.access import competence, grants
from obligations.access import keeps_policy

INSTITUTION = "institutions.institution"
KEEPERS = {Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.BUSINESS_ADMIN}

PROPOSES = {Role.PRINCIPAL, Role.COMPLIANCE_OFFICER}
VERIFY = {AgencyKind.HEALTH_COMMISSION, AgencyKind.HEALTH_SUPERVISION}  # read the verifications of a territory
REVIEWS, CONCLUDES = {Role.HANDLER, Role.REVIEWER, Role.LEADER}, {Role.REVIEWER, Role.LEADER}

competence(INSTITUTION, GOVERNMENT_KINDS)
competence("institutions.supervisedobject", GOVERNMENT_KINDS)
competence("institutions.changerequest", {AgencyKind.HEALTH_COMMISSION})
competence("institutions.verification", VERIFY)


def is_own(by, obj) -> bool:
    """Whether an institution's record is the acting unit's own. obj: anything with an `institution_id`."""
    return by.role in INSTITUTION_ROLES and obj.institution_id == by.party_id


@grants("institutions.view_institution", "institutions.view_permit", "institutions.view_equipment")
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


@grants("institutions.view_supervisedobject")
def knows_what_is_supervised(by, obj):
    """Every agency that takes part, in its territory."""
    return by.is_governmental and by.role not in DUTY_ADMINS


@grants("institutions.add_supervisedobject")
def names_what_it_finds(by, place):
    """Every agency's staff, in their own territory: whoever finds something has to name it. place: a region."""
    return by.is_governmental and by.role in KEEPERS and (place is None or by.covers(place))


@grants("institutions.change_supervisedobject", "institutions.end_supervisedobject")
def keeps_what_is_supervised(by, obj):
    """As the register. obj: a region, or a supervised object."""
    return keeps_the_register_here(by, obj)


@grants("institutions.keep_permit")
def keeps_permits_here(by, obj):
    """As the record. obj: the institution, or a permit of it."""
    return keeps_the_register_here(by, obj)


@grants("institutions.keep_equipment")
def knows_the_equipment(by, obj):
    """Who keeps the record, and the institution itself: it knows what stands where. obj: it, or a machine of it."""
    return keeps_the_register_here(by, obj) or speaks_for_the_institution(by, obj)


@grants("institutions.view_changerequest")
def proposes_or_decides(by, request):
    """The health commission's people, and an institution's own."""
    if by.role in INSTITUTION_ROLES:
        return request is None or is_own(by, request)
    return by.agency_kind == AgencyKind.HEALTH_COMMISSION and by.role not in DUTY_ADMINS


@grants("institutions.propose_change", "institutions.withdraw_change")
def speaks_for_the_institution(by, obj):
    """obj: the institution, or what it has proposed."""
    return by.role in PROPOSES and (obj is None or is_own(by, obj))


@grants("institutions.decide_change")
def decides_on_the_change(by, request):
    """Who keeps the register there; never who proposed it, nor who works at the institution under another hat."""
    if not keeps_the_register_here(by, request) or request is None:
        return keeps_the_register_here(by, request)
    return request.proposed_by.user_id != by.user_id and not belongs_to(by.user, request.institution_id)


@grants("institutions.view_proposablefacts")
def keeps_what_holds_here(by, row):
    """Also what the territories around have set."""
    return keeps_policy(by) and (row is None or by.covers(row) or by.region_path.startswith(row.region_path))


@grants("institutions.add_proposablefacts", "institutions.change_proposablefacts")
def says_what_may_be_proposed_here(by, place):
    """place: a region, or what was set for one."""
    return keeps_policy(by) and (place is None or by.covers(place))


@grants("institutions.view_accountrequest")
def checks_or_opens_accounts(by, row):
    """Who keeps the register there, and who opens accounts there."""
    return by.has_perm("institutions.check_account", row) or by.has_perm("institutions.open_account", row)


@grants("institutions.check_account")
def checks_the_papers(by, row):
    """Who keeps the register knows licence and principal."""
    return keeps_the_register_here(by, row)


@grants("institutions.open_account")
def opens_the_account(by, row):
    """The system administrator, who does not judge papers."""
    return keeps_accounts_here(by, row)


@grants("institutions.view_verification")
def reads_verifications(by, row):
    """The health commission's and the supervision institute's people; an institution its own."""
    if by.role in INSTITUTION_ROLES:
        return row is None or is_own(by, row)
    return by.agency_kind in VERIFY and by.role not in DUTY_ADMINS


@grants("institutions.add_verification")
def opens_verifications_here(by, institution):
    """As the record."""
    return keeps_the_register_here(by, institution)


@grants("institutions.end_verification")
def ends_verifications_here(by, row):
    """As the record; nobody who works at the institution under another hat."""
    return keeps_the_register_here(by, row) and (row is None or not belongs_to(by.user, row.institution_id))


@grants("institutions.apply_verification")
def applies_for_verification(by, row):
    """The institution itself, or the commission that has received its application on paper."""
    return speaks_for_the_institution(by, row) or keeps_the_register_here(by, row)


@grants("institutions.review_verification", "institutions.order_verification")
def reviews_verifications_here(by, row):
    """Of the commission's staff who deals with cases; nobody who works at the institution under another hat."""
    reviews = keeps_the_register_here(by, row) and by.role in REVIEWS
    return reviews and (row is None or not belongs_to(by.user, row.institution_id))


@grants("institutions.conclude_verification")
def concludes_verifications_here(by, row):
    """A reviewer or leader who has neither reviewed it nor ordered to make up for it: two persons (rules 2.3)."""
    if not reviews_verifications_here(by, row) or by.role not in CONCLUDES:
        return False
    earlier = [] if row is None else [row.reviewed_by, row.ordered_by]
    return all(one is None or one.user_id != by.user_id for one in earlier)
