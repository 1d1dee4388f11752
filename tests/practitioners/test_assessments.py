"""Periodic assessments of doctors, and what is recorded about a person."""

import json
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from institutions.services.register import FaultyFacts
from kernel.errors import Refused
from kernel.models import AuditRow
from practitioners.lists import assessed
from practitioners.models import Assessment
from practitioners.services.assessments import add_assessment, remove_assessment
from tests.factories import (
    make_agency,
    make_event,
    make_institution,
    make_membership,
    make_practitioner,
    make_principal,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOON.date()
ASSESSMENTS = "/api/v1/assessments/"


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


@pytest.fixture
def doctor(hospital):
    return make_practitioner(institution=hospital, name="李示例")


def assess(doctor, held_on, by, suspended_until=None):
    result = "failed" if suspended_until else "passed"
    return add_assessment(
        doctor, held_on=held_on, result=result, suspended_until=suspended_until, by=by, at=NOON
    )  # fmt: skip


def test_the_next_is_due_after_three_years_and_after_a_failure_when_the_suspension_ends(doctor, keeper):
    assert assessed(doctor, on=TODAY).next_by is None

    assess(doctor, date(2023, 11, 19), keeper)
    stands = assessed(doctor, on=TODAY)
    assert (stands.next_by, stands.is_late, stands.suspended_until) == (date(2026, 11, 19), True, None)

    assess(doctor, date(2026, 9, 1), keeper, suspended_until=date(2026, 12, 1))
    stands = assessed(doctor, on=TODAY)
    assert (stands.next_by, stands.is_late, stands.suspended_until) == (date(2026, 12, 1), False, date(2026, 12, 1))
    assert (stands.has_failed_twice, assessed(doctor, on=date(2026, 12, 2)).suspended_until) == (False, None)

    assess(doctor, date(2026, 11, 20), keeper, suspended_until=date(2027, 5, 20))
    assert assessed(doctor, on=TODAY).has_failed_twice


@pytest.mark.parametrize(
    ("facts", "column"),
    [
        ({"held_on": date(2026, 11, 21), "result": "passed"}, "held_on"),
        ({"held_on": date(1899, 1, 1), "result": "passed"}, "held_on"),
        ({"result": "failed"}, "suspended_until"),
        ({"result": "failed", "suspended_until": date(2026, 11, 30)}, "suspended_until"),
        ({"result": "failed", "suspended_until": date(2027, 3, 2)}, "suspended_until"),
        ({"result": "passed", "suspended_until": date(2026, 12, 1)}, "suspended_until"),
    ],
)
def test_days_that_cannot_be_are_refused(doctor, keeper, facts, column):
    with pytest.raises(FaultyFacts) as refusal:
        add_assessment(doctor, **{"held_on": date(2026, 9, 1)} | facts, by=keeper, at=NOON)

    assert list(refusal.value.faults) == [column]


def test_twice_a_day_and_of_others_than_doctors_nothing_is_recorded(doctor, keeper, hospital):
    assess(doctor, TODAY, keeper)
    with pytest.raises(Refused, match="recorded already"):
        assess(doctor, TODAY, keeper)
    with pytest.raises(Refused, match="Only doctors"):
        assess(make_practitioner(institution=hospital, profession="nurse"), TODAY, keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        doctor.assessments.create(held_on=date(2026, 1, 1), result="failed")


def test_the_commission_of_the_place_keeps_them_and_the_trail_what_is_removed(doctor, keeper, hospital):
    for by in (make_principal(hospital.party), make_membership(agency=make_agency())):
        with pytest.raises(PermissionDenied):
            assess(doctor, TODAY, by)

    row = assess(doctor, TODAY, keeper)
    remove_assessment(Assessment.objects.get(pk=row.pk), by=keeper)

    assert not Assessment.objects.exists()
    assert AuditRow.objects.filter(table_name="practitioners_assessment").count() == 2


def test_the_page_records_shows_and_removes(as_, keeper, doctor, hospital, district):
    browser, page = as_(keeper), doctor.get_absolute_url()
    failed = timezone.localdate() - timedelta(days=10)
    said = {"held_on": failed.isoformat(), "result": "failed", "form_key": str(uuid4())}
    new = reverse("practitioners:assess", args=[doctor.party.public_id])
    assert browser.post(new, said).status_code == 422
    until = failed + timedelta(days=120)
    assert browser.post(new, said | {"suspended_until": until.isoformat()})["Location"] == page

    police = make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))
    staff = make_principal(hospital.party, role=Role.STAFF)
    readers = {keeper: True, make_principal(hospital.party): True, police: False, staff: False}
    for by, shows in readers.items():
        assert (f"suspended until {until}" in as_(by).get(page).content.decode()) == shows, by

    row = Assessment.objects.get()
    remove = reverse("practitioners:remove_assessment", args=[row.pk])
    assert browser.post(remove, {"version": 7}).status_code == 409
    assert browser.post(remove, {"version": 1})["Location"] == page
    assert "No assessment is recorded" in browser.get(page).content.decode()


def test_the_api_records_lists_and_removes(as_, keeper, doctor, hospital):
    browser = as_(keeper)
    facts = {"practitioner": str(doctor.party.public_id), "held_on": "2026-09-01", "result": "failed"}

    def send(**more):
        return browser.post(ASSESSMENTS, json.dumps(facts | more), content_type="application/json")

    assert list(send().json()["errors"]) == ["suspended_until"]
    assert list(send(practitioner=str(uuid4())).json()["errors"]) == ["practitioner"]
    made = send(suspended_until="2026-12-31")
    assert (made.status_code, made.json()["practitioner"]["name"]) == (201, "李示例")

    assert as_(make_principal(hospital.party)).get(ASSESSMENTS + "shared/").json()["results"] == [made.json()]
    assert as_(make_principal(hospital.party, role=Role.STAFF)).get(ASSESSMENTS).status_code == 403
    at = f"{ASSESSMENTS}{made.json()['id']}/"
    assert browser.delete(at, headers={"If-Match": '"1"'}).status_code == 204


def test_many_assessments_take_as_many_queries_as_few(as_, keeper, doctor, django_assert_num_queries):
    browser = as_(keeper)
    assess(doctor, date(2026, 1, 1), keeper)
    for address in (ASSESSMENTS, doctor.get_absolute_url()):
        browser.get(address)
    with django_assert_num_queries(3):
        browser.get(ASSESSMENTS)

    for day in range(2, 20):
        assess(doctor, date(2026, 1, day), keeper)

    with django_assert_num_queries(3):
        assert len(browser.get(ASSESSMENTS).json()["results"]) == 19


def test_what_happened_to_a_person_stands_on_the_page_for_departments(as_, keeper, doctor, hospital):
    event = make_event(subject=doctor.party, agency=keeper.party)
    page = doctor.get_absolute_url()

    assert event.get_absolute_url() in as_(keeper).get(page).content.decode()
    assert event.get_absolute_url() not in as_(make_principal(hospital.party)).get(page).content.decode()
