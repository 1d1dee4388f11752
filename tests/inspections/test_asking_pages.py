"""The commission's pages of checklists, programmes and special self-inspections."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from inspections.models import Checklist, Programme, Round, SelfInspection
from institutions.enums import Category
from tests.factories import (
    make_agency,
    make_checklist,
    make_institution,
    make_membership,
    make_programme,
    make_region,
    make_report,
    make_round,
)

TODAY = timezone.localdate()


@pytest.fixture
def city(db):
    return make_region()


@pytest.fixture
def district(city):
    return make_region(parent=city, name="河东区")


@pytest.fixture
def draft(district):
    return make_checklist(region=district, state="draft")


def url(name: str, *keys, **query) -> str:
    return reverse(f"inspections:{name}", args=keys, query=query or None)


def text(reply) -> str:
    return reply.content.decode()


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["checklists", "programmes", "specials"])
def test_lists_take_the_same_queries_for_few_and_many(as_, leader, district, name):
    def add(count: int) -> None:
        for _ in range(count):
            make_checklist(region=district)
            make_programme(region=district, year=2100 + Programme.objects.count())
            make_report(make_institution(region=district), of=make_round(region=district))

    add(1)
    few = queries(as_(leader), url(name))
    add(6)

    assert queries(as_(leader), url(name)) == few


def test_the_page_of_a_checklist_takes_the_same_queries_for_few_and_many_items(as_, leader, district):
    pages = []
    for count in (3, 30):
        row = make_checklist(region=district, items=[(f"A{number}", "minor") for number in range(count)])
        make_checklist(region=district, state="draft", follows=row, number=2, items=[("A0", "major")])
        pages += [url("checklist", row.pk), url("checklist", row.next.pk)]

    few, few_next, many, many_next = (queries(as_(leader), page) for page in pages)

    assert (few, few_next) == (many, many_next)


def test_the_page_of_a_programme_takes_the_same_queries_for_few_and_many_rounds(as_, leader, district, hospital):
    row = make_programme(region=district)
    make_report(hospital, of=make_round(row, period="2026Q1"))
    few = queries(as_(leader), url("programme", row.pk))
    for period in ("2026Q2", "2026Q3", "2026Q4"):
        make_report(hospital, of=make_round(row, period=period))

    assert queries(as_(leader), url("programme", row.pk)) == few


def test_a_checklist_is_begun_worded_and_published(as_, leader, district):
    client, usual = as_(leader), Checklist.objects.get(region=None)
    client.post(url("create_checklist"), {"title": "Ours", "base": usual.pk, "form_key": uuid4()})
    row = Checklist.objects.get(region=district)
    item = row.items.get(code="A1")

    client.post(url("edit_item", row.pk, item.pk), item_facts(item, text="Ours is genuine", position=2, version=1))
    refused = client.post(url("add_item", row.pk), item_facts(item, version=2))
    stale = client.post(url("add_item", row.pk), item_facts(item, code="Z1", version=1))
    client.post(url("add_item", row.pk, after=item.pk), item_facts(item, code="Z1", position=3, version=2))
    client.post(url("remove_item", row.pk, row.items.get(code="A2").pk), {"version": 3})
    client.post(url("publish_checklist", row.pk), {"valid_from": TODAY, "version": 4})

    row.refresh_from_db()
    assert [(reply.status_code, "Another item has the code A1" in text(reply)) for reply in (refused, stale)] == [
        (422, True), (409, False),
    ]  # fmt: skip
    assert list(row.items.values_list("code", flat=True))[:3] == ["A1", "Z1", "A3"]
    assert (row.state, row.items.count(), row.items.get(code="A1").text) == ("published", 53, "Ours is genuine")


def item_facts(item, **facts) -> dict:
    said = {
        "heading": item.heading, "code": item.code, "text": item.text, "basis": item.basis, "severity": item.severity,
        "evidence": item.evidence, "position": item.position,
    }  # fmt: skip
    return said | facts


def test_the_preview_shows_what_an_institution_of_some_kind_would_be_asked(as_, leader, district):
    items = [{"code": "A1", "text": "For all"}, {"code": "A2", "text": "For radiology", "applies": ["radiology"]}]
    row = make_checklist(region=district, items=items)

    pages = [text(as_(leader).get(url("checklist", row.pk, preview=1, **chosen))) for chosen in (
        {}, {"traits": "radiology"},
    )]  # fmt: skip

    assert ["For radiology" in page for page in pages] == [False, True]
    assert "1 of 2 items would be asked" in pages[0]


def test_what_differs_from_the_version_before_is_shown(as_, leader, district):
    before = make_checklist(region=district, items=[("A1", "minor"), ("A2", "minor")])
    row = make_checklist(
        region=district, number=2, follows=before, state="draft",
        items=[{"code": "A1", "text": "Point A1", "severity": "major"}, ("A3", "minor")],
    )  # fmt: skip

    page = text(as_(leader).get(url("checklist", row.pk)))

    part = page[page.index("What differs from version 1") : page.index("What would an institution be asked")]
    lines = [line for line in ("changed", "added", "left out") if line in part]
    assert (lines, "minor</del>" in part, "major</ins>" in part) == (["changed", "added", "left out"], True, True)


def test_a_programme_is_begun_changed_and_published(as_, leader, district, hospital):
    client, checklist = as_(leader), make_checklist()
    make_institution(region=district, category=Category.HOSPITAL_GENERAL, level="3")
    client.post(url("create_programme"), {
        "year": TODAY.year, "title": "Ours", "daily": checklist.pk, "full": checklist.pk, "form_key": uuid4(),
    })  # fmt: skip
    row = Programme.objects.get()
    full = row.rounds.get(kind="full")
    edit = url("edit_round", row.pk, full.pk)
    said = {"opens_on": TODAY, "due_on": TODAY, "checklist": checklist.pk, "category": ["hospital_general"]}

    meant = client.get(edit, {"level": "3"}, headers={"HX-Request": "true"})
    client.post(edit, said | {"version": 1})
    facts = {"title": "Better", "newcomers": "at_once", "newcomer_days": 30, "version": 2}
    client.post(url("edit_programme", row.pk), facts)
    confirm = text(client.get(url("publish_programme", row.pk)))
    client.post(url("publish_programme", row.pk), {"version": 3})

    row.refresh_from_db()
    assert "1 institution is meant now" in text(meant)
    assert "opens now for 1 institution," in confirm
    assert (row.title, row.state) == ("Better", "published")
    assert SelfInspection.objects.filter(round=full).count() == 1
    page = text(client.get(url("programme", row.pk)))
    assert "hospital" in page and f'href="{full.get_absolute_url()}"' in page


def test_a_programme_is_withdrawn_for_a_reason(as_, leader, district):
    row = make_programme(region=district)

    said = [as_(leader).post(url("withdraw_programme", row.pk), {"reason": why, "version": 1}) for why in ("", "No")]

    row.refresh_from_db()
    assert ([reply.status_code for reply in said], row.state) == ([422, 302], "withdrawn")


def special(**facts) -> dict:
    said = {
        "title": "Fire", "reason": "A fire", "due_on": TODAY + timedelta(days=5), "form_key": uuid4(),
        "checklist": Checklist.objects.get(region=None).pk,
    }  # fmt: skip
    return said | facts


def test_a_special_one_is_ordered_once_its_number_was_seen(as_, leader, hospital, district):
    one = make_institution(region=district, uscc="91330102MA27XXXX0B")
    client, said = as_(leader), special(codes=f"{one.uscc.lower()}\n")

    first = client.post(url("order_special"), said)
    assert (first.status_code, "1 institution is meant" in text(first), Round.objects.count()) == (200, True, 0)
    done = [client.post(url("order_special"), said | {"meant": 1}) for _ in range(2)]

    row = Round.objects.get()
    assert [reply.url for reply in done] == [row.get_absolute_url()] * 2
    assert list(row.reports.values_list("institution", flat=True)) == [one.pk]
    assert "By a list: 1 institution<" in text(client.get(row.get_absolute_url()))


def test_codes_that_nobody_has_are_named(as_, leader):
    reply = as_(leader).post(url("order_special"), special(codes="330102000001，NONE", meant=0))

    assert reply.status_code == 422
    assert "No institutions of your territory have these 2 codes: 330102000001, NONE." in text(reply)


def test_the_institutions_chosen_in_the_register_are_meant(as_, leader, hospital, district):
    make_institution(region=district, name="East", category=Category.HOSPITAL_GENERAL, beds=90)
    address = url("order_special", category="hospital_general", beds_min="50", nonsense="1", state="wrong")

    page = text(as_(leader).post(address, special()))
    as_(leader).post(address, special(meant=1))

    assert "1 institution is meant" in page and "≥ 50" in page
    assert Round.objects.get().audience == {"filters": {"category": ["hospital_general"], "beds_min": "50"}}
    register = text(as_(leader).get(reverse("institutions:institutions"), {"category": "hospital_general"}))
    assert f'{url("order_special")}?category=hospital_general"' in register


def test_a_round_is_counted_in_the_own_territory_alone(as_, leader, district, city, hospital):
    row = make_round(region=city)
    make_report(hospital, of=row, state="submitted")
    make_report(make_institution(region=city), of=row)
    of_city = make_membership(agency=make_agency(region=city, kind=AgencyKind.HEALTH_SUPERVISION), role=Role.OFFICER)
    elsewhere = make_membership(agency=make_agency(kind=AgencyKind.HEALTH_COMMISSION))
    police = make_membership(agency=make_agency(region=district, kind=AgencyKind.PUBLIC_SECURITY))

    replies = [as_(by).get(row.get_absolute_url()) for by in (of_city, leader, elsewhere, police)]

    assert [reply.status_code for reply in replies] == [200, 200, 404, 403]
    states = [reply.context["states"] for reply in replies[:2]]
    assert states == [[("not begun", 1), ("submitted", 1)], [("submitted", 1)]]
    endpoint = reverse("api:round-detail", kwargs={"id": row.pk})
    assert [as_(by).get(endpoint).status_code for by in (of_city, leader, elsewhere, police)] == [200, 200, 404, 403]


def test_institutions_read_what_is_asked_and_no_round(as_, principal, district, city):
    checklist = make_checklist(region=district)
    mine, other = make_programme(region=city), make_programme(region=make_region())
    one = make_round(mine, checklist=checklist)
    pages = [checklist, mine, other, one]

    replies = [as_(principal).get(row.get_absolute_url()) for row in pages]

    assert [reply.status_code for reply in replies] == [200, 200, 404, 403]
    assert f'href="{one.get_absolute_url()}"' not in text(replies[1])


def test_who_is_asked_reads_why(as_, principal, leader, hospital, district):
    report = make_report(hospital, of=make_round(region=district, reason="A fire in a ward"))

    pages = [text(as_(by).get(report.get_absolute_url())) for by in (principal, leader)]

    assert ["A fire in a ward" in page for page in pages] == [True, True]
