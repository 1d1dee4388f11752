"""Practitioners in the browser."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from kernel.models import AuditRow
from practitioners.models import Practitioner, Registration
from practitioners.services.renewals import open_renewals
from tests.factories import (
    make_agency,
    make_card,
    make_institution,
    make_membership,
    make_practitioner,
    make_principal,
    make_qualification,
    make_registration,
)

pytestmark = pytest.mark.django_db
KEY = "6f1c0f2e-0000-4000-8000-000000000001"


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


@pytest.fixture
def card():
    return make_card()


@pytest.fixture
def doctor(hospital, card):
    return make_practitioner(
        institution=hospital, name="李示例", id_number=card, qualification_code=make_qualification(card),
        certificate_number="110330102000001",
    )  # fmt: skip


def at(name, *keys):
    return reverse(f"practitioners:{name}", args=keys)


def test_the_pages_add_correct_and_end(as_, keeper, hospital, card):
    browser, place = as_(keeper), hospital.party.public_id
    said = {"name": "李示例", "profession": "doctor", "category": "clinical", "id_number": card[:6] + " " + card[6:],
            "valid_from": "2022-01-01", "scope": "内科专业", "form_key": KEY}  # fmt: skip
    faulty = browser.post(at("create", place), said | {"id_number": card[:-1] + "Y"})
    assert faulty.status_code == 422 and "Check character 18" in faulty.content.decode()
    answer = browser.post(at("create", place), said)
    row = Practitioner.objects.get()
    assert (answer.status_code, answer["Location"], row.id_number) == (302, row.get_absolute_url(), card)
    assert browser.post(at("create", place), said)["Location"] == row.get_absolute_url()

    edit = at("edit", row.party.public_id)
    assert card not in browser.get(edit).content.decode()
    changed = {"name": "李更正", "profession": "doctor", "category": "tcm", "version": 1}
    assert browser.post(edit, changed).status_code == 302
    stale = browser.post(edit, changed | {"name": "李旧"})
    assert stale.status_code == 409 and card not in stale.content.decode()
    row.refresh_from_db()
    assert (row.name, row.category, row.id_number) == ("李更正", "tcm", card)

    held = Registration.objects.get()
    other = {"scope": "外科专业", "valid_from": "2022-02-01", "valid_to": "2021-01-01", "version": 1}
    page = at("change_registration", held.pk)
    assert "内科专业" in browser.get(page).content.decode()
    assert browser.post(page, other).status_code == 422
    assert browser.post(page, other | {"valid_to": ""}).status_code == 302
    assert browser.post(page, other | {"valid_to": ""}).status_code == 409
    held.refresh_from_db()
    assert (held.scope, held.valid_from, held.valid_to) == ("外科专业", date(2022, 2, 1), None)
    assert browser.post(at("end", held.pk), {"on": "2026-01-31", "reason": "Moved", "version": 2}).status_code == 302
    again = {"number": card, "kind": "main", "valid_from": "2026-02-01", "form_key": KEY.replace("1", "2")}
    assert browser.post(at("register", place), again)["Location"] == at("people", place)
    unknown = browser.post(at("register", place), again | {"number": make_card(), "form_key": KEY.replace("1", "3")})
    assert "Add the person as new" in unknown.content.decode()
    gone = {"on": "2026-03-01", "ground": "stopped", "reason": "Two years", "version": 1}
    assert browser.post(at("cancel", Registration.objects.open().get().pk), gone).status_code == 302
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["cancelled", "ended"]


def test_lists_show_masked_numbers_to_the_commission_and_none_to_others(as_, keeper, doctor, hospital, district, card):
    police = make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))
    staff = make_principal(hospital.party, role=Role.STAFF)
    pages = [at("practitioners"), at("people", hospital.party.public_id), doctor.get_absolute_url()]
    for by, shows in ((keeper, True), (make_principal(hospital.party), True), (police, False), (staff, False)):
        browser = as_(by)
        for page in pages:
            shown = browser.get(page, follow=True).content.decode()
            assert "李示例" in shown and "110330102000001" in shown
            assert (f"{card[:6]}**********{card[-2:]}" in shown) == shows, (by, page)
            assert card not in shown and card[6:] not in shown


def test_the_numbers_are_shown_once_with_a_purpose_and_that_is_kept(as_, keeper, doctor, card):
    browser, page = as_(keeper), at("unmask", doctor.party.public_id)
    assert card not in browser.get(page).content.decode()
    for said in ({}, {"purpose": "inspection"}, {"reason": "Case 7"}, {"purpose": "curiosity", "reason": "Case 7"}):
        refused = browser.post(page, said)
        assert refused.status_code == 422 and card not in refused.content.decode()
    assert not AuditRow.objects.filter(table_name="numbers_unmasked").exists()

    shown = browser.post(page, {"purpose": "inspection", "reason": "Case 7"})

    assert card in shown.content.decode() and make_qualification(card) in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    note = AuditRow.objects.get(table_name="numbers_unmasked")
    assert (note.row_id, note.membership_id, note.user_id) == (str(doctor.pk), keeper.pk, keeper.user_id)
    assert (note.changes["purpose"], note.changes["reason"]) == ("inspection", "Case 7")
    auditor = make_membership(agency=keeper.party.agency, role=Role.AUDIT_ADMIN)
    trail = as_(auditor).get(reverse("kernel:audit")).content.decode()
    assert "personal numbers shown in full" in trail and card not in trail


def test_a_person_is_found_by_a_number_that_stands_in_no_address(as_, keeper, doctor, card):
    browser = as_(keeper)
    for number in (card, make_qualification(card), "110330102000001"):
        assert browser.post(at("find"), {"number": number})["Location"] == doctor.get_absolute_url()
    assert "No practitioner has this number" in browser.post(at("find"), {"number": make_card()}).content.decode()
    far = make_practitioner(institution=make_institution(name="河西医院"), name="赵示例", id_number=make_card())
    found = browser.post(at("find"), {"number": far.id_number})
    assert "The main registration is at 河西医院" in found.content.decode()
    assert browser.get(far.get_absolute_url()).status_code == 404


def test_the_list_is_narrowed(as_, keeper, doctor, hospital, district):
    nurse = make_practitioner(region=district, name="王示例", profession="nurse")
    make_registration(nurse, institution=hospital, valid_to=date(2027, 1, 1))
    browser = as_(keeper)

    def shown(**asked):
        page = browser.get(at("practitioners"), asked).content.decode()
        return {name for name in ("李示例", "王示例") if name in page}

    assert shown() == shown(q="示例") == shown(institution=hospital.party.public_id) == {"李示例", "王示例"}
    assert shown(profession="nurse") == shown(ends_by="2027-01-01") == shown(q="王示") == {"王示例"}
    assert shown(category="clinical") == shown(q="1103301") == {"李示例"}
    assert shown(q="没有") == shown(ends_by="2026-12-31") == shown(institution=make_institution().party.public_id)
    assert shown(q="没有") == set()


def test_who_is_registered_there_too_is_reached_and_listed_apart(as_, keeper, district):
    far = make_practitioner(institution=make_institution(), name="赵示例")
    assert as_(keeper).get(far.get_absolute_url()).status_code == 404
    make_registration(far, institution=make_institution(region=district), kind="additional")

    browser = as_(keeper)
    assert browser.get(far.get_absolute_url()).status_code == 200
    assert "赵示例" not in browser.get(at("practitioners")).content.decode()


def test_an_institution_reads_its_own_people_and_hands_in_what_it_owes(as_, keeper, hospital, district):
    nurse = make_practitioner(region=district, name="王示例", profession="nurse")
    now = timezone.now()
    row = make_registration(nurse, institution=hospital, valid_to=timezone.localdate(now) + timedelta(days=60))
    other = make_practitioner(institution=make_institution(region=district))
    browser = as_(make_principal(hospital.party))
    assert browser.get(at("practitioners"))["Location"] == at("people", hospital.party.public_id)
    assert browser.get(other.get_absolute_url()).status_code == 404
    assert at("apply", row.pk) not in browser.get(nurse.get_absolute_url()).content.decode()
    open_renewals(day=timezone.localdate(now), at=now)
    assert at("apply", row.pk) in browser.get(nurse.get_absolute_url()).content.decode()

    assert browser.post(at("apply", row.pk)).status_code == 302
    assert browser.post(at("end", row.pk), {"version": 1}).status_code == 403
    until = row.valid_to.replace(year=row.valid_to.year + 5)
    done = as_(keeper).post(at("extend", row.pk), {"until": until.isoformat(), "version": 1})

    assert done.status_code == 302
    row.refresh_from_db()
    assert row.valid_to == until


@pytest.mark.parametrize("page", ["practitioners", "people"])
def test_many_rows_take_as_many_queries_as_few(as_, keeper, hospital, page):
    address = at(page, *([hospital.party.public_id] if page == "people" else []))
    browser, counts = as_(keeper), []
    for _ in range(2):
        for _ in range(3):
            make_practitioner(institution=hospital, id_number=make_card())
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
