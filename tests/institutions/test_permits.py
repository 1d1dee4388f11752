"""Special permits and equipment: who keeps them, what is refused, and what the code on a machine says."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from institutions.enums import EquipmentKind, PermitKind
from institutions.models import Equipment, Permit
from institutions.services.permits import (
    add_equipment,
    add_permit,
    change_equipment,
    change_permit,
    remove_permit,
)
from institutions.services.register import close_institution
from kernel.errors import Refused, Stale, WrongDay
from kernel.models import AuditRow
from tests.factories import make_institution, make_principal, make_region

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PERMIT = {"kind": PermitKind.RADIOLOGY, "number": "示放字〔2026〕7号", "valid_to": date(2030, 1, 1)}
MACHINE = {
    "kind": EquipmentKind.RADIOLOGY, "name": "CT 1", "serial": "S-1", "permit_to": date(2030, 1, 1),
    "permit_number": PERMIT["number"],
}  # fmt: skip


@pytest.fixture
def hospital(district):
    return make_institution(region=district, name="河东医院")


def test_a_permit_is_added_corrected_and_taken_out(keeper, hospital):
    permit = add_permit(hospital, by=keeper, **PERMIT)
    with pytest.raises(Refused, match="recorded there already"):
        add_permit(hospital, by=keeper, **PERMIT)
    with pytest.raises(WrongDay):
        change_permit(permit, by=keeper, valid_from=date(2031, 1, 1))

    permit = change_permit(Permit.objects.get(), by=keeper, valid_from=date(2026, 1, 1))
    remove_permit(permit, by=keeper)

    assert not Permit.objects.exists()
    assert AuditRow.objects.filter(table_name="institutions_permit").count() == 3


def test_permits_are_the_commissions_equipment_the_institutions_too(keeper, hospital, district):
    own, other = make_principal(hospital.party), make_principal(make_institution(region=district).party)
    with pytest.raises(PermissionDenied):
        add_permit(hospital, by=own, **PERMIT)

    machine = add_equipment(hospital, by=own, at=NOW, **MACHINE)

    for by in (other, make_principal(make_institution(region=make_region()).party)):
        with pytest.raises(PermissionDenied):
            change_equipment(machine, by=by, at=NOW, name="CT 2")
    change_equipment(machine, by=keeper, at=NOW, is_in_use=False)
    with pytest.raises(Stale):
        change_equipment(machine, by=own, at=NOW, name="CT 2")


def test_a_closed_institutions_record_stays(keeper, hospital):
    permit = add_permit(hospital, by=keeper, **PERMIT)
    machine = add_equipment(hospital, by=keeper, at=NOW, **MACHINE)
    hospital.state, hospital.closed_on = "closed", date(2026, 1, 1)
    hospital.save()

    for deed, row, said in (
        (add_permit, hospital, PERMIT), (change_permit, permit, {}), (remove_permit, permit, {}),
        (add_equipment, hospital, MACHINE | {"at": NOW}), (change_equipment, machine, {"at": NOW}),
    ):  # fmt: skip
        with pytest.raises(Refused, match="closed"):
            deed(row, by=keeper, **said)


def test_a_machine_was_not_checked_on_a_day_to_come(as_, keeper, hospital):
    today, tomorrow = timezone.localdate(NOW), timezone.localdate(NOW) + timedelta(days=1)
    machine = add_equipment(hospital, by=keeper, at=NOW, **MACHINE, checked_on=today)
    with pytest.raises(WrongDay):
        change_equipment(machine, by=keeper, at=NOW, checked_on=tomorrow)

    said = {"kind": "large", "name": "MR 1", "checked_on": "2999-01-01"}
    browser, at = as_(keeper), reverse("institutions:add_equipment", args=[hospital.party.public_id])
    page = browser.post(at, said | {"form_key": str(uuid4())})
    sent = said | {"institution": str(hospital.party.public_id)}
    answer = browser.post("/api/v1/equipment/", sent, content_type="application/json")

    assert (page.status_code, answer.status_code, Equipment.objects.count()) == (422, 409, 1)


def test_the_pages_add_and_change(as_, keeper, hospital):
    browser, page = as_(keeper), reverse("institutions:licence", args=[hospital.party.public_id])
    new = reverse("institutions:add_permit", args=[hospital.party.public_id])
    said = {"kind": "radiology", "number": "7", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}
    assert browser.post(new, said | {"form_key": str(uuid4())}).status_code == 422
    assert browser.post(new, said | {"valid_to": "2027-01-01", "form_key": str(uuid4())})["Location"] == page
    permit = Permit.objects.get()
    edit = reverse("institutions:edit_permit", args=[permit.pk])
    assert browser.post(edit, said | {"valid_to": "2028-01-01", "version": 1}).status_code == 302
    assert browser.post(edit, said | {"valid_to": "2028-01-01", "version": 1}).status_code == 409

    new = reverse("institutions:add_equipment", args=[hospital.party.public_id])
    assert browser.post(new, {"kind": "large", "name": "MR 1", "form_key": str(uuid4())})["Location"] == page
    machine = Equipment.objects.get()
    shown = browser.get(page).content.decode()
    assert "2028-01-01" in shown and "MR 1" in shown and machine.get_public_url() in shown
    labels = browser.get(reverse("institutions:labels", args=[hospital.party.public_id])).content.decode()
    assert "<svg" in labels and "MR 1" in labels
    assert browser.post(reverse("institutions:remove_permit", args=[permit.pk]), {"version": 2}).status_code == 302


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"permit_to": date(2090, 1, 1)}, "The permit holds"),
        ({"permit_to": date(2020, 1, 1)}, "The permit has ended"),
        ({"permit_to": None}, "The permit holds"),
        ({"permit_number": "示放字〔2026〕8号"}, "has not recorded"),
        ({"permit_number": ""}, "has not recorded"),
        ({"permit_number": "", "permit_to": None}, "No day is recorded"),
        ({"is_in_use": False}, "No longer in use"),
    ],
)
def test_the_code_on_a_machine_says_whether_its_permit_holds(client, hospital, facts, said):
    machine = Equipment.objects.create(institution=hospital, **MACHINE | facts)
    Permit.objects.create(institution=hospital, **PERMIT | {"valid_to": date(2095, 1, 1)})

    answer = client.get(machine.get_public_url(), {"lang": "en"})

    assert answer.status_code == 200 and said in answer.content.decode() and "河东医院" in answer.content.decode()
    assert "S-1" not in answer.content.decode() and not answer.cookies
    assert client.get(f"/open/e/{uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    ("permit", "said"),
    [
        ({}, "The permit holds"),
        ({"valid_to": None}, "The permit holds"),
        ({"valid_to": date(2020, 1, 1)}, "has not recorded"),
        ({"number": "another"}, "has not recorded"),
    ],
)
def test_a_permit_holds_where_the_commission_has_recorded_it(client, hospital, permit, said):
    machine = Equipment.objects.create(institution=hospital, **MACHINE)
    Permit.objects.create(institution=make_institution(), **PERMIT)
    assert "has not recorded" in client.get(machine.get_public_url(), {"lang": "en"}).content.decode()

    Permit.objects.create(institution=hospital, **PERMIT | permit)

    assert said in client.get(machine.get_public_url(), {"lang": "en"}).content.decode()


def test_the_api_keeps_permits_and_equipment(as_, keeper, hospital):
    api, id_ = as_(keeper), str(hospital.party.public_id)
    made = api.post(
        "/api/v1/permits/", {"institution": id_, "kind": "blood", "number": "9"}, content_type="application/json"
    )
    assert made.status_code == 201
    row = made.json()
    at = f"/api/v1/permits/{row['id']}/"
    change = {"valid_to": "2030-01-01"}
    assert api.patch(at, change, content_type="application/json").status_code == 428
    assert api.patch(at, change, content_type="application/json", headers={"If-Match": '"1"'}).status_code == 200
    assert api.delete(at, headers={"If-Match": '"2"'}).status_code == 204

    own = as_(make_principal(hospital.party))
    facts = {"institution": id_, "kind": "large", "name": "MR"}
    made = own.post("/api/v1/equipment/", facts, content_type="application/json")
    assert (made.status_code, made.json()["is_in_use"]) == (201, True)
    assert [row["name"] for row in own.get("/api/v1/equipment/shared/").json()["results"]] == ["MR"]
    other = make_institution(region=make_region())
    answer = own.post(
        "/api/v1/equipment/", facts | {"institution": str(other.party.public_id)}, content_type="application/json"
    )
    assert answer.status_code == 400


def test_the_code_of_a_closed_institutions_machine_does_not_say_that_it_holds(client, keeper, hospital):
    machine = Equipment.objects.create(institution=hospital, **MACHINE)
    add_permit(hospital, by=keeper, **PERMIT)
    assert "The permit holds" in client.get(machine.get_public_url(), {"lang": "en"}).content.decode()

    close_institution(hospital, on=timezone.localdate(), reason="Given up", by=keeper, at=timezone.now())

    page = client.get(machine.get_public_url(), {"lang": "en"}).content.decode()
    assert "No longer in use" in page and "The permit holds" not in page


def test_what_a_repeated_request_had_made_and_is_gone_is_not_found(as_, keeper, hospital):
    api, sent = as_(keeper), {"institution": str(hospital.party.public_id), "kind": "blood", "number": "9"}
    once = {"content_type": "application/json", "headers": {"Idempotency-Key": str(uuid4())}}
    assert [api.post("/api/v1/permits/", sent, **once).status_code for _ in range(2)] == [201, 200]

    remove_permit(Permit.objects.get(), by=keeper)

    assert api.post("/api/v1/permits/", sent, **once).status_code == 404
