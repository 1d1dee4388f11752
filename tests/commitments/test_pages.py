"""Commitments in the browser and over the API."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from commitments.deadlines import text_for
from commitments.models import Breach, Commitment
from commitments.services.duties import open_commitments
from disclosure.models import Publication
from disclosure.services import discard_draft
from obligations.models import Obligation
from tests.commitments.test_signing import PDF
from tests.factories import (
    make_agency,
    make_commitment,
    make_commitment_template,
    make_institution,
    make_membership,
    make_practitioner,
    make_principal,
)

pytestmark = pytest.mark.django_db
NAMES = ("河东医院", "河西诊所")


def at(name, *keys):
    return reverse(f"commitments:{name}", args=keys)


def seen(institution, kind="institution"):
    return text_for(kind, institution.region_path, on=timezone.localdate()).pk


def signature(institution, name="陈示例", **more):
    return {"name": name, "is_confirmed": "on", "seen": seen(institution), "form_key": str(uuid4())} | more


def test_the_principal_reads_signs_and_what_was_owed_is_met(as_, hospital, principal, keeper):
    now = timezone.now()
    open_commitments(day=timezone.localdate(now), at=now)
    browser, own = as_(principal), at("institution", hospital.party.public_id)
    assert browser.get(at("board"))["Location"] == own
    assert own in browser.get(reverse("obligations:mine")).content.decode()
    page, before = at("sign", hospital.party.public_id), browser.get(own).content.decode()
    assert page in before and "not signed" in before and "Owed for" in before
    shown = browser.get(page).content.decode()
    assert ("第一责任人" in shown and "河东区" in shown) or "Agency" in shown

    for wrong in ({"name": "另一人"}, {"is_confirmed": ""}, {"seen": ""}):
        assert browser.post(page, signature(hospital) | wrong).status_code == 422
    said = signature(hospital)
    answer = browser.post(page, said)

    row = Commitment.objects.get()
    assert answer["Location"] == row.get_absolute_url() == browser.post(page, said)["Location"]
    shown = browser.get(row.get_absolute_url()).content.decode()
    assert row.digest in shown and "unchanged" in shown and "陈示例" in shown
    sheet = browser.get(at("paper", row.public_id)).content.decode()
    assert row.digest in sheet and "第一责任人" in sheet
    after = browser.get(own).content.decode()
    assert page not in after and "Owed for" not in after and row.get_absolute_url() in after
    assert Obligation.objects.get().state == "met"


def test_a_text_that_was_worded_anew_is_read_again(as_, hospital, principal, district):
    browser, page, said = as_(principal), at("sign", hospital.party.public_id), signature(hospital)
    make_commitment_template(region=district, text="We do more.")

    refused = browser.post(page, said)

    assert refused.status_code == 422 and "worded anew" in refused.content.decode()
    assert "We do more." in refused.content.decode() and not Commitment.objects.exists()


def test_practitioners_sign_on_the_institutions_device_or_on_paper(as_, hospital, principal, doctor, files_folder):
    browser, place = as_(principal), hospital.party.public_id
    nurse = make_practitioner(institution=hospital, name="王示例", profession="nurse")
    pages = {who: at("sign_person", place, who.party.public_id) for who in (doctor, nurse)}
    paper = at("scan_person", place, nurse.party.public_id)
    shown = browser.get(at("people_of", place)).content.decode()
    assert all(page in shown for page in (*pages.values(), paper)) and "0 have signed" in shown
    text = {"seen": seen(hospital, "practitioner")}
    assert browser.post(pages[doctor], signature(hospital) | text).status_code == 422
    assert browser.post(pages[doctor], signature(hospital, name="李示例") | text).status_code == 302
    scan = SimpleUploadedFile("paper.pdf", PDF)
    today = timezone.localdate()
    said = {"name": "王示例", "year": today.year, "signed_on": today.isoformat(), "form_key": str(uuid4())}
    assert browser.post(paper, said | {"year": today.year + 1, "scan": scan}).status_code == 422
    assert browser.post(paper, said).status_code == 422
    scan.seek(0)
    entered = browser.get(browser.post(paper, said | {"scan": scan})["Location"]).content.decode()

    rows = {row.party_id: row for row in Commitment.objects.all()}
    assert {rows[doctor.pk].scan, rows[nurse.pk].scan.name} == {None, "paper.pdf"}
    assert rows[nurse.pk].scan.get_absolute_url() in entered
    shown = browser.get(at("people_of", place)).content.decode()
    assert "2 have signed" in shown and paper not in shown
    assert "王示例" not in browser.get(at("people_of", place), {"profession": "doctor"}).content.decode()
    stranger = make_practitioner(region=hospital.party.region)
    assert browser.get(at("sign_person", place, stranger.party.public_id)).status_code == 404
    staff = as_(make_principal(hospital.party, role=Role.STAFF))
    assert {staff.get(page).status_code for page in (*pages.values(), paper)} == {403}
    assert staff.get(at("people_of", place)).status_code == 200


def test_the_commission_enters_a_paper(as_, hospital, keeper, files_folder):
    today = timezone.localdate()
    said = {"name": "陈示例", "year": today.year, "signed_on": today.isoformat(), "form_key": str(uuid4())}

    answer = as_(keeper).post(
        at("scan", hospital.party.public_id), said | {"scan": SimpleUploadedFile("paper.pdf", PDF)}
    )

    assert answer["Location"] == Commitment.objects.get().get_absolute_url()


def test_the_board_tells_who_has_signed_and_who_has_not(as_, keeper, hospital, district):
    other = make_institution(region=district, name="河西诊所")
    make_institution(region=district, name="河北诊所", state="closed", closed_on=timezone.localdate())
    make_commitment(hospital)
    make_commitment(other, year=timezone.localdate().year - 1)
    browser = as_(keeper)

    def shown(**asked):
        page = browser.get(at("board"), asked)
        assert page.status_code == 200
        return {name for name in (*NAMES, "河北诊所") if name in page.content.decode()}

    assert shown() == set(NAMES)
    assert shown(signed="yes") == {"河东医院"} and shown(signed="no") == {"河西诊所"}
    last = str(timezone.localdate().year - 1)
    assert shown(signed="yes", year=last) == shown(q="河西") == {"河西诊所"}
    assert shown(category="hospital_general") == shown(year="1066") == shown(signed="perhaps") == set()
    assert "1 have signed" in browser.get(at("board")).content.decode()


def test_the_commission_sees_who_of_its_territory_has_signed(as_, keeper, hospital, doctor):
    make_practitioner(institution=hospital, name="王示例")
    make_practitioner(institution=make_institution(), name="赵示例")
    make_commitment(hospital, practitioner=doctor)

    page = as_(keeper).get(at("people")).content.decode()

    assert "李示例" in page and "王示例" in page and "赵示例" not in page
    assert "1 have signed" in page and "2 in all" in page
    clinic = as_(make_principal(hospital.party))
    assert clinic.get(at("people"))["Location"] == at("people_of", hospital.party.public_id)


def test_the_commission_publishes_and_records_a_breach(as_, keeper, hospital, principal):
    row = make_commitment(hospital)
    browser, page = as_(keeper), row.get_absolute_url()
    assert browser.post(at("publish", row.public_id))["Location"] == Publication.objects.get().get_absolute_url()
    assert at("publish", row.public_id) not in browser.get(page).content.decode()
    assert browser.post(at("publish", row.public_id)).status_code == 409
    discard_draft(Publication.objects.get(), by=keeper, at=timezone.now(), reason="Mistaken")
    assert at("publish", row.public_id) in browser.get(page).content.decode()
    said = {"occurred_on": timezone.localdate().isoformat(), "level": "minor", "form_key": str(uuid4())}
    early = {"occurred_on": (timezone.localdate() - timedelta(days=9)).isoformat()}
    assert browser.post(at("breach", row.public_id), said | early).status_code == 422
    assert browser.post(at("breach", row.public_id), said)["Location"] == page

    event = Breach.objects.get().event
    for by in (keeper, principal):
        assert event.get_absolute_url() in as_(by).get(page).content.decode()
    police = make_membership(agency=make_agency(region=hospital.party.region, kind=AgencyKind.JUSTICE))
    assert event.get_absolute_url() not in as_(police).get(page).content.decode()


def test_a_row_that_does_not_give_its_digest_says_so(as_, keeper, hospital):
    words, browser = "no longer gives the digest", as_(keeper)
    row = make_commitment(hospital)
    assert words not in browser.get(row.get_absolute_url()).content.decode()

    row.pk, row.public_id, row.year, row.signed_name = None, uuid4(), row.year - 1, "Somebody else"
    row.save(force_insert=True)  # with the digest of another

    assert words in browser.get(row.get_absolute_url()).content.decode()


def test_other_territories_and_institutions_find_nothing(as_, keeper, hospital):
    far = make_commitment()
    other = make_principal(make_institution(region=hospital.party.region).party)
    row = make_commitment(hospital)

    for by, hidden in ((keeper, far), (other, row)):
        browser = as_(by)
        for name in ("commitment", "paper", "publish", "breach"):
            assert browser.get(at(name, hidden.public_id)).status_code in {403, 404, 405}
        assert browser.get(at("institution", hidden.institution.party.public_id)).status_code == 404
        assert browser.get(f"/api/v1/commitments/{hidden.public_id}/").status_code == 404


def test_the_api_lists_and_signs(as_, hospital, principal, doctor, keeper):
    api, address = as_(principal), "/api/v1/commitments/"
    said = {"institution": str(hospital.party.public_id), "name": "陈示例", "template": seen(hospital)}

    made = api.post(address, said, content_type="application/json")

    assert made.status_code == 201
    told = made.json()
    assert (told["kind"], told["year"], told["signed_name"], told["scan"]) == (
        "institution", timezone.localdate().year, "陈示例", None,
    )  # fmt: skip
    assert api.post(address, said, content_type="application/json").status_code == 409
    person = {"practitioner": str(doctor.party.public_id), "name": "李示例", "template": seen(hospital, "practitioner")}
    assert api.post(address, said | person, content_type="application/json").status_code == 201
    for wrong in ({"institution": str(uuid4())}, {"practitioner": str(uuid4())}, {"more": 1}, {"template": 0}):
        assert api.post(address, said | wrong, content_type="application/json").status_code == 400
    assert as_(keeper).post(address, said, content_type="application/json").status_code == 403
    assert len(api.get(f"{address}shared/").json()["results"]) == 2
    rows = as_(keeper).get(address, {"kind": "institution"}).json()["results"]
    assert [row["party"]["name"] for row in rows] == ["河东医院"]
    assert as_(keeper).get(f"{address}{told['id']}/").json()["digest"] == told["digest"]


@pytest.mark.parametrize("page", ["board", "people", "people_of", "institution", "api"])
def test_many_rows_take_as_many_queries_as_few(as_, keeper, hospital, district, page):
    address = "/api/v1/commitments/" if page == "api" else at(
        page, *([hospital.party.public_id] if page in {"people_of", "institution"} else [])
    )  # fmt: skip
    browser, counts, year = as_(keeper), [], timezone.localdate().year
    for first in (0, 3):
        for number in range(first, first + 3):
            make_commitment(make_institution(region=district))
            make_commitment(hospital, practitioner=make_practitioner(institution=hospital))
            make_commitment(hospital, year=year - number)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
