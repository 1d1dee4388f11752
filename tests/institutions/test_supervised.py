"""Supervised objects that are no medical institutions: who names them, who keeps them, what is refused."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, PartyKind
from agencies.models import Party
from institutions.models import SupervisedObject
from institutions.services.supervised import add_object, change_object, end_object
from kernel.errors import FaultyFacts, Refused, Stale, WrongDay
from kernel.models import AuditRow
from tests.factories import (
    make_agency,
    make_institution,
    make_membership,
    make_object,
    make_principal,
    make_region,
    make_uscc,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def police(district):
    return make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))


def test_a_school_is_a_place_and_a_person_a_natural_person(keeper, district):
    school = add_object(name="河东中学", region=district, kind="school", by=keeper, uscc=make_uscc())
    person = add_object(name="无名氏", region=district, kind="person", by=keeper)

    assert (school.party.kind, person.party.kind) == (PartyKind.PLACE, PartyKind.PERSON)
    assert school.region_path == district.path
    add_object(name="无名氏", region=district, kind="person", by=keeper)  # a namesake


def test_what_is_refused_leaves_nothing(keeper, district):
    code = make_uscc()
    add_object(name="河东中学", region=district, kind="school", by=keeper, uscc=code)
    clinic = make_institution(region=district, uscc=make_uscc())
    before = Party.objects.count()

    with pytest.raises(Refused, match="of this kind and name"):
        add_object(name="河东中学", region=district, kind="school", by=keeper)
    with pytest.raises(Refused, match="has this code already"):
        add_object(name="河西中学", region=district, kind="school", by=keeper, uscc=code)
    for kind, wrong in (("school", clinic.uscc), ("school", code[:-1] + "?"), ("person", make_uscc())):
        with pytest.raises(FaultyFacts):
            add_object(name="某处", region=district, kind=kind, by=keeper, uscc=wrong)
    with pytest.raises(PermissionDenied):
        add_object(name="某处", region=make_region(), kind="school", by=keeper)

    assert Party.objects.count() == before


def test_every_agency_names_what_it_finds_and_the_commission_keeps_it(keeper, police, district):
    found = add_object(name="无证诊所", region=district, kind="unlicensed", by=police)

    with pytest.raises(PermissionDenied):
        change_object(found, by=police, remark="moved")
    with pytest.raises(PermissionDenied):
        end_object(found, on=date(2026, 1, 1), reason="gone", by=police, at=timezone.now())
    with pytest.raises(PermissionDenied):
        add_object(name="某处", region=district, kind="other", by=make_principal(make_institution().party))
    assert change_object(found, by=keeper, remark="moved").remark == "moved"


def test_name_and_place_follow_the_party_and_the_kind_of_party_stays(keeper, district):
    street = make_region(parent=district, name="河东街道")
    pool = make_object(region=district, name="游泳馆")

    moved = change_object(pool, by=keeper, name="河东游泳馆", region=street, kind="other")

    row = SupervisedObject.objects.get(pk=pool.pk)
    assert (row.name, row.region_path, row.kind) == ("河东游泳馆", street.path, "other")
    assert (moved.name, moved.region_path, moved.party.name) == ("河东游泳馆", street.path, "河东游泳馆")
    with pytest.raises(FaultyFacts, match="stays one"):
        change_object(row, by=keeper, kind="person")
    with pytest.raises(PermissionDenied):
        change_object(row, by=keeper, region=make_region())
    with pytest.raises(Stale):
        change_object(pool, by=keeper, remark="from an old page")


def test_another_ones_name_is_refused_when_it_is_taken_by_a_change(keeper, district):
    make_object(region=district, name="游泳馆")
    other = make_object(region=district, name="浴室")

    with pytest.raises(Refused, match="of this kind and name"):
        change_object(other, by=keeper, name="游泳馆")


def test_it_ends_and_its_record_stays(keeper, district):
    at, pool = timezone.now(), make_object(region=district, name="游泳馆")
    with pytest.raises(WrongDay):
        end_object(pool, on=date(2999, 1, 1), reason="closed", by=keeper, at=at)

    ended = end_object(SupervisedObject.objects.get(), on=date(2026, 1, 1), reason="closed", by=keeper, at=at)

    assert Party.objects.get(pk=pool.pk).valid_to == date(2026, 1, 1)
    entries = AuditRow.objects.filter(action="N").values_list("table_name", "row_id")
    assert list(entries) == [("object_ended", str(pool.pk))]
    for deed, said in ((change_object, {}), (end_object, {"on": date(2026, 1, 2), "reason": "x", "at": at})):
        with pytest.raises(Refused, match="ended"):
            deed(ended, by=keeper, **said)
    make_object(region=district, name="游泳馆")  # another of this name, after it


def test_the_pages_add_change_and_end(as_, keeper, district):
    browser, new = as_(keeper), reverse("institutions:create_object")
    said = {"kind": "school", "name": "河东中学", "region": district.pk, "uscc": "", "form_key": str(uuid4())}
    assert browser.post(new, said | {"uscc": "123"}).status_code == 422
    page = browser.post(new, said | {"form_key": str(uuid4())})["Location"]
    assert "河东中学" in browser.get(page).content.decode()

    assert browser.post(page + "edit/", said | {"remark": "寄宿", "version": 1}).status_code == 302
    assert browser.post(page + "edit/", said | {"remark": "走读", "version": 1}).status_code == 409
    assert browser.post(page + "end/", {"on": "2026-01-01", "reason": "合并", "version": 2})["Location"] == page
    assert "寄宿" in browser.get(page).content.decode() and "2026-01-01" in browser.get(page).content.decode()


def test_the_list_finds_by_name_code_kind_and_end(as_, keeper, district):
    code = make_uscc()
    make_object(region=district, name="河东中学", kind="school", uscc=code)
    make_object(region=district, name="河东浴室", ended_on=date(2026, 1, 1))
    make_object(name="河东外校", kind="school")

    def names(**asked):
        page = as_(keeper).get(reverse("institutions:objects"), asked)
        return [row.name for row in page.context["page_obj"]]

    assert names() == ["河东中学", "河东浴室"]
    assert names(q="中学") == names(q=code[:8]) == names(kind="school") == names(ended="false") == ["河东中学"]
    assert names(ended="true") == ["河东浴室"]


@pytest.mark.parametrize("address", ["/institutions/objects/", "/api/v1/objects/"])
def test_a_list_asks_the_same_however_long_it_is(as_, keeper, district, django_assert_num_queries, address):
    browser = as_(keeper)
    make_object(region=district)
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    for _ in range(3):
        make_object(region=make_region(parent=district))

    with django_assert_num_queries(len(asked)):
        browser.get(address)


def test_the_api_adds_changes_and_ends(as_, keeper, district):
    api, facts = as_(keeper), {"kind": "waterworks", "name": "河东水厂", "region": district.pk}
    made = api.post("/api/v1/objects/", facts | {"uscc": "1"}, content_type="application/json")
    assert made.status_code == 400 and "uscc" in made.json()["errors"]
    made = api.post("/api/v1/objects/", facts, content_type="application/json")
    assert made.status_code == 201 and made.json()["kind_display"] == "drinking water supply"

    at = f"/api/v1/objects/{made.json()['id']}/"
    tag = api.get(at)["ETag"]
    changed = api.patch(at, {"phone": "0571-1"}, content_type="application/json", headers={"If-Match": tag})
    assert changed.status_code == 200 and changed.json()["phone"] == "0571-1"
    again = api.patch(at, {"phone": "0571-2"}, content_type="application/json", headers={"If-Match": tag})
    assert again.status_code == 412
    end = {"on": "2026-01-01", "reason": "closed"}
    ended = api.post(at + "end/", end, content_type="application/json", headers={"If-Match": changed["ETag"]})
    assert ended.json()["ended_on"] == "2026-01-01"


def test_a_repeated_request_does_not_show_what_lies_elsewhere_by_now(as_, keeper, district):
    api, facts = as_(keeper), {"kind": "waterworks", "name": "河东水厂", "region": district.pk}
    once = {"content_type": "application/json", "headers": {"Idempotency-Key": str(uuid4())}}
    assert [api.post("/api/v1/objects/", facts, **once).status_code for _ in range(2)] == [201, 200]
    elsewhere = make_region()

    Party.objects.filter(name="河东水厂").update(region=elsewhere, region_path=elsewhere.path)

    assert api.post("/api/v1/objects/", facts, **once).status_code == 404


def test_what_is_wrong_stands_at_its_field(as_, keeper, district):
    said = {"kind": "person", "name": "无名氏", "region": district.pk, "uscc": make_uscc(), "form_key": str(uuid4())}

    page = as_(keeper).post(reverse("institutions:create_object"), said)

    assert page.status_code == 422 and list(page.context["form"].errors) == ["uscc"]
