"""`/api/v1/notices/`: the inbox of the acting unit."""

import pytest

from notices.models import Receipt
from notices.services import open_notice
from tests.factories import make_agency, make_membership, make_notice
from tests.notices.conftest import NOON

ADDRESS = "/api/v1/notices/"


@pytest.fixture
def browser(as_, handler):
    return as_(handler)


def test_a_notice_in_words(browser, unit):
    notice = make_notice(to_party=unit.party, params={"title": "Report"}, url="/tasks/#7", created_at=NOON)

    shown = browser.get(f"{ADDRESS}{notice.pk}/").json()

    assert shown == {
        "id": notice.pk,
        "kind": "test.duty",
        "sentence": "Report",
        "url": "/tasks/#7",
        "created_at": "2026-11-23T12:00:00+08:00",
        "opened_at": None,
        "is_new": True,
    }
    assert browser.get(ADDRESS).json()["results"] == [shown]


def test_it_is_opened_once(browser, unit):
    notice = make_notice(to_party=unit.party)

    answers = [browser.post(f"{ADDRESS}{notice.pk}/open/").json() for _ in range(2)]

    assert answers[0] == answers[1] and answers[0]["opened_at"] and not answers[0]["is_new"]
    assert Receipt.objects.count() == 1


def test_the_list_is_narrowed(browser, unit, handler):
    opened, new = make_notice(to_party=unit.party), make_notice(to_party=unit.party, kind="test.urgent")
    open_notice(opened, by=handler, at=NOON)

    found = {asked: keys(browser.get(ADDRESS + asked)) for asked in ("", "?state=new", "?state=opened", KIND)}

    assert found == {"": [new.pk, opened.pk], "?state=new": [new.pk], "?state=opened": [opened.pk], KIND: [new.pk]}


KIND = "?kind=test.urgent"


def keys(answer) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize("asked", ["?state=old", "?kind=test.gone", "?colour=red", "?cursor=x"])
def test_what_means_nothing_is_refused(browser, asked):
    assert browser.get(ADDRESS + asked).status_code == 400


def test_what_is_said_to_others_is_not_found(browser, handler):
    elsewhere = make_membership(agency=make_agency(), user=handler.user)
    notice = make_notice(to_party=elsewhere.party)

    answers = [browser.get(f"{ADDRESS}{notice.pk}/"), browser.post(f"{ADDRESS}{notice.pk}/open/")]

    assert ([answer.status_code for answer in answers], Receipt.objects.exists()) == ([404, 404], False)


def test_a_cursor_leads_through_all_of_it(browser, unit):
    made = [make_notice(to_party=unit.party).pk for _ in range(5)]

    first = browser.get(f"{ADDRESS}?page_size=3").json()
    second = browser.get(first["next"]).json()

    assert [[row["id"] for row in page["results"]] for page in (first, second)] == [made[:1:-1], made[1::-1]]
    assert second["next"] is None


@pytest.mark.parametrize("rows", [1, 40])
def test_many_rows_take_as_many_queries_as_one(browser, unit, rows, django_assert_num_queries):
    for _ in range(rows):
        make_notice(to_party=unit.party)
    browser.get(ADDRESS)

    with django_assert_num_queries(3):  # person, memberships, the list
        answer = browser.get(ADDRESS)
    assert len(answer.json()["results"]) == rows
