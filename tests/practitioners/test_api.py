"""Practitioners and registrations over the API."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from kernel.models import AuditRow
from obligations.enums import DutyState
from obligations.models import Obligation
from practitioners.models import Registration
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
PEOPLE, REGISTRATIONS = "/api/v1/practitioners/", "/api/v1/registrations/"


class Api:
    """JSON in, JSON out; a version stands for the header If-Match."""

    def __init__(self, browser):
        self.browser = browser

    def get(self, address, **asked):
        return self.browser.get(address, asked).json()

    def send(self, method, address, version: int | None = None, **facts):
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        send = getattr(self.browser, method)
        return send(address, json.dumps(facts), content_type="application/json", headers=headers)


@pytest.fixture
def api(as_):
    return lambda by: Api(as_(by))


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


def test_a_practitioner_is_added_corrected_and_shown_masked(api, keeper, hospital, card):
    ours, facts = api(keeper), {"name": "李示例", "profession": "doctor", "category": "clinical", "id_number": card,
                                "scope": "内科专业", "valid_from": "2022-01-01"}  # fmt: skip
    where = {"institution": str(hospital.party.public_id)}
    faulty = ours.send("post", PEOPLE, **facts | where | {"id_number": card[:-1] + "Y"})
    assert (faulty.status_code, list(faulty.json()["errors"])) == (400, ["id_number"])
    elsewhere = {"institution": str(make_institution().party.public_id)}
    assert ours.send("post", PEOPLE, **facts | elsewhere).status_code == 400

    made = ours.send("post", PEOPLE, **facts | where)

    held = Registration.objects.get()
    hidden = f"{card[:6]}**********{card[-2:]}"
    assert made.status_code == 201 and made["Location"].endswith(f"{PEOPLE}{made.json()['id']}/")
    assert made.json() | {"profession_display": "", "category_display": ""} == {
        "id": str(held.practitioner.party.public_id), "name": "李示例",
        "region": {"id": hospital.party.region_id, "name": "河东区"}, "profession": "doctor",
        "profession_display": "", "category": "clinical", "category_display": "", "certificate_number": "",
        "id_number": hidden, "qualification_code": "",
        "main": [{"id": held.pk, "valid_to": None, "institution_name": "河东医院"} | where],
    }  # fmt: skip

    row = f"{PEOPLE}{made.json()['id']}/"
    code = make_qualification(card)
    assert ours.send("patch", row, qualification_code=code).status_code == 428
    changed = ours.send("patch", row, version=1, name="李更正", qualification_code=code)
    assert (changed.json()["name"], changed.json()["qualification_code"][:6]) == ("李更正", code[:6])
    assert card not in changed.content.decode()
    assert ours.send("patch", row, version=1, name="李旧").status_code == 412


def test_who_asks_decides_what_is_shown(api, keeper, doctor, hospital, district, card):
    police = make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))
    (row,) = api(police).get(PEOPLE)["results"]
    assert (row["name"], row["id_number"], row["qualification_code"]) == ("李示例", None, None)

    own = api(make_principal(hospital.party))
    assert own.get(PEOPLE)["results"] == []
    (row,) = own.get(PEOPLE + "shared/")["results"]
    assert row["id_number"] == f"{card[:6]}**********{card[-2:]}"
    assert [row["practitioner"]["name"] for row in own.get(REGISTRATIONS + "shared/")["results"]] == ["李示例"]
    other = api(make_principal(make_institution(region=district).party))
    assert other.browser.get(f"{PEOPLE}{row['id']}/").status_code == 404


def test_a_number_finds_and_stands_in_no_address(api, keeper, doctor, card):
    ours = api(keeper)
    for number in (card, f"{card[:6]} {card[6:]}", make_qualification(card), "110330102000001"):
        assert ours.send("post", PEOPLE + "find/", number=number).json()["name"] == "李示例"
    assert ours.send("post", PEOPLE + "find/", number=make_card()).status_code == 404
    assert ours.browser.get(PEOPLE, {"q": card}).json()["results"] == []


def test_numbers_are_shown_in_full_with_a_purpose_and_that_is_kept(api, keeper, doctor, card):
    ours, address = api(keeper), f"{PEOPLE}{doctor.party.public_id}/unmask/"
    for said in ({}, {"purpose": "inspection"}, {"purpose": "curiosity", "reason": "Case 7"}):
        assert ours.send("post", address, **said).status_code == 400
    admin = make_membership(agency=keeper.party.agency, role=Role.BUSINESS_ADMIN)
    assert api(admin).send("post", address, purpose="inspection", reason="Case 7").status_code == 403
    assert not AuditRow.objects.filter(table_name="numbers_unmasked").exists()

    shown = api(keeper).send("post", address, purpose="inspection", reason="Case 7")

    assert shown.json() == {"id_number": card, "qualification_code": make_qualification(card)}
    assert shown["Cache-Control"] == "no-store"
    note = AuditRow.objects.get(table_name="numbers_unmasked")
    assert (note.row_id, note.membership_id, note.changes["purpose"]) == (str(doctor.pk), keeper.pk, "inspection")


def test_a_registration_is_made_changed_extended_and_ended(api, keeper, hospital):
    nurse = make_practitioner(region=hospital.party.region, profession="nurse", certificate_number="202133000001")
    ours = api(keeper)
    facts = {"institution": str(hospital.party.public_id), "kind": "main", "valid_from": "2022-03-01"}
    unknown = ours.send("post", REGISTRATIONS, number="202133000009", **facts)
    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["number"])

    made = ours.send("post", REGISTRATIONS, number="202133000001", **facts)

    row = made.json()
    assert (made.status_code, row["practitioner"]["id"], row["valid_to"], row["state"]) == (
        201, str(nurse.party.public_id), "2027-02-28", "registered"
    )  # fmt: skip
    assert ours.send("post", REGISTRATIONS, number="202133000001", **facts).status_code == 409
    at = f"{REGISTRATIONS}{row['id']}/"
    assert ours.send("patch", at, version=1, scope="护理", valid_from="2022-04-01").json()["scope"] == "护理"
    wrong = ours.send("patch", at, version=2, valid_to="2022-01-01")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["valid_to"])
    assert ours.send("post", at + "extend/", version=2, until="2032-02-29").json()["valid_to"] == "2032-02-29"
    done = ours.send("post", at + "end/", version=3, on="2026-01-31", reason="Moved").json()
    assert (done["state"], done["ended_on"]) == ("ended", "2026-01-31")
    assert ours.send("patch", at, version=4, scope="助产").status_code == 409
    again = ours.send("post", REGISTRATIONS, number="202133000001", **facts | {"valid_from": "2026-02-01"}).json()
    gone = {"on": "2026-03-01", "reason": "Two years", "ground": "stopped"}
    cancelled = ours.send("post", f"{REGISTRATIONS}{again['id']}/cancel/", version=1, **gone).json()
    assert (cancelled["state"], cancelled["ground"]) == ("cancelled", "stopped")
    assert len(ours.get(REGISTRATIONS, state="cancelled")["results"]) == 1
    assert ours.get(REGISTRATIONS, practitioner=str(make_practitioner().party.public_id))["results"] == []


def test_the_institution_applies_and_changes_nothing(api, hospital):
    nurse = make_practitioner(region=hospital.party.region, profession="nurse")
    now = timezone.now()
    row = make_registration(nurse, institution=hospital, valid_to=timezone.localdate(now) + timedelta(days=60))
    make_agency(region=hospital.party.region)
    open_renewals(day=timezone.localdate(now), at=now)
    own, at = api(make_principal(hospital.party)), f"{REGISTRATIONS}{row.pk}/"

    assert own.send("post", at + "apply/", version=1).status_code == 200
    assert Obligation.objects.get().state == DutyState.SUBMITTED
    assert own.send("post", at + "extend/", version=1, until="2040-01-01").status_code == 403
    assert own.send("patch", at, version=1, scope="护理").status_code == 403
    assert own.send("post", REGISTRATIONS).status_code == 403


@pytest.mark.parametrize("address", [PEOPLE, REGISTRATIONS])
def test_many_rows_take_as_many_queries_as_few(api, keeper, hospital, address):
    ours, counts = api(keeper), []
    for _ in range(2):
        for _ in range(3):
            make_registration(
                make_practitioner(region=hospital.party.region, id_number=make_card()),
                institution=hospital, valid_to=date(2030, 1, 1),
            )  # fmt: skip
        ours.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert ours.get(address)["results"]
        counts.append(len(queries))

    assert counts[0] == counts[1]
