"""Who reads commitments, who signs them, who words them, who says that one was broken."""

from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, INSTITUTION_ROLES, AgencyKind, Role
from commitments.enums import CommitmentKind
from disclosure.access import drafts_for_an_agency
from events.access import records_for_its_agency
from institutions.access import is_own, keeps_the_register_here, speaks_for_the_institution
from kernel.access import competence, grants
from obligations.access import keeps_policy

SUPERVISE = {AgencyKind.HEALTH_COMMISSION, AgencyKind.HEALTH_SUPERVISION}  # to whom institutions commit themselves

competence("commitments.commitment", GOVERNMENT_KINDS)


@grants("commitments.view_commitment", "commitments.view_commitmenttemplate", "commitments.view_breach")
def reads_commitments(by, row):
    """Every agency that takes part; an institution its own and its people's. Which rows, says the scope."""
    return by.role in INSTITUTION_ROLES or (by.is_governmental and by.role not in DUTY_ADMINS)


@grants("commitments.sign_commitment")
def answers_for_the_institution(by, institution):
    """The principal is the first responsible, and nobody signs in his place (rules 3.1)."""
    return by.role == Role.PRINCIPAL and (institution is None or is_own(by, institution))


@grants("commitments.collect_commitment")
def lets_its_people_sign(by, institution):
    """Practitioners have no accounts: the institution opens the page on which they sign."""
    return speaks_for_the_institution(by, institution)


@grants("commitments.enter_scan")
def enters_what_was_signed_on_paper(by, institution):
    """The institution itself, or the commission that has received the paper."""
    return speaks_for_the_institution(by, institution) or keeps_the_register_here(by, institution)


@grants("commitments.add_commitmenttemplate")
def words_it_here(by, region):
    return keeps_policy(by) and (region is None or by.covers(region))


@grants("commitments.record_breach")
def finds_it_broken(by, commitment):
    """The commission or the supervision institute, about a party of its territory that is not its own."""
    return by.agency_kind in SUPERVISE and records_for_its_agency(by, commitment and commitment.party)


@grants("commitments.publish_commitment")
def publishes_it(by, commitment):
    """An institution's; those of its people stay with it."""
    if commitment is not None and commitment.kind != CommitmentKind.INSTITUTION:
        return False
    return by.agency_kind in SUPERVISE and drafts_for_an_agency(by, commitment and commitment.party)
