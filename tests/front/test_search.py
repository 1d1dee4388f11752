"""The search of the top bar: by the words of every list that one may read."""

import pytest

from agencies.enums import Role
from tasks.enums import TaskRole
from tests.factories import make_agency, make_membership, make_plan, make_region, make_responsibility, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    region = make_region(name="Riverside")
    commission = make_agency(region=region, kind="hc", name="Riverside Commission")
    plan = make_plan(region=region, title="River plan", document_number="RC-2026-7")
    return make_membership(agency=commission), make_task(plan=plan, title="Clean the river")


def found(client, by, words: str) -> str:
    client.cookies["django_language"] = "en"
    client.force_login(by.user)
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def test_tasks_agencies_and_documents_that_contain_the_words(client, town):
    by, task = town

    page = found(client, by, "river")
    assert f'href="{task.get_absolute_url()}"' in page and "Riverside Commission" in page and "River plan" in page
    page = found(client, by, "RC-2026")
    assert "River plan" in page and "Clean the river" not in page


def test_another_territory_stays_hidden_but_for_what_is_shared(client, town):
    _by, task = town
    tax = make_membership(agency=make_agency(kind="tx", name="Tax office"))
    assert "Clean the river" not in found(client, tax, "river")

    make_responsibility(task=task, agency=tax.party.agency, role=TaskRole.PARTICIPANT)

    assert "Clean the river" in found(client, tax, "river")


def test_who_sees_no_business_finds_none(client, town):
    by, _task = town
    system = make_membership(agency=by.party.agency, role=Role.SYSTEM_ADMIN)

    assert "Clean the river" not in found(client, system, "river")


@pytest.mark.parametrize("words", ["", "r", " r ", "nowhere to be found"])
def test_too_little_or_nothing_is_said(client, town, words):
    by, _task = town

    page = found(client, by, words)

    assert ("What are you looking for?" if not words.strip() else "Nothing contains") in page


def test_many_lead_to_the_whole_list_in_as_many_queries(client, town, django_assert_num_queries):
    by, task = town
    found(client, by, "river")
    with django_assert_num_queries(11):
        few = client.get("/search/?q=river").content.decode()
    for _each in range(12):
        make_task(plan=task.plan, title="River bank")

    with django_assert_num_queries(11):
        many = client.get("/search/?q=river").content.decode()

    assert "Show all" not in few and 'href="/tasks/?q=river"' in many
