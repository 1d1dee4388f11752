"""Who may see and act on duties, orders and requests for more time."""

from typing import Any

from agencies.access import belongs_to
from agencies.enums import DUTY_ADMINS, NATURAL, AgencyKind, PartyKind, Role
from kernel.access import competence, grants

SUPERVISING = frozenset({AgencyKind.HEALTH_COMMISSION, AgencyKind.HEALTH_SUPERVISION, AgencyKind.COORDINATION})
RANK = {AgencyKind.HEALTH_SUPERVISION: 1, AgencyKind.HEALTH_COMMISSION: 2, AgencyKind.COORDINATION: 3}  # others 0
NOT_ORDERED = frozenset({  # they stand above or beside the government's departments
    AgencyKind.GOVERNMENT, AgencyKind.COURT, AgencyKind.ORGANISATION, AgencyKind.PUBLICITY, AgencyKind.POLITICS_LAW,
})  # fmt: skip
WORKS = {Role.HANDLER, Role.REVIEWER, Role.LEADER}
ANSWERS = WORKS | {Role.PRINCIPAL, Role.COMPLIANCE_OFFICER, Role.STAFF}  # for the unit that owes
DECIDES = {Role.REVIEWER, Role.LEADER}

for record in ("obligations.obligation", "obligations.supervisionorder", "obligations.extensionrequest"):
    competence(record, SUPERVISING)


def supervises(by, duty) -> bool:
    """The unit that watches over a duty; nobody supervises himself, with whichever hat (rules 9a)."""
    return duty.supervisor_id == by.party_id and not belongs_to(by.user, duty.bearer_id)


@grants(
    "obligations.view_obligation", "obligations.view_supervisionorder", "obligations.view_extensionrequest",
    "obligations.view_obligationstep", "obligations.view_reminder",
)  # fmt: skip
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
def leads_what_stands_over_it(by, bearer):
    """Only a named leader orders supervision, never over a unit of his own (rules 9a)."""
    leads = by.role == Role.LEADER and by.agency_kind in SUPERVISING
    return leads and (bearer is None or (stands_over(by, bearer) and not belongs_to(by.user, bearer.pk)))


def stands_over(by, party) -> bool:
    """Whether the unit may order another of its territory: at its own place whoever ranks below it, below its place
    also whoever ranks as high. So a commission's own tasks are the coordination body's to press. Natural persons and
    NOT_ORDERED are ordered by nobody, a government of a place below only by the coordination body. Needs party.agency.
    """
    kind: Any = party.agency.kind if hasattr(party, "agency") else None
    if party.kind in NATURAL or (kind in NOT_ORDERED and not _is_government_below(by, party, kind)):
        return False
    highest = RANK[by.agency_kind] - (party.region_path == by.region_path)
    return by.covers(party) and RANK.get(kind, 0) <= highest


def _is_government_below(by, party, kind) -> bool:
    """The coordination body of a city presses its districts, which are parts of its tasks (各区、县政府)."""
    is_below = kind == AgencyKind.GOVERNMENT and party.region_path != by.region_path
    return is_below and by.agency_kind == AgencyKind.COORDINATION


@grants("obligations.judge_reply")
def issued_it(by, order):
    return by.role in DECIDES and (by.agency_kind in SUPERVISING if order is None else pressed_by(by, order))


@grants("obligations.withdraw_order")
def leads_who_issued_it(by, order):
    """What only a leader may order, only a leader takes back."""
    return by.role == Role.LEADER and (by.agency_kind in SUPERVISING if order is None else pressed_by(by, order))


def pressed_by(by, order) -> bool:
    return order.issuer_id == by.party_id and not belongs_to(by.user, order.bearer_id)


@grants("obligations.receive_order", "obligations.reply_to_order")
def was_ordered_to(by, order):
    return by.role in ANSWERS and (order is None or order.bearer_id == by.party_id)


@grants("obligations.view_limitoverride", "obligations.view_reminderrule")
def keeps_what_holds_here(by, obj):
    """Also the limits and rules of the territories around."""
    return keeps_policy(by) and (obj is None or by.covers(obj) or by.region_path.startswith(obj.region_path))


@grants(
    "obligations.add_limitoverride", "obligations.change_limitoverride",
    "obligations.add_reminderrule", "obligations.change_reminderrule", "obligations.delete_reminderrule",
)  # fmt: skip
def keeps_limits_and_ladder_here(by, obj):
    """For its own territory; what holds everywhere (no region path) is kept where nobody else is concerned by it."""
    return keeps_policy(by) and (obj is None or by.covers(obj) or (not obj.region_path and holds_everybody(by)))


def keeps_policy(by) -> bool:
    return by.role == Role.BUSINESS_ADMIN and by.agency_kind == AgencyKind.HEALTH_COMMISSION


def holds_everybody(by) -> bool:
    """Whether every agency of the portal lies in the unit's territory."""
    agencies = type(by.party).objects.filter(kind=PartyKind.AGENCY)
    return not agencies.exclude(region_path__startswith=by.region_path).exists()
