"""The pages of agencies: scope, printed forms, stale forms side by side, the hand-over with its confirmation."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, HandOver
from tests.factories import make_agency, make_membership, make_region, make_responsibility, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_region(name="杭州市")


@pytest.fixture
def police(city):
    return make_agency(region=city, name="杭州市公安局", short_name="公安局", kind=AgencyKind.PUBLIC_SECURITY)


@pytest.fixture
def log_in(client, city):
    """Log in as somebody of a commission of the city, or of `region`."""

    def as_role(role: Role, *, region=None):
        by = make_membership(agency=make_agency(region=region or city), role=role)
        client.force_login(by.user)
        return by

    return as_role


def page(client, name: str, agency: Agency | None = None, **query) -> str:
    answer = client.get(url(name, agency), query)
    assert answer.status_code == 200
    return answer.content.decode()


def url(name: str, agency: Agency | None = None) -> str:
    return reverse(f"agencies:{name}", args=[agency.party.public_id] if agency else [])


def test_the_list_shows_the_territory_and_nothing_else(client, log_in, city, police):
    district, other = make_region(parent=city, name="上城区"), make_region(parent=city, name="西湖区")
    make_agency(region=district, name="上城区卫生健康局")
    make_agency(region=other, name="西湖区卫生健康局")

    log_in(Role.HANDLER)
    whole = page(client, "agencies")
    log_in(Role.HANDLER, region=district)
    part = page(client, "agencies")

    assert all(name in whole for name in ("杭州市公安局", "上城区卫生健康局", "西湖区卫生健康局"))
    assert "上城区卫生健康局" in part and "西湖区" not in part and "杭州市公安局" not in part


def test_the_list_is_filtered_by_its_address(client, log_in, city, police):
    district = make_region(parent=city, name="上城区")
    make_agency(region=district, name="上城区卫生健康局").aliases.create(name="卫健局")
    log_in(Role.HANDLER)

    assert "上城区卫生健康局" not in page(client, "agencies", kind=AgencyKind.PUBLIC_SECURITY)
    for query in ({"q": "卫健"}, {"region": district.pk}):
        found = page(client, "agencies", **query)
        assert "上城区卫生健康局" in found and "杭州市公安局" not in found
    assert "<html" not in client.get(url("agencies"), headers={"HX-Request": "true"}).content.decode()


def questions(client, name: str, agency: Agency | None = None) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client, name, agency)
    return len(asked)


def test_more_rows_ask_no_more_of_the_database(client, log_in, city, police):
    log_in(Role.BUSINESS_ADMIN)
    make_agency(region=city, parent=police).aliases.create(name="alias")
    police.aliases.create(name="alias")
    police.sections.create(name="section")
    page(client, "agencies")  # what is asked once per session
    before = questions(client, "agencies"), questions(client, "agency", police)

    for number in range(4):
        make_agency(region=make_region(parent=city), parent=police).aliases.create(name=f"alias {number}")
        police.aliases.create(name=f"alias {number}")
        police.sections.create(name=f"section {number}")

    assert (questions(client, "agencies"), questions(client, "agency", police)) == before
    assert max(before) <= 15


def test_an_agency_shows_its_printed_forms_sections_and_place(client, log_in, city, police):
    police.aliases.create(name="市公安", source="杭政办〔2020〕1号")
    police.sections.create(name="治安管理处")
    district = make_region(parent=city, name="上城区")
    make_agency(region=district, name="上城区公安分局", parent=police)
    log_in(Role.HANDLER)

    shown = page(client, "agency", police)

    for words in ("杭州市公安局", "市公安", "杭政办〔2020〕1号", "治安管理处", "上城区公安分局"):
        assert words in shown
    assert f"?agency={police.party.public_id}&amp;role=lead" in shown
    assert url("edit", police) not in shown


@pytest.mark.parametrize("name", ["agency", "edit", "end", "hand_over"])
def test_outside_the_territory_there_is_nothing(client, log_in, police, name):
    log_in(Role.BUSINESS_ADMIN, region=make_region())

    assert client.get(url(name, police)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "end", "hand_over", "add_alias", "add_section"])
def test_whoever_may_not_keep_it_is_told_so(client, log_in, police, name):
    log_in(Role.HANDLER)

    assert client.post(url(name, police)).status_code == 403
    assert client.post(reverse("agencies:create")).status_code == 403


def test_the_audit_administrator_sees_no_agency(client, log_in, police):
    log_in(Role.AUDIT_ADMIN)

    assert client.get(url("agencies")).status_code == 403
    assert client.get(url("agency", police)).status_code == 403


def entered(agency: Agency, **facts) -> dict:
    return {
        "name": agency.party.name, "short_name": agency.short_name, "kind": agency.kind, "position": agency.position,
        "parent": "", "valid_from": "", "version": agency.version,
    } | facts  # fmt: skip


def test_a_change_is_saved(client, log_in, police):
    log_in(Role.BUSINESS_ADMIN)

    answer = client.post(url("edit", police), entered(police, name="杭州市公安总局", valid_from="2020-01-01"))

    assert (answer.status_code, answer.url) == (302, url("agency", police))
    fresh = Agency.objects.select_related("party").get(pk=police.pk)
    assert (fresh.party.name, fresh.party.valid_from, fresh.version) == ("杭州市公安总局", date(2020, 1, 1), 2)


def test_a_stale_form_shows_both_versions_and_keeps_what_was_typed(client, log_in, police):
    log_in(Role.BUSINESS_ADMIN)
    client.post(url("edit", police), entered(police, name="saved meanwhile"))

    answer = client.post(url("edit", police), entered(police, name="typed by me"))

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "saved meanwhile" in shown and 'value="typed by me"' in shown
    assert 'name="version" value="2"' in shown
    again = client.post(url("edit", police), entered(police, name="typed by me", version=2))
    assert again.status_code == 302
    police.party.refresh_from_db()
    assert police.party.name == "typed by me"


def test_a_faulty_form_keeps_what_was_typed(client, log_in, police):
    log_in(Role.BUSINESS_ADMIN)

    answer = client.post(url("edit", police), entered(police, name="", short_name="typed"))

    assert answer.status_code == 422
    assert 'value="typed"' in answer.content.decode() and 'href="#id_name"' in answer.content.decode()


def test_a_name_that_is_taken_is_said_so(client, log_in, city, police):
    other = make_agency(region=city)
    log_in(Role.BUSINESS_ADMIN)

    answer = client.post(url("edit", other), entered(other, name="杭州市公安局"))

    assert answer.status_code == 422
    other.party.refresh_from_db()
    assert other.party.name != "杭州市公安局"


def test_an_agency_is_added_once(client, log_in, city):
    log_in(Role.BUSINESS_ADMIN)
    facts = {"region": city.pk, "name": "杭州市医保局", "short_name": "医保局", "kind": "mi", "position": 5,
             "form_key": uuid.uuid4()}  # fmt: skip

    first, again = (client.post(reverse("agencies:create"), facts) for _twice in range(2))

    agency = Agency.objects.get(party__name="杭州市医保局")
    assert (first.url, agency.region_path) == (url("agency", agency), city.path)
    assert (again.status_code, again.url) == (302, first.url)
    client.cookies["django_language"] = "en"
    changed = client.post(reverse("agencies:create"), facts | {"name": "Another"}, follow=True).content.decode()
    assert "This form was sent before" in changed and not Agency.objects.filter(party__name="Another").exists()


def test_no_agency_is_added_elsewhere(client, log_in):
    log_in(Role.BUSINESS_ADMIN)
    facts = {"region": make_region().pk, "name": "x", "short_name": "x", "kind": "mi", "position": 5,
             "form_key": uuid.uuid4()}  # fmt: skip

    assert client.post(reverse("agencies:create"), facts).status_code == 422
    assert not Agency.objects.filter(party__name="x").exists()


def test_names_and_sections_are_added_and_taken_away(client, log_in, police):
    log_in(Role.BUSINESS_ADMIN)

    client.post(url("add_alias", police), {"alias-name": "市公安", "alias-source": "x"})
    client.post(url("add_section", police), {"section-name": "治安管理处"})
    alias, section = police.aliases.get(), police.sections.get()
    assert (alias.name, section.is_active) == ("市公安", True)

    public_id = police.party.public_id
    client.post(reverse("agencies:remove_alias", args=[public_id, alias.pk]))
    client.post(reverse("agencies:close_section", args=[public_id, section.pk]))
    section.refresh_from_db()
    assert (police.aliases.count(), section.is_active) == (0, False)
    assert client.post(reverse("agencies:remove_alias", args=[public_id, alias.pk])).status_code == 404


def test_a_name_that_means_another_agency_is_refused_on_the_page(client, log_in, city, police):
    other = make_agency(region=city, name="杭州市司法局")
    log_in(Role.BUSINESS_ADMIN)

    answer = client.post(url("add_alias", other), {"alias-name": "市公安局"})

    assert answer.status_code == 422 and "市公安局" in answer.content.decode()
    assert not other.aliases.exists()


def test_a_hand_over_shows_what_passes_before_it_is_done(client, log_in, city, police):
    heir = make_agency(region=city, name="杭州市公安总局")
    part = make_responsibility(task=make_task(title="加强医疗卫生服务秩序监管"), agency=police)
    log_in(Role.BUSINESS_ADMIN)
    facts = {"taker": heir.pk, "on": timezone.localdate().isoformat(), "reason": "机构改革", "version": police.version}

    asked = client.post(url("hand_over", police), facts)
    part.refresh_from_db()
    assert asked.status_code == 200 and "加强医疗卫生服务秩序监管" in asked.content.decode()
    assert (part.agency, HandOver.objects.count()) == (police, 0)

    done = client.post(url("hand_over", police), facts | {"confirmed": "1"})
    part.refresh_from_db()
    assert (done.status_code, part.agency, HandOver.objects.get().reason) == (302, heir, "机构改革")
    assert "杭州市公安总局" in page(client, "agency", police)


def test_a_second_confirmation_passes_nothing_and_says_why(client, log_in, city, police):
    heir = make_agency(region=city)
    log_in(Role.BUSINESS_ADMIN)
    facts = {"taker": heir.pk, "on": timezone.localdate().isoformat(), "reason": "x", "confirmed": "1", "version": 1}

    assert client.post(url("hand_over", police), facts).status_code == 302
    again = client.post(url("hand_over", police), facts)
    assert again.status_code == 409 and heir.party.name in again.content.decode()
    assert 'name="version" value="2"' in again.content.decode()
    assert HandOver.objects.count() == 1


def test_a_stale_end_shows_both_days_and_is_sent_again(client, log_in, police):
    log_in(Role.BUSINESS_ADMIN)
    facts = {"on": "2026-01-31", "version": police.version}
    client.post(url("end", police), facts | {"on": "2026-01-30"})

    answer = client.post(url("end", police), facts)

    assert answer.status_code == 409 and 'value="2026-01-31"' in answer.content.decode()
    assert [row[1:] for row in answer.context["conflict"]] == [(date(2026, 1, 30), date(2026, 1, 31))]
    assert client.post(url("end", police), facts | {"version": answer.context["version"]}).status_code == 302
    police.party.refresh_from_db()
    assert police.party.valid_to == date(2026, 1, 31)


def test_an_agency_ends_when_nothing_is_open(client, log_in, police):
    part = make_responsibility(agency=police)
    log_in(Role.BUSINESS_ADMIN)
    facts = {"on": timezone.localdate().isoformat(), "version": police.version}

    assert client.post(url("end", police), facts).status_code == 422
    part.delete()
    assert client.post(url("end", police), facts).status_code == 302
    police.party.refresh_from_db()
    assert police.party.valid_to == timezone.localdate()
