"""The register in the browser and over the API."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from institutions.enums import Category
from institutions.forms import named
from institutions.models import Institution
from institutions.services.permits import add_equipment, add_permit, change_equipment, remove_permit
from tests.factories import make_institution, make_principal, make_region, make_uscc

pytestmark = pytest.mark.django_db


def test_the_pages_add_change_and_close(as_, keeper, district):
    browser = as_(keeper)
    said = {"name": "河东诊所", "region": district.pk, "category": "clinic", "beds": "0", "licence_type": "licence",
            "subjects": "口腔科、内科", "form_key": "6f1c0f2e-0000-4000-8000-000000000001"}  # fmt: skip
    answer = browser.post(reverse("institutions:create"), said | {"uscc": "91350100m000100y43 "})
    row = Institution.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert (row.uscc, row.subjects) == ("91350100M000100Y43", ["口腔科", "内科"])

    edit = reverse("institutions:edit", args=[row.party.public_id])
    assert browser.post(edit, said | {"version": 1, "uscc": "91350100M000100Y44"}).status_code == 422
    assert browser.post(edit, said | {"version": 9, "beds": 4}).status_code == 409
    assert browser.post(edit, said | {"version": 1, "beds": 4}).status_code == 302

    close = reverse("institutions:close", args=[row.party.public_id])
    assert browser.post(close, {"on": "2026-01-01", "reason": "Ended", "version": 2}).status_code == 302
    shown = browser.get(row.get_absolute_url()).content.decode()
    assert reverse("institutions:reopen", args=[row.party.public_id]) in shown
    reopen = reverse("institutions:reopen", args=[row.party.public_id])
    assert browser.post(reopen, {"reason": "Mistake", "version": 3}).status_code == 302


def test_the_list_is_narrowed_and_counted(as_, keeper, district):
    for n in range(3):
        make_institution(region=district, name=f"河东第{n}诊所")
    make_institution(region=district, name="河东医院", category=Category.HOSPITAL_GENERAL, beds=200)
    browser = as_(keeper)

    def shown(**asked):
        return browser.get(reverse("institutions:institutions"), asked).content.decode()

    assert "4 institutions" in shown() and "3 institutions" in shown(q="诊所") and "1 institution" in shown(q="医院")
    assert "1 institution" in shown(category="hospital_general") and "1 institution" in shown(beds_min="100")
    assert "No institution of your territory fits" in shown(q="没有")
    assert "One sign is not enough" in shown(q="诊")


def test_an_institution_reads_its_own_record_alone(as_, district):
    own, other = make_institution(region=district), make_institution(region=district)
    browser = as_(make_principal(own.party))

    assert browser.get(reverse("institutions:institutions"))["Location"] == own.get_absolute_url()
    assert browser.get(own.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
    assert [row["name"] for row in browser.get("/api/v1/institutions/shared/").json()["results"]] == [own.name]


def test_the_api_adds_once_changes_and_closes(as_, keeper, district):
    api = as_(keeper)
    said = {"name": "河东诊所", "region": district.pk, "category": "clinic", "uscc": make_uscc(11), "beds": 2}
    key = {"Idempotency-Key": "6f1c0f2e-0000-4000-8000-000000000009"}

    def send(method, address, said, **headers):
        deed = getattr(api, method)
        return deed(f"/api/v1/institutions/{address}", said, content_type="application/json", headers=headers)

    assert [send("post", "", said, **key).status_code for _ in range(2)] == [201, 200]
    row = Institution.objects.get()
    address = f"{row.party.public_id}/"
    assert send("patch", address, {"beds": 4}, **{"If-Match": '"1"'}).json()["beds"] == 4
    assert send("patch", address, {"beds": 5}, **{"If-Match": '"1"'}).status_code == 412
    faulty = send("patch", address, {"uscc": "9"}, **{"If-Match": "*"})
    assert (faulty.status_code, list(faulty.json()["errors"])) == (400, ["uscc"])
    closed = send("post", f"{address}close/", {"on": "2026-06-01", "reason": "Ended"}, **{"If-Match": "*"})
    assert closed.json()["state"] == "closed"


@pytest.mark.parametrize(
    "asked",
    [
        {"ownership": "private"}, {"profit_class": "for_profit"}, {"level": "2"}, {"class_grade": "a"},
        {"licence_type": "filing"}, {"subject": "口腔科"}, {"beds_min": 5}, {"opened_before": "2020-01-01"},
        {"category": "hospital_general"}, {"state": "suspended"}, {"licence_ends": "2026-12-31"}, {"q": "河东医院"},
    ],
    ids=lambda asked: next(iter(asked)),
)  # fmt: skip
def test_every_condition_narrows_the_list(as_, keeper, district, asked):
    make_institution(region=district, beds=4)
    meant = make_institution(
        region=district, name="河东医院", category="hospital_general", ownership="private", profit_class="for_profit",
        level="2", class_grade="a", licence_type="filing", subjects=["内科", "口腔科"], beds=5,
        opened_on=date(2019, 1, 1), licence_to=date(2026, 12, 31), state="suspended",
    )  # fmt: skip

    page = as_(keeper).get("/institutions/", asked)

    assert [row.pk for row in page.context["page_obj"]] == [meant.pk]
    assert page.context["has_more_conditions"] == bool(set(asked) - {"category", "state", "licence_ends", "q"})
    wrong = as_(keeper).get("/institutions/", asked | {"beds_min": "many"})
    assert wrong.status_code == 200 and not list(wrong.context["page_obj"])


def test_the_history_tells_who_changed_what(as_, keeper, district):
    street = make_region(parent=district, name="青岚街道")
    browser = as_(keeper)
    said = {"name": "河东诊所", "region": district.pk, "category": "clinic", "subjects": ["内科", "外科"]}
    browser.post("/api/v1/institutions/", said, content_type="application/json")
    row = Institution.objects.get()
    told = {"beds": 4, "region": street.pk}
    browser.patch(
        f"/api/v1/institutions/{row.party.public_id}/", told, content_type="application/json", headers={"If-Match": "*"}
    )
    address = reverse("institutions:history", args=[row.party.public_id])

    shown = browser.get(address).content.decode()
    own = as_(make_principal(row.party)).get(address).content.decode()

    assert "institution added" in shown and "青岚街道" in shown and keeper.user.name in shown
    assert "region: " in shown and "['" not in shown
    assert "category: clinic" in shown and ">4</ins>" in shown and "version" not in shown.partition("<main")[2]
    assert keeper.party.name in own and keeper.user.name not in own
    assert browser.get(reverse("institutions:history", args=[make_institution().party.public_id])).status_code == 404


def test_the_history_tells_of_permits_and_equipment_with_few_queries(as_, keeper, district):
    row = make_institution(region=district)
    browser, address = as_(keeper), reverse("institutions:history", args=[row.party.public_id])
    permit = add_permit(row, kind="radiology", number="R-1", by=keeper)
    machine = add_equipment(row, kind="radiology", name="CT", by=keeper, at=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    for number in range(3):
        add_permit(row, kind="blood", number=f"B-{number}", by=keeper)
        change_equipment(machine, name="CT", room=f"Room {number}", by=keeper, at=timezone.now())
        machine.refresh_from_db()
    remove_permit(permit, by=keeper)

    with CaptureQueriesContext(connection) as again:
        shown = browser.get(address).content.decode()

    assert len(again) <= len(asked)
    assert all(words in shown for words in ("B-2", "Room 2", "CT", "special permit removed", "R-1"))
    other = make_institution(region=district)
    elsewhere = browser.get(reverse("institutions:history", args=[other.party.public_id])).content.decode()
    assert "B-2" not in elsewhere and "R-1" not in elsewhere


@pytest.mark.parametrize("address", ["/institutions/", "/api/v1/institutions/"])
def test_a_list_asks_the_same_however_long_it_is(as_, keeper, district, django_assert_num_queries, address):
    browser = as_(keeper)
    make_institution(region=district, owner=keeper.party)
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    for _ in range(3):
        make_institution(region=make_region(parent=district), owner=keeper.party)

    with django_assert_num_queries(len(asked)):
        browser.get(address)


def test_where_there_are_many_regions_one_is_typed(as_, keeper, district, monkeypatch):
    monkeypatch.setattr(named, "LONG", 1)
    towns = [make_region(parent=district, name=name) for name in ("河东镇", "河西镇")]
    for town in towns:
        make_region(parent=town, name="中心村")
    browser, address = as_(keeper), reverse("institutions:create")
    said = {"name": "河东诊所", "category": "clinic", "beds": "0", "licence_type": "licence",
            "form_key": "6f1c0f2e-0000-4000-8000-000000000001"}  # fmt: skip

    page = browser.get(address).content.decode()
    assert 'name="region"' in page and "河西镇" not in page.partition("<main")[2]
    for typed, sentence in {
        "无此镇": "No region of your territory",
        "中心村": "Several regions",
        "": "required",
    }.items():
        answer = browser.post(address, said | {"region": typed})
        assert answer.status_code == 422 and sentence in answer.content.decode(), typed
    assert browser.post(address, said | {"region": f"{district.name}/河西镇/中心村"}).status_code == 302
    row = Institution.objects.get()
    assert (row.party.region.name, row.region_path[:-4]) == ("中心村", towns[1].path)

    edit = reverse("institutions:edit", args=[row.party.public_id])
    assert f'value="{district.name}/河西镇/中心村"' in browser.get(edit).content.decode()
    assert browser.post(edit, said | {"version": 1, "region": "河东镇"}).status_code == 302
    row.refresh_from_db()
    assert row.region_path == towns[0].path
