"""The task list and the task page."""

import pytest
from django.urls import reverse

from tasks.enums import TaskRole
from tasks.models import Responsibility
from tests.factories import make_agency, make_membership, make_plan, make_region, make_responsibility, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def commission():
    return make_agency(region=make_region(), name="Health commission")


@pytest.fixture
def by(commission):
    return make_membership(agency=commission)


@pytest.fixture
def plan(commission):
    return make_plan(region=commission.party.region)


@pytest.fixture
def reader(client, by):
    client.cookies["django_language"] = "en"
    client.force_login(by.user)
    return client


def test_a_task_shows_its_words_roles_and_what_was_printed(reader, plan, commission):
    task = make_task(plan=plan, title="Order", text="Keep order.", remark="each year", number="12", source_line=7)
    make_responsibility(task=task, agency=commission, printed_name="The commission")
    Responsibility.objects.create(
        task=task, role=TaskRole.PARTICIPANT, printed_name="All departments", is_collective=True, position=1
    )

    page = reader.get(task.get_absolute_url()).content.decode()

    said = [
        "Order",
        "Keep order.",
        "each year",
        "No. 12",
        "Health commission",
        "The commission",
        "A collective",
        "line 7",
    ]
    assert [words for words in said if words not in page] == []


def test_neighbours_are_linked(reader, plan):
    first, second, third = (make_task(plan=plan, position=n) for n in (1, 2, 3))

    context = reader.get(second.get_absolute_url()).context

    assert (context["previous"], context["next"]) == (first, third)


def test_outside_the_territory_a_task_is_not_found(reader):
    assert reader.get(make_task().get_absolute_url()).status_code == 404


def test_a_part_in_it_opens_another_territorys_task(reader, commission):
    task = make_task(title="Elsewhere")
    make_responsibility(task=task, agency=commission)

    assert reader.get(task.get_absolute_url()).status_code == 200
    assert "Elsewhere" not in reader.get(reverse("tasks:tasks")).content.decode()
    assert "Elsewhere" in reader.get(reverse("tasks:tasks"), {"tab": "mine"}).content.decode()


@pytest.mark.parametrize("tab", ["", "mine"])
@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_costs_the_same_for_any_number(reader, plan, commission, tab, rows, django_assert_num_queries):
    for _ in range(rows):
        make_responsibility(task=make_task(plan=plan), agency=commission)
    reader.get(reverse("tasks:tasks"))

    with django_assert_num_queries(8 if tab else 7):
        reader.get(reverse("tasks:tasks"), {"tab": tab})


def test_the_list_is_narrowed_by_words_and_plan(reader, plan, commission):
    make_task(plan=plan, title="Credit")
    make_task(plan=make_plan(region=commission.party.region), title="Credit elsewhere")
    make_task(plan=plan, title="Order")

    answer = reader.get(reverse("tasks:tasks"), {"q": "Credit", "plan": plan.pk})

    assert [task.title for task in answer.context["page_obj"]] == ["Credit"]
