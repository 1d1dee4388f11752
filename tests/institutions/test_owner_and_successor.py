"""Who runs an institution, and what a closed one was merged into: named on the pages, read over the API."""

import pytest
from django.urls import reverse

from institutions.models import Institution
from tests.factories import make_clinic, make_institution, make_principal, make_region, make_uscc

pytestmark = pytest.mark.django_db


def sent(row, **said):
    facts = {"name": row.name, "region": row.party.region_id, "category": "clinic", "beds": "0"}
    return facts | {"licence_type": "licence", "version": row.version} | said


def edit(browser, row, **said):
    return browser.post(reverse("institutions:edit", args=[row.party.public_id]), sent(row, **said))


def close(browser, row, successor):
    said = {"on": "2026-01-01", "reason": "Merged", "successor": successor, "version": row.version}
    return browser.post(reverse("institutions:close", args=[row.party.public_id]), said)


def test_the_owner_is_named_by_whole_name_shown_and_found(as_, keeper, district):
    browser, row = as_(keeper), make_institution(region=district)
    group = make_clinic(kind="place", name="蓝天医疗集团", region=make_region())

    answer = edit(browser, row, owner="蓝天医疗集团")

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.owner == group
    assert "蓝天医疗集团" in browser.get(row.get_absolute_url()).content.decode()
    shown = browser.get(reverse("institutions:edit", args=[row.party.public_id])).context["form"]
    assert shown["owner"].value() == "蓝天医疗集团"
    group.refresh_from_db()
    make_institution(region=district)
    found = browser.get("/api/v1/institutions/", {"owner": str(group.public_id)}).json()["results"]
    assert [(one["id"], one["owner"]) for one in found] == [(str(row.party.public_id), str(group.public_id))]


def test_the_owner_is_named_by_the_code_of_an_institution(as_, keeper, district):
    row, owner = make_institution(region=district), make_institution(uscc=make_uscc(31))

    assert edit(as_(keeper), row, owner=owner.uscc.lower()).status_code == 302

    assert Institution.objects.get(pk=row.pk).owner_id == owner.pk


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("没有", "No agency, institution or other body has this name or code."),
        ("河东诊所", "Several have this name or code, in 甲区, 乙区: write the code"),
        ("张三丰", "No agency, institution or other body has this name or code."),
        ("旧集团", "No agency, institution or other body has this name or code."),
        ("自办诊所", "An institution does not run itself."),
    ],
    ids=["unknown", "ambiguous", "natural person", "ended", "itself"],
)
def test_another_owner_is_refused_with_a_sentence(as_, keeper, district, name, sentence):
    row = make_institution(region=district, name="自办诊所")
    for place in ("甲区", "乙区"):
        make_institution(region=make_region(name=place), name="河东诊所")
    make_clinic(kind="person", name="张三丰")
    make_clinic(kind="place", name="旧集团", valid_to="2025-01-01")

    answer = edit(as_(keeper), row, owner=name)

    assert answer.status_code == 422
    assert sentence in " ".join(error for errors in answer.context["form"].errors.values() for error in errors)
    assert Institution.objects.get(pk=row.pk).owner is None


def test_a_recorded_owner_whose_name_another_has_stays(as_, keeper, district):
    owner = make_institution(name="河东诊所")
    make_institution(name="河东诊所")
    row = make_institution(region=district, owner=owner.party)

    assert edit(as_(keeper), row, owner="河东诊所", phone="1").status_code == 302

    row.refresh_from_db()
    assert (row.owner_id, row.phone) == (owner.pk, "1")


@pytest.mark.parametrize("by", ["name", "uscc"])
def test_a_closed_institution_names_its_successor_both_ways(as_, keeper, district, by):
    browser, row = as_(keeper), make_institution(region=district, name="旧诊所")
    heir = make_institution(region=district, name="新医院", uscc=make_uscc(32))

    assert close(browser, row, getattr(heir, by)).status_code == 302

    shown = browser.get(row.get_absolute_url()).content.decode()
    assert "Merged into" in shown and f'href="{heir.get_absolute_url()}"' in shown
    shown = browser.get(heir.get_absolute_url()).content.decode()
    assert "Merged into it" in shown and f'href="{row.get_absolute_url()}"' in shown
    own = as_(make_principal(heir.party)).get(heir.get_absolute_url()).content.decode()
    assert "旧诊所" in own and row.get_absolute_url() not in own
    told = browser.get(f"/api/v1/institutions/{row.party.public_id}/").json()
    assert told["successor"] == str(heir.party.public_id)


@pytest.mark.parametrize("name", ["没有", "自己诊所", "已关诊所", "外区诊所", "同名诊所"])
def test_another_successor_is_refused_with_a_sentence(as_, keeper, district, name):
    browser, row = as_(keeper), make_institution(region=district, name="自己诊所")
    make_institution(name="外区诊所")
    for _ in range(2):
        make_institution(region=district, name="同名诊所")
    shut = make_institution(region=district, name="已关诊所")
    assert close(browser, shut, "").status_code == 302

    answer = close(browser, row, name)

    assert answer.status_code == 422 and answer.context["form"].errors
    assert Institution.objects.get(pk=row.pk).closed_on is None
