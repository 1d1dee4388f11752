"""Change requests on the pages, in the API and in the admin."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.enums import Role
from institutions.enums import ChangeState
from institutions.models import ChangeRequest, Institution, ProposableFacts
from institutions.services.changes import decide_change, propose_change, withdraw_change
from institutions.services.register import change_institution
from institutions.sources import CHANGE_DOCUMENT, VERIFICATION_DOCUMENT
from kernel import files
from kernel.errors import Refused
from tests.factories import make_agency, make_change_request, make_institution, make_membership, make_principal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
KEY = "6f1c0f2e-0000-4000-8000-0000000000"


@pytest.fixture
def clinic(district):
    return make_institution(region=district, name="河东诊所", phone="0571-1", address="新河路8号", beds=2)


@pytest.fixture
def principal(clinic):
    return make_principal(clinic.party)


def propose(clinic, by, **facts):
    return propose_change(clinic, facts=facts or {"phone": "0571-2"}, reason="A new line", by=by, at=NOON)


def test_the_business_administrator_sets_it_in_the_admin(as_, district):
    browser = as_(make_membership(agency=make_agency(region=district), role=Role.BUSINESS_ADMIN))
    add = reverse("admin:institutions_proposablefacts_add")
    said = {"region": district.pk, "facts": ["beds", "phone"], "valid_from": "2026-11-01", "basis": "Doc 1"}

    assert browser.post(add, said).status_code == 302
    assert browser.post(add, said).status_code == 200  # the form says that the day has its row already
    row = ProposableFacts.objects.get()
    page = reverse("admin:institutions_proposablefacts_change", args=[row.pk])
    assert browser.post(page, said | {"facts": ["name"], "version": 1}).status_code == 302
    row.refresh_from_db()
    assert (row.facts, row.version) == (["name"], 2)
    assert "Name" in browser.get(reverse("admin:institutions_proposablefacts_changelist")).content.decode()


def test_the_pages_propose_and_decide(as_, clinic, principal, keeper):
    theirs, ours = as_(principal), as_(keeper)
    form = reverse("institutions:propose", args=[clinic.party.public_id])
    assert form in theirs.get(clinic.get_absolute_url()).content.decode()
    said = {"principal": "", "phone": "0571-2", "address": "新河路8号", "beds": "2", "subjects": "口腔科",
            "licence_number": "", "licence_from": "", "licence_to": "", "reason": "A new line",
            "form_key": KEY + "01"}  # fmt: skip
    assert theirs.post(form, said | {"beds": "99999"}).status_code == 422
    answer = theirs.post(form, said)
    row = ChangeRequest.objects.get()
    assert (answer.status_code, answer["Location"], set(row.facts)) == (
        302,
        row.get_absolute_url(),
        {"phone", "subjects"},
    )
    assert theirs.get(form)["Location"] == row.get_absolute_url()

    assert "河东诊所" in ours.get(reverse("institutions:changes")).content.decode()
    shown = ours.get(row.get_absolute_url()).content.decode()
    assert "0571-1" in shown and "0571-2" in shown and "changed since the proposal" not in shown
    decision = {"accept_phone": "yes", "accept_subjects": "no", "version": 1, "institution_version": 1}
    assert ours.post(row.get_absolute_url(), decision).status_code == 422  # no reason
    decision["reason_subjects"] = "Not on the licence"
    change_institution(Institution.objects.get(), by=keeper, at=NOON, phone="0571-7")
    stale = ours.post(row.get_absolute_url(), decision)
    assert stale.status_code == 409
    assert "changed since the proposal" in stale.content.decode() and "0571-7" in stale.content.decode()
    assert ours.post(row.get_absolute_url(), decision | {"institution_version": 2}).status_code == 302
    assert Institution.objects.get().phone == "0571-2"
    assert "Not on the licence" in theirs.get(row.get_absolute_url()).content.decode()
    assert "河东诊所" in theirs.get(reverse("institutions:changes")).content.decode()


def test_the_institution_withdraws_on_the_page(as_, clinic, principal, keeper):
    row = propose(clinic, principal)
    address = reverse("institutions:withdraw_change", args=[row.pk])

    assert as_(keeper).post(address, {"version": 1}).status_code == 403
    assert as_(principal).post(address, {"version": 1}).status_code == 302

    assert ChangeRequest.objects.get().state == ChangeState.WITHDRAWN


def test_another_institution_sees_nothing_of_it(as_, clinic, principal, keeper, district):
    row = propose(clinic, principal)
    browser = as_(make_principal(make_institution(region=district).party))

    assert browser.get(row.get_absolute_url()).status_code == 404
    assert browser.get(f"/api/v1/change-requests/{row.pk}/").status_code == 404
    assert "河东诊所" not in browser.get(reverse("institutions:changes")).content.decode()


def test_the_list_asks_as_much_for_few_as_for_many(as_, keeper, district):
    browser = as_(keeper)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(reverse("institutions:changes")).status_code == 200
        return len(asked)

    make_change_request(make_institution(region=district))
    queries()
    few = queries()
    for _ in range(5):
        make_change_request(make_institution(region=district))
    assert queries() == few


def test_the_api_proposes_once_withdraws_and_decides(as_, clinic, principal, keeper):
    theirs, ours = as_(principal), as_(keeper)

    def send(api, address, said, **headers):
        address = f"/api/v1/change-requests/{address}"
        return api.post(address, said, content_type="application/json", headers=headers)

    said = {"facts": {"beds": 4, "licence_to": "2027-01-01"}, "reason": "Two more"}
    key = {"Idempotency-Key": KEY + "02"}
    assert send(theirs, "", {"facts": {"region": 1}, "reason": "x"}).status_code == 400
    assert send(theirs, "", {"facts": {"beds": 99_999}, "reason": "x"}).json()["errors"].keys() == {"facts"}
    assert send(ours, "", said).status_code == 403
    assert [send(theirs, "", said, **key).status_code for _ in range(2)] == [201, 200]
    row = ChangeRequest.objects.get()
    any_version = {"If-Match": "*"}
    assert send(theirs, f"{row.pk}/withdraw/", {}, **any_version).json()["state"] == "withdrawn"

    made = send(theirs, "", said).json()
    decision = {"accepted": ["beds"], "refused": {"licence_to": "No"}, "institution_version": 1}
    assert send(ours, f"{made['id']}/decide/", decision).status_code == 428
    assert send(ours, f"{made['id']}/decide/", decision | {"institution_version": 7}, **any_version).status_code == 412
    shown = send(ours, f"{made['id']}/decide/", decision, **any_version).json()
    assert shown["facts"] == [
        {"fact": "beds", "before": 2, "now": 2, "proposed": 4, "accepted": True, "reason": ""},
        {"fact": "licence_to", "before": None, "now": None, "proposed": "2027-01-01", "accepted": False,
         "reason": "No"},
    ]  # fmt: skip
    assert (shown["state"], shown["institution_version"]) == ("decided", 2)
    listed = ours.get("/api/v1/change-requests/", {"state": "decided"}).json()["results"]
    assert [one["id"] for one in listed] == [made["id"]]


def test_documents_are_read_by_who_reads_the_request(as_, clinic, principal, keeper, district, files_folder):
    theirs, ours = as_(principal), as_(keeper)
    paper = SimpleUploadedFile("批复.pdf", b"%PDF-1.4 beds", content_type="application/pdf")
    said = {"principal": "", "phone": "0571-2", "address": "新河路8号", "beds": "2", "reason": "A new line",
            "form_key": KEY + "09", "documents": [paper]}  # fmt: skip
    form = reverse("institutions:propose", args=[clinic.party.public_id])
    wrong = SimpleUploadedFile("a.exe", b"MZ\x90\x00\x03", content_type="application/octet-stream")

    assert theirs.post(form, said | {"documents": [wrong]}).status_code == 422
    assert not ChangeRequest.objects.exists()
    paper.seek(0)
    assert theirs.post(form, said).status_code == 302

    row = ChangeRequest.objects.get()
    kept = row.documents.get()
    assert "批复.pdf" in ours.get(row.get_absolute_url()).content.decode()
    assert [files.readable(by, public_id=kept.public_id) for by in (principal, keeper)] == [kept, kept]
    for other in (make_principal(make_institution(region=district).party), make_membership()):
        with pytest.raises((Http404, PermissionDenied)):
            files.readable(other, public_id=kept.public_id)


def test_a_file_is_handed_in_once_and_by_who_has_sent_it(clinic, principal, keeper, district, files_folder):
    other = make_principal(make_institution(region=district).party)
    mine, not_mine, of_a_table = [
        files.store(io.BytesIO(b"%PDF-1.4"), name="a.pdf", purpose=purpose, by=by, at=NOON)
        for by, purpose in ((principal, CHANGE_DOCUMENT), (other, CHANGE_DOCUMENT), (principal, VERIFICATION_DOCUMENT))
    ]
    facts = {"facts": {"phone": "0571-2"}, "reason": "A new line", "by": principal, "at": NOON}
    for wrong in (not_mine, of_a_table):
        with pytest.raises(Refused, match="belongs to something else"):
            propose_change(clinic, documents=[mine, wrong], **facts)
    with pytest.raises(Refused, match="At most"):
        propose_change(clinic, documents=[mine] * 21, **facts)

    row = propose_change(clinic, documents=[mine], **facts)
    withdraw_change(row, by=principal, at=NOON)
    with pytest.raises(Refused, match="belongs to something else"):
        propose_change(clinic, documents=[mine], **facts)


@pytest.mark.parametrize("version", [{"version": 1}, {}])
def test_who_decides_after_another_is_told_that_it_is_not_recorded(as_, clinic, principal, keeper, version):
    row = propose(clinic, principal)
    said = {"accept_phone": "yes", "institution_version": 1}
    assert as_(keeper).post(row.get_absolute_url(), said).status_code == 302
    other = as_(make_membership(agency=keeper.party.agency, role=Role.REVIEWER))

    page = other.post(
        row.get_absolute_url(), said | {"accept_phone": "no", "reason_phone": "why"} | version, follow=True
    )

    assert "yours is not recorded" in page.content.decode()
    row.refresh_from_db()
    assert row.decisions["phone"]["accepted"] and row.ended_by_id == keeper.pk


def test_the_own_list_leads_to_proposing_while_nothing_is_open(as_, clinic, principal, keeper):
    own, page, form = as_(principal), reverse("institutions:changes"), [clinic.party.public_id]
    form = reverse("institutions:propose", args=form)
    assert form in own.get(page).content.decode()
    assert form not in as_(make_principal(clinic.party, role=Role.STAFF)).get(page).content.decode()

    propose(clinic, principal)

    assert form not in own.get(page).content.decode()


def test_the_admin_says_in_words_what_was_proposed_and_decided(as_, clinic, principal, keeper):
    row = propose(clinic, principal, phone="0571-2", beds=4)
    decide_change(row, accepted=["beds"], refused={"phone": "no proof"}, seen=1, by=keeper, at=NOON)
    admin = as_(make_membership(agency=keeper.party.agency, role=Role.BUSINESS_ADMIN))

    page = admin.get(reverse("admin:institutions_changerequest_change", args=[row.pk])).content.decode()

    for words in ("Beds: 2 → 4", "Telephone: 0571-1 → 0571-2", "Beds: accepted", "Telephone: no proof"):
        assert words in page
