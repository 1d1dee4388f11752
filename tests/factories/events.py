"""Events and standing rows."""

from datetime import date

from django.utils import timezone

from agencies.enums import PartyKind, Role
from agencies.models import Membership, Party, User
from events.deadlines import regime_on
from events.enums import StandingKind
from events.models import Event, Standing
from tests.factories.agencies import make_agency, make_party, make_user

__all__ = ["make_clinic", "make_event", "make_principal", "make_standing"]


def make_clinic(**facts) -> Party:
    return make_party(**{"kind": PartyKind.INSTITUTION} | facts)


def make_event(*, subject: Party | None = None, agency: Party | None = None, **facts) -> Event:
    """A check without a finding, recorded by an agency of the subject's region."""
    subject = subject or make_clinic()
    agency = agency or make_agency(region=subject.region).party
    facts = {"kind": "check", "occurred_on": date(2026, 6, 1), "recorded_at": timezone.now()} | facts
    if facts["kind"] == "check":
        facts = {"details": {"results": ["ok"]}} | facts
    if facts.get("level"):
        facts = {"regime": regime_on(facts["occurred_on"]).key} | facts
    return Event.objects.create(subject=subject, region_path=subject.region_path, agency=agency, **facts)


def make_standing(event: Event, kind: StandingKind, **facts) -> Standing:
    facts = {"on": event.occurred_on, "reason": "Reason", "recorded_at": timezone.now()} | facts
    return Standing.objects.create(event=event, kind=kind, **facts)


def make_principal(party: Party, *, role: Role = Role.PRINCIPAL, user: User | None = None) -> Membership:
    """Somebody who speaks for a party that is no agency."""
    user = user or make_user(region_path=party.region_path)
    return Membership.objects.create(user=user, party=party, role=role, valid_from=date(2020, 1, 1))
