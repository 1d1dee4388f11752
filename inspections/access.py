"""Who words checklists and programmes, who answers and signs reports, who reviews them."""

from agencies.access import belongs_to
from agencies.enums import DUTY_ADMINS, INSTITUTION_ROLES, AgencyKind, Role
from inspections.enums import ReportState
from institutions.access import is_own
from kernel.access import competence, grants

SUPERVISE = {AgencyKind.HEALTH_COMMISSION, AgencyKind.HEALTH_SUPERVISION}
DRAFTS = {Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.BUSINESS_ADMIN}
DECIDES = {Role.REVIEWER, Role.LEADER, Role.BUSINESS_ADMIN}
REVIEWS = {Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.OFFICER}

NOT_HANDED_IN = {ReportState.PLANNED, ReportState.IN_PROGRESS}

competence("inspections.selfinspection", SUPERVISE)


def is_business(by) -> bool:
    return by.is_governmental and by.role not in DUTY_ADMINS


@grants("inspections.view_checklist", "inspections.view_checklistitem", "inspections.view_programme")
def knows_what_is_asked(by, row):
    """Every agency that takes part, and every institution: what is asked is no secret."""
    return by.role in INSTITUTION_ROLES or is_business(by)


@grants(
    "inspections.add_checklist", "inspections.change_checklist", "inspections.add_programme",
    "inspections.change_programme",
)  # fmt: skip
def words_it_here(by, place):
    """The health commission's staff, for their own territory. place: a region, or what was drafted for one."""
    words = by.agency_kind == AgencyKind.HEALTH_COMMISSION and by.role in DRAFTS
    return words and (place is None or by.covers(place))


@grants("inspections.publish_checklist", "inspections.publish_programme")
def puts_it_in_force_here(by, row):
    """Of these, who does not only handle."""
    return words_it_here(by, row) and by.role in DECIDES


@grants("inspections.view_round", "inspections.view_figures", "inspections.view_sample")
def supervises(by, row):
    """The health commission's and the supervision institute's people: how many have handed in is for them."""
    return by.agency_kind in SUPERVISE and by.role not in DUTY_ADMINS


@grants("inspections.view_selfinspection")
def reads_reports(by, row):
    """The health commission's and the supervision institute's people; an institution its own."""
    if by.role in INSTITUTION_ROLES:
        return row is None or is_own(by, row)
    return supervises(by, row)


@grants("inspections.view_answer")
def reads_answers(by, report):
    """What is being filled in is the institution's own; others read it once it has been handed in."""
    return reads_reports(by, report) and (
        report is None or by.role in INSTITUTION_ROLES or report.state not in NOT_HANDED_IN
    )


@grants("inspections.draw_sample")
def draws_here(by, region):
    return by.agency_kind in SUPERVISE and by.role in REVIEWS and (region is None or by.covers(region))


@grants("inspections.answer_selfinspection")
def answers_for_the_institution(by, row):
    """Whoever works there: answers are shared."""
    return by.role in INSTITUTION_ROLES and (row is None or is_own(by, row))


@grants("inspections.submit_selfinspection")
def signs_for_the_institution(by, row):
    """The principal is the first responsible, and nobody signs in his place (rules 3.1)."""
    return by.role == Role.PRINCIPAL and (row is None or is_own(by, row))


@grants("inspections.review_selfinspection")
def reviews_reports_here(by, row):
    """Who supervises the territory; nobody who works at the institution under another hat."""
    reviews = by.agency_kind in SUPERVISE and by.role in REVIEWS
    return reviews and (row is None or (by.covers(row) and not belongs_to(by.user, row.institution_id)))


@grants("inspections.cancel_selfinspection")
def releases_from_a_report(by, row):
    """Of the commission, who decides."""
    return puts_it_in_force_here(by, row)
