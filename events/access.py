"""Who may read, record and counter events."""

from agencies.access import belongs_to
from agencies.enums import DUTY_ADMINS, AgencyKind, Role
from kernel.access import competence, grants

SUPERVISE = {AgencyKind.HEALTH_COMMISSION, AgencyKind.HEALTH_SUPERVISION, AgencyKind.COORDINATION}
ENFORCE = {  # departments that take part in the joint supervision with checks and penalties of their own (rules 1.3)
    AgencyKind.MARKET_REGULATION, AgencyKind.MEDICAL_INSURANCE, AgencyKind.PUBLIC_SECURITY, AgencyKind.DRUGS,
    AgencyKind.ECOLOGY, AgencyKind.CIVIL_AFFAIRS, AgencyKind.TAX, AgencyKind.EMERGENCY,
}  # fmt: skip
RECORDERS = frozenset({Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.OFFICER})
SPEAKS_FOR_THE_PARTY = frozenset({Role.PRINCIPAL, Role.COMPLIANCE_OFFICER})

competence("events.event", SUPERVISE | ENFORCE)


@grants("events.view_event", "events.view_standing")
def sees_business_records(by, obj):
    """Which of them: the territory of a competent agency, what the own agency recorded, what is about the own party."""
    return by.role not in DUTY_ADMINS


@grants("events.record_event")
def records_for_its_agency(by, party):
    """Any department records its own checks, penalties and awards on the parties of its territory (rules 7.1).

    Nobody records about a party of his own, with whichever hat.
    """
    records = by.is_governmental and by.role in RECORDERS
    return records and (party is None or (by.covers(party) and not belongs_to(by.user, party.pk)))


@grants("events.counter_event", "events.add_standing")
def has_recorded_it(by, event):
    """Who recognised it corrects it (谁认定、谁修复), and nobody else (rules 7.3); after its end the successor."""
    records = by.is_governmental and by.role in RECORDERS
    if event is None:
        return records
    answers = by.party_id in {event.agency_id, event.agency.successor_id}
    return records and answers and not belongs_to(by.user, event.subject_id)


@grants("events.ask_standing")
def is_its_subject_or_has_recorded_it(by, event):
    """The party itself objects and applies for repair (rules 7.3, 7.4); on paper, the recording agency enters it."""
    speaks = by.role in SPEAKS_FOR_THE_PARTY and (event is None or event.subject_id == by.party_id)
    return speaks or has_recorded_it(by, event)
