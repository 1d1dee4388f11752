"""Who may see and act on duties, orders and requests for more time."""

from agencies.enums import DUTY_ADMINS, AgencyKind, Role
from kernel.access import competence, grants

SUPERVISING = frozenset({AgencyKind.HEALTH_COMMISSION, AgencyKind.HEALTH_SUPERVISION, AgencyKind.COORDINATION})
WORKS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}
ANSWERS = WORKS | {Role.PRINCIPAL, Role.COMPLIANCE_OFFICER, Role.STAFF}  # for the unit that owes
DECIDES = {Role.REVIEWER, Role.LEADER}

for record in ("obligations.obligation", "obligations.supervisionorder", "obligations.extensionrequest"):
    competence(record, SUPERVISING)


def supervises(by, duty) -> bool:
    """The unit that watches over a duty; nobody supervises himself, with whichever hat (rules 9a)."""
    return duty.supervisor_id == by.party_id and not belongs_to(by.user, duty.bearer_id)


def belongs_to(user, party_id: int) -> bool:
    return user.memberships.standing().filter(party_id=party_id).exists()


@grants("obligations.view_obligation", "obligations.view_supervisionorder", "obligations.view_extensionrequest")
def owes_or_watches(by, obj):
    """Every unit has duties of its own; whose it sees besides is said by the scope."""
    return by.role not in DUTY_ADMINS


@grants("obligations.view_overdue")
def watches_over_others(by, obj):
    return by.role not in DUTY_ADMINS and by.agency_kind in SUPERVISING


@grants("obligations.keep_ledger")
def never_asked_of_people(by, obj):
    """The ledger is written by the workflow whose record the duty is about, which asks for its own right."""
    return False


@grants("obligations.urge_duty")
def urges_for_the_supervisor(by, duty):
    return by.role in WORKS and (by.agency_kind in SUPERVISING if duty is None else supervises(by, duty))


@grants("obligations.waive_duty", "obligations.extend_duty")
def decides_for_the_supervisor(by, duty):
    return by.role in DECIDES and (by.agency_kind in SUPERVISING if duty is None else supervises(by, duty))


@grants("obligations.ask_extension")
def answers_for_the_bearer(by, duty):
    return by.role in ANSWERS and (duty is None or duty.bearer_id == by.party_id)


@grants("obligations.withdraw_extension")
def asked_for_it(by, request):
    return by.role in ANSWERS and (request is None or request.obligation.bearer_id == by.party_id)


@grants("obligations.decide_extension")
def decides_on_more_time(by, request):
    """By four eyes, which are compared as persons."""
    return decides_for_the_supervisor(by, request and request.obligation) and (
        request is None or request.asked_by.user_id != by.user_id
    )


@grants("obligations.issue_order")
def leads_the_supervisor(by, bearer):
    """Only a named leader orders supervision, never over a unit of his own (rules 9a)."""
    leads = by.role == Role.LEADER and by.agency_kind in SUPERVISING
    return leads and (bearer is None or (by.covers(bearer) and not belongs_to(by.user, bearer.pk)))


@grants("obligations.withdraw_order", "obligations.judge_reply")
def issued_it(by, order):
    return by.role in DECIDES and (
        by.agency_kind in SUPERVISING
        if order is None
        else order.issuer_id == by.party_id and not belongs_to(by.user, order.bearer_id)
    )


@grants("obligations.receive_order", "obligations.reply_to_order")
def was_ordered_to(by, order):
    return by.role in ANSWERS and (order is None or order.bearer_id == by.party_id)


@grants(
    "obligations.view_limitoverride", "obligations.add_limitoverride", "obligations.change_limitoverride",
    "obligations.view_reminderrule", "obligations.add_reminderrule", "obligations.change_reminderrule",
    "obligations.delete_reminderrule",
)  # fmt: skip
def keeps_limits_and_ladder_here(by, obj):
    keeps = by.role == Role.BUSINESS_ADMIN and by.agency_kind == AgencyKind.HEALTH_COMMISSION
    return keeps and (obj is None or by.covers(obj))
