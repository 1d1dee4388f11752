"""What follows from a commitment: its publication, and the event that says it was broken."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from commitments.models import Breach
from commitments.services.consequences import draft_for_the_public, record_breach
from disclosure.enums import PublicationState
from disclosure.services import pass_privacy_check, pass_secrecy_check, publish, submit_draft
from events.models import Event
from events.services import Facts, FaultyFacts
from kernel.errors import Refused, WrongDay
from tests.factories import make_agency, make_commitment, make_institution, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(hospital):
    return make_commitment(hospital)


def facts(row, **more):
    said = {"kind": "commitment_broken", "occurred_on": timezone.localdate(), "level": "general", "title": "Broken"}
    return Facts(subject=row.party, **said | more)


def test_its_publication_is_drafted_checked_by_others_and_read_until_the_years_end(row, keeper, client):
    now = timezone.now()
    reviewer, leader = (make_membership(agency=keeper.party.agency, role=role) for role in (Role.REVIEWER, Role.LEADER))

    draft = draft_for_the_public(row, by=keeper, at=now)

    assert (draft.kind, draft.party, draft.state) == ("commitment", row.party, PublicationState.DRAFT)
    assert (draft.subject_kind, draft.subject_id, draft.public_until) == (
        "commitments.commitment", row.pk, row.last_day,
    )  # fmt: skip
    assert draft.payload == {"period": str(row.year), "text": row.template.text}
    with pytest.raises(Refused, match="being published already"):
        draft_for_the_public(row, by=keeper, at=now)
    draft = submit_draft(draft, by=keeper, at=now)
    with pytest.raises(PermissionDenied):
        pass_privacy_check(draft, by=keeper, at=now)
    draft = pass_secrecy_check(pass_privacy_check(draft, by=reviewer, at=now), by=leader, at=now)
    publish(draft, by=leader, at=now)
    page = client.get(f"/open/p/{row.party.public_id}/", {"lang": "en"})
    shown = page if page.status_code == 200 else client.get(draft.public_url, {"lang": "en"})
    assert "医疗机构依法执业承诺书" in shown.content.decode()


def test_what_is_over_is_not_published_nor_what_a_practitioner_has_signed(row, hospital, doctor, keeper):
    past = make_commitment(hospital, year=row.year - 1)
    with pytest.raises(Refused, match="last day has passed"):
        draft_for_the_public(past, by=keeper, at=timezone.now())

    with pytest.raises(PermissionDenied):
        draft_for_the_public(make_commitment(hospital, practitioner=doctor), by=keeper, at=timezone.now())


def test_who_publishes_and_who_says_that_it_was_broken(row, principal, district):
    commission = make_agency(region=district, kind=AgencyKind.HEALTH_COMMISSION)
    hat = make_membership(agency=commission, user=principal.user)
    others = [
        principal, hat,
        make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY)),
        make_membership(agency=commission, role=Role.BUSINESS_ADMIN),
        make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION)),
    ]  # fmt: skip
    for by in others:
        with pytest.raises(PermissionDenied):
            draft_for_the_public(row, by=by, at=timezone.now())
        with pytest.raises(PermissionDenied):
            record_breach(row, facts(row), by=by, at=timezone.now())
    institute = make_membership(agency=make_agency(region=district, kind=AgencyKind.HEALTH_SUPERVISION))
    assert record_breach(row, facts(row), by=institute, at=timezone.now()).agency == institute.party


def test_a_breach_is_an_event_of_the_ledger_that_names_the_commitment(row, keeper):
    event = record_breach(row, facts(row, text="Facts"), by=keeper, at=timezone.now())

    kept = Event.objects.get()
    assert (kept, kept.kind, kept.subject, kept.level) == (event, "commitment_broken", row.party, "general")
    assert (kept.breach.commitment, kept.agency) == (row, keeper.party)
    with pytest.raises(DatabaseError), transaction.atomic():
        Breach.objects.all().delete()


def test_a_practitioners_too_is_about_him(hospital, doctor, keeper):
    row = make_commitment(hospital, practitioner=doctor)

    assert record_breach(row, facts(row), by=keeper, at=timezone.now()).subject == doctor.party


def test_what_cannot_be_a_breach_is_refused_and_leaves_nothing(row, keeper):
    today = timezone.localdate()
    for wrong, error in (
        ({"occurred_on": today - timedelta(days=1)}, WrongDay),
        ({"occurred_on": today + timedelta(days=1)}, FaultyFacts),
        ({"level": ""}, FaultyFacts),
        ({"kind": "award", "level": ""}, ValueError),
    ):
        with pytest.raises(error):
            record_breach(row, facts(row, **wrong), by=keeper, at=timezone.now())
    with pytest.raises(ValueError, match="another event"):
        other = make_institution()
        record_breach(row, facts(make_commitment(other)), by=keeper, at=timezone.now())

    assert not Event.objects.exists() and not Breach.objects.exists()
