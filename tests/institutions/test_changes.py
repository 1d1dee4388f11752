"""Changes that institutions propose: old and new side by side, decided fact by fact."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agencies.enums import Role
from institutions.enums import ChangeState
from institutions.models import ChangeRequest, Institution, ProposableFacts
from institutions.services.changes import decide_change, proposable_at, propose_change, withdraw_change
from institutions.services.proposable import change_proposable, set_proposable
from institutions.services.register import change_institution, close_institution
from kernel.errors import FaultyFacts, Refused, Stale
from notices.models import Notice
from obligations.enums import DutyState
from obligations.models import Obligation
from tests.factories import (
    make_agency,
    make_change_request,
    make_institution,
    make_membership,
    make_principal,
    make_region,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
KEY = "6f1c0f2e-0000-4000-8000-0000000000"


@pytest.fixture
def clinic(district):
    return make_institution(region=district, name="河东诊所", phone="0571-1", address="新河路8号", beds=2)


@pytest.fixture
def principal(clinic):
    return make_principal(clinic.party)


def propose(clinic, by, **facts):
    return propose_change(clinic, facts=facts or {"phone": "0571-2"}, reason="A new line", by=by, at=NOON)


def decide(row, by, *, seen=None, refused=(), at=NOON):
    refused = dict.fromkeys(refused, "Not shown by the licence")
    accepted = [fact for fact in row.facts if fact not in refused]
    seen = Institution.objects.get(pk=row.institution_id).version if seen is None else seen
    return decide_change(row, accepted=accepted, refused=refused, seen=seen, by=by, at=at)


def test_what_is_proposed_stands_beside_what_was_and_the_commission_owes_the_decision(clinic, principal, keeper):
    row = propose(clinic, principal, phone="0571-2", licence_to=date(2027, 1, 1), address="新河路8号")

    assert row.facts == {
        "phone": {"before": "0571-1", "proposed": "0571-2"},
        "licence_to": {"before": None, "proposed": "2027-01-01"},
    }
    duty = Obligation.objects.about(row).get()
    assert (duty.kind, duty.bearer, duty.state, duty.amount) == ("institution.change", keeper.party, "open", 10)
    told = Notice.objects.get(kind="institutions.change_proposed")
    assert (told.to_party, told.url) == (keeper.party, row.get_absolute_url())
    assert Institution.objects.get().phone == "0571-1"


def test_fact_by_fact_the_register_follows_and_the_institution_is_told(clinic, principal, keeper):
    row = propose(clinic, principal, phone="0571-2", beds=9, licence_to=date(2027, 1, 1))

    row = decide(row, keeper, refused=["beds"])

    kept = Institution.objects.get()
    assert (kept.phone, kept.beds, kept.licence_to) == ("0571-2", 2, date(2027, 1, 1))
    assert (row.state, row.ended_by) == (ChangeState.DECIDED, keeper)
    assert row.decisions == {
        "phone": {"accepted": True, "found": "0571-1", "reason": ""},
        "beds": {"accepted": False, "found": 2, "reason": "Not shown by the licence"},
        "licence_to": {"accepted": True, "found": None, "reason": ""},
    }
    assert Obligation.objects.about(row).get().state == DutyState.MET
    told = Notice.objects.get(kind="institutions.change_decided")
    assert (told.to_party, told.params) == (clinic.party, {"accepted": 2, "refused": 1})


def test_all_of_it_may_be_refused_also_for_one_that_has_closed(clinic, principal, keeper):
    row = propose(clinic, principal)
    close_institution(clinic, on=TODAY, reason="Ended", by=keeper, at=NOON)

    with pytest.raises(Refused, match="its record stays"):
        decide(row, keeper)
    row = decide(ChangeRequest.objects.get(), keeper, refused=["phone"])

    assert row.state == ChangeState.DECIDED and Institution.objects.get().phone == "0571-1"


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.COMPLIANCE_OFFICER])
def test_principal_and_compliance_officer_propose_for_their_own_alone(clinic, keeper, district, role):
    other = make_institution(region=district)

    with pytest.raises(PermissionDenied):
        propose(other, make_principal(clinic.party, role=role))
    assert propose(clinic, make_principal(clinic.party, role=role)).state == ChangeState.PROPOSED


def test_staff_propose_nothing(clinic, keeper):
    with pytest.raises(PermissionDenied):
        propose(clinic, make_principal(clinic.party, role=Role.STAFF))


def test_one_request_at_a_time(clinic, principal, keeper):
    first = propose(clinic, principal)
    with pytest.raises(Refused, match="earlier request"):
        propose(clinic, principal, beds=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_change_request(clinic)

    withdraw_change(first, by=principal, at=NOON)

    assert Obligation.objects.about(first).get().state == DutyState.CANCELLED
    assert propose(clinic, principal, beds=4).state == ChangeState.PROPOSED


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"phone": "0571-1"}, "Nothing differs"),
        ({"uscc": "91350100M000100Y43"}, "does not let these be proposed: unified social credit code"),
        ({"beds": 99_999}, "0 to 20000 beds"),
        ({"licence_from": date(2026, 2, 1), "licence_to": date(2026, 1, 1)}, "ends before it begins"),
    ],
)
def test_what_cannot_be_proposed(clinic, principal, keeper, facts, why):
    with pytest.raises(Refused, match=why):
        propose(clinic, principal, **facts)
    assert not ChangeRequest.objects.exists()


def test_a_fault_with_what_is_recorded_is_found_at_once(clinic, principal, keeper):
    Institution.objects.update(licence_from=date(2026, 5, 1))

    with pytest.raises(FaultyFacts) as refusal:
        propose(clinic, principal, licence_to=date(2026, 4, 1))

    assert set(refusal.value.faults) == {"licence_to"}


def test_where_no_commission_is_nobody_decides(clinic, principal):
    with pytest.raises(Refused, match="No health commission"):
        propose(clinic, principal)


def test_nobody_decides_on_what_he_proposed_under_any_hat(clinic, keeper, district):
    both = make_principal(clinic.party)
    hat = make_membership(agency=keeper.party.agency, user=both.user)
    colleague = make_membership(agency=keeper.party.agency, user=make_principal(clinic.party, role=Role.STAFF).user)
    row = propose(clinic, both)

    for by in (hat, colleague):
        with pytest.raises(PermissionDenied):
            decide(row, by)
    both.ended_at = NOON
    both.save()
    with pytest.raises(PermissionDenied):  # who has left since proposed it all the same
        decide(row, hat)
    assert decide(row, keeper).state == ChangeState.DECIDED


def test_another_districts_commission_does_not_decide(clinic, principal, keeper):
    with pytest.raises(PermissionDenied):
        decide(propose(clinic, principal), make_membership())


def test_each_fact_is_decided_and_a_refusal_says_why(clinic, principal, keeper):
    row = propose(clinic, principal, phone="0571-2", beds=9)

    for accepted, refused in [(["phone"], {}), (["phone", "beds"], {"beds": "No"}), (["phone"], {"beds": " "})]:
        with pytest.raises(Refused):
            decide_change(row, accepted=accepted, refused=refused, seen=1, by=keeper, at=NOON)
    assert Institution.objects.get().version == 1


def test_a_record_that_changed_since_it_was_shown_is_stale(clinic, principal, keeper):
    row = propose(clinic, principal)
    change_institution(clinic, by=keeper, at=NOON, phone="0571-7")

    with pytest.raises(Stale):
        decide(row, keeper, seen=1)


def test_which_facts_is_set_by_territory_and_day(district):
    by = make_membership(agency=make_agency(region=district), role=Role.BUSINESS_ADMIN)
    street, said = make_region(parent=district), {"basis": "Doc 1", "by": by}
    assert "phone" in proposable_at(street.path, on=TODAY)

    set_proposable(region=district, facts=["beds", "name"], valid_from=TODAY, **said)
    row = set_proposable(region=street, facts=[], valid_from=TODAY + timedelta(days=1), **said)

    assert proposable_at(street.path, on=TODAY) == ("name", "beds")
    assert proposable_at(street.path, on=TODAY + timedelta(days=1)) == ()
    with pytest.raises(Refused, match="set from that day already"):
        set_proposable(region=district, facts=["beds"], valid_from=TODAY, **said)
    with pytest.raises(Refused, match="no facts that can be proposed: owner"):
        change_proposable(row, facts=["owner"], valid_from=TODAY, **said)
    with pytest.raises(PermissionDenied):
        set_proposable(region=make_region(), facts=["beds"], valid_from=TODAY, **said)
    elsewhere = make_membership(role=Role.BUSINESS_ADMIN)
    below = make_membership(agency=make_agency(region=street), role=Role.BUSINESS_ADMIN)
    assert [ProposableFacts.objects.visible_to(who).count() for who in (by, below, elsewhere)] == [2, 2, 0]
