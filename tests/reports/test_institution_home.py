"""The home of an institution."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from agencies.enums import AgencyKind, Role
from institutions.details import papers_of
from institutions.enums import EquipmentKind, PermitKind
from tests.factories import (
    make_agency,
    make_clinic,
    make_commitment,
    make_duty,
    make_event,
    make_institution,
    make_membership,
    make_practitioner,
    make_principal,
    make_registration,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


def test_it_is_where_an_institution_lands(as_):
    own = as_(make_principal(make_institution().party))
    office = as_(make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION), role=Role.HANDLER))

    assert own.get("/")["Location"] == reverse("reports:institution")
    assert office.get(reverse("reports:institution")).status_code == 403
    assert own.get(reverse("reports:home")).status_code == 403


def test_it_says_what_is_due_recorded_and_until_when_papers_hold(as_):
    today = timezone.localdate()
    row = make_institution(name="河东医院", licence_to=today + timedelta(days=30))
    commission = make_agency(region=row.party.region, kind=AgencyKind.HEALTH_COMMISSION)
    late = make_duty(bearer=row.party, due_on=today - timedelta(days=2))
    other = make_duty(bearer=make_institution(region=row.party.region).party)
    event = make_event(subject=row.party)
    row.permits.create(kind=PermitKind.BLOOD, number="7", valid_to=today - timedelta(days=1))

    shown = as_(make_principal(row.party)).get(reverse("reports:institution")).content.decode()

    assert late.get_absolute_url() in shown and other.get_absolute_url() not in shown
    assert "1 duty is overdue" in shown and commission.party.name in shown
    assert event.get_absolute_url() in shown
    assert "ends soon" in shown and "has ended" in shown


def test_one_that_is_in_no_register_is_told(as_):
    shown = as_(make_principal(make_clinic())).get(reverse("reports:institution")).content.decode()

    assert "not in the register yet" in shown


def test_papers_stand_in_the_order_in_which_they_end():
    row = make_institution(licence_to=date(2026, 8, 1))
    row.permits.create(kind=PermitKind.BLOOD, number="7", valid_to=date(2026, 1, 9))
    row.permits.create(kind=PermitKind.OTHER, number="8")
    row.equipment.create(kind=EquipmentKind.LARGE, name="MR", permit_to=date(2026, 4, 1))
    row.equipment.create(kind=EquipmentKind.LARGE, name="Old", permit_to=date(2020, 4, 1), is_in_use=False)

    found = papers_of(row, on=date(2026, 1, 10))

    assert [(paper.until.month, paper.light.state) for paper in found] == [(1, "over"), (4, "soon"), (8, "ok")]


def test_it_names_whose_registrations_end(as_):
    today = timezone.localdate()
    row = make_institution(name="河东医院")
    for name, days in (("王示例", -3), ("李示例", 60), ("赵示例", 400)):
        nurse = make_practitioner(region=row.party.region, name=name, profession="nurse")
        make_registration(nurse, institution=row, valid_to=today + timedelta(days=days))
    browser = as_(make_principal(row.party))

    shown = browser.get(reverse("reports:institution")).content.decode()

    assert "3 registrations" in shown and "王示例" in shown and "李示例" in shown and "赵示例" not in shown
    assert "has ended" in shown and "ends soon" in shown


def test_it_says_whether_the_years_commitment_is_signed(as_):
    row = make_institution(name="河东医院")
    browser, page = as_(make_principal(row.party)), reverse("reports:institution")
    assert "not signed" in browser.get(page).content.decode()

    made = make_commitment(row)

    shown = browser.get(page).content.decode()
    assert made.get_absolute_url() in shown and "not signed" not in shown
