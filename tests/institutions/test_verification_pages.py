"""The board of verifications, the page of one, its steps in the browser and over the API."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from institutions.models import Verification
from institutions.services.verifying import open_verification
from obligations.models import Obligation
from tests.factories import (
    make_agency,
    make_institution,
    make_membership,
    make_principal,
    make_region,
    make_verification,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


@pytest.fixture
def reviewer(keeper):
    return make_membership(agency=keeper.party.agency, role=Role.REVIEWER)


def opened(institution, by, *, days=200) -> Verification:
    now = timezone.now()
    return open_verification(institution, due_on=timezone.localdate(now) + timedelta(days=days), by=by, at=now)


@pytest.fixture
def row(hospital, keeper):
    return opened(hospital, keeper)


def at(name, *keys):
    return reverse(f"institutions:{name}", args=keys)


def test_the_whole_way_in_the_browser(as_, keeper, reviewer, hospital, row, files_folder):
    own, staff, other = as_(make_principal(hospital.party)), as_(keeper), as_(reviewer)
    assert at("apply", row.pk) in own.get(row.get_absolute_url()).content.decode()
    paper = SimpleUploadedFile("yewu.txt", "业务工作总结".encode(), "text/plain")
    assert own.post(at("apply", row.pk), {"statement": "", "version": 1}).status_code == 422
    answer = own.post(at("apply", row.pk), {"statement": "无变化", "documents": paper, "version": 1})
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    kept = Verification.objects.get().documents.get()
    page = staff.get(row.get_absolute_url()).content.decode()
    assert "yewu.txt" in page and at("review", row.pk) in page and at("conclude", row.pk) not in page
    assert b"".join(staff.get(kept.get_absolute_url()).streaming_content).decode() == "业务工作总结"
    assert as_(make_principal(make_institution().party)).get(kept.get_absolute_url()).status_code == 404

    said = {"findings": "材料齐全", "visited_on": "2026-01-05", "demerits": "", "version": 2}
    assert staff.post(at("review", row.pk), said).status_code == 302
    assert staff.post(at("conclude", row.pk), {"conclusion": "passed", "version": 3}).status_code == 403
    wrong = other.post(at("conclude", row.pk), {"conclusion": "suspended", "reason": "记分", "version": 3})
    assert wrong.status_code == 422 and "Say for how many months" in wrong.content.decode()
    assert other.post(at("conclude", row.pk), {"conclusion": "passed", "version": 2}).status_code == 409
    assert other.post(at("conclude", row.pk), {"conclusion": "passed", "version": 3}).status_code == 302

    row.refresh_from_db()
    until = row.verified_to.isoformat()
    for name in ("institution", "licence"):
        assert until in own.get(at(name, hospital.party.public_id)).content.decode()
    assert until in staff.get(at("verifications") + "?tab=over").content.decode()
    assert row.get_absolute_url() not in staff.get(at("verifications")).content.decode()


def test_an_order_is_offered_once_it_is_overdue(as_, keeper, hospital):
    browser, row = as_(keeper), opened(hospital, keeper, days=100)
    Obligation.objects.update(due_on=timezone.localdate() + timedelta(days=1))
    assert at("order", row.pk) not in browser.get(row.get_absolute_url()).content.decode()
    Obligation.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert at("order", row.pk) in browser.get(row.get_absolute_url()).content.decode()

    assert browser.post(at("order", row.pk), {"reason": "限期补办", "version": 1}).status_code == 302
    assert browser.post(at("end_verification", row.pk), {"reason": "误开", "version": 2}).status_code == 302
    row.refresh_from_db()
    assert row.state == "ended"


def test_one_is_opened_by_hand(as_, keeper, hospital):
    browser, key = as_(keeper), str(uuid4())
    licence = browser.get(at("licence", hospital.party.public_id)).content.decode()
    new = at("open_verification", hospital.party.public_id)
    assert new in licence
    answer = browser.post(new, {"due_on": "2027-06-30", "form_key": key})
    row = Verification.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    again = browser.post(new, {"due_on": "2027-07-30", "form_key": str(uuid4())})
    assert again.status_code == 422 and "open already" in again.content.decode()
    assert new not in browser.get(at("licence", hospital.party.public_id)).content.decode()


def test_the_institution_finds_its_duty_at_home(as_, keeper, hospital, row):
    own = as_(make_principal(hospital.party))

    home = own.get(reverse("reports:institution")).content.decode()

    assert row.get_absolute_url() in home
    assert "河东医院" in own.get(at("verifications")).content.decode()


def test_the_board_is_narrowed(as_, keeper, district):
    street = make_region(parent=district, name="一街")
    rows = {}
    for name, days in (("逾期医院", -5), ("临近医院", 3), ("远期医院", 60)):
        row = opened(make_institution(region=street if days < 0 else district, name=name), keeper, days=300)
        Obligation.objects.about(row).update(due_on=timezone.localdate() + timedelta(days=days))
        rows[name] = row
    make_verification(make_institution(region=make_region(), name="外地医院"))
    browser = as_(keeper)

    def shown(**asked):
        page = browser.get(at("verifications"), asked).content.decode()
        return [name for name in (*rows, "外地医院") if name in page]

    assert shown() == list(rows)
    assert shown(light="over") == ["逾期医院"]
    assert shown(light="soon") == ["临近医院"]
    assert shown(region=str(street.pk)) == ["逾期医院"]
    assert shown(state="applied") == []
    assert shown(light="red") == []
    assert shown(tab="over") == []


def test_departments_that_do_not_verify_see_only_the_day(as_, district, hospital, row):
    police = as_(make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY)))

    assert police.get(at("verifications")).status_code == 403
    assert police.get(row.get_absolute_url()).status_code == 403
    page = police.get(at("licence", hospital.party.public_id)).content.decode()
    assert "Verified until" in page and row.get_absolute_url() not in page


@pytest.mark.parametrize("address", ["/institutions/verifications/", "/api/v1/verifications/"])
def test_many_rows_take_as_many_queries_as_few(as_, keeper, district, address):
    browser = as_(keeper)
    opened(make_institution(region=district), keeper)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for _ in range(12):
        opened(make_institution(region=make_region(parent=district)), keeper)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(address).content.decode()
    assert page.count("Clinic") >= 13
    assert len(many) == len(few)


def test_the_api_takes_the_same_steps(as_, keeper, reviewer, hospital):
    staff, other, own = as_(keeper), as_(reviewer), as_(make_principal(hospital.party))
    facts = {"institution": str(hospital.party.public_id), "due_on": "2027-06-30"}

    def post(browser, address, body, version=None):
        headers = {"If-Match": f'"{version}"'} if version else {}
        return browser.post(address, body, content_type="application/json", headers=headers)

    made = post(staff, "/api/v1/verifications/", facts)
    assert (made.status_code, made.json()["state"]) == (201, "due")
    assert post(staff, "/api/v1/verifications/", facts | {"institution": str(uuid4())}).status_code == 400
    assert post(own, "/api/v1/verifications/", facts).status_code == 403
    one = f"/api/v1/verifications/{made.json()['id']}/"
    assert [row["id"] for row in own.get("/api/v1/verifications/shared/").json()["results"]] == [made.json()["id"]]
    assert post(own, f"{one}apply/", {"statement": "无变化"}).status_code == 428
    assert post(own, f"{one}apply/", {"statement": "无变化"}, 1).json()["state"] == "applied"
    assert post(staff, f"{one}order/", {"reason": "补办"}, 2).status_code == 409
    assert post(staff, f"{one}review/", {"findings": "齐全"}, 2).json()["state"] == "review"
    assert post(staff, f"{one}conclude/", {"conclusion": "passed"}, 3).status_code == 403
    told = {"conclusion": "suspended", "months": 2, "reason": "记分"}
    assert post(other, f"{one}conclude/", told | {"months": 9}, 3).status_code == 409
    shown = post(other, f"{one}conclude/", told, 3).json()
    assert (shown["state"], shown["conclusion"], shown["decided_by"]) == ("suspended", "记分", reviewer.user.name)
    assert post(staff, f"{one}end/", {"reason": "误开"}, 4).json()["state"] == "ended"


def test_who_works_there_under_another_hat_does_not_end_it(as_, keeper, hospital, row):
    Membership.objects.create(
        user=keeper.user, party=hospital.party, role=Role.PRINCIPAL, valid_from=timezone.localdate()
    )  # fmt: skip

    answer = as_(keeper).post(at("end_verification", row.pk), {"version": row.version, "reason": "Not needed"})

    assert answer.status_code == 403 and Verification.objects.get().is_open
