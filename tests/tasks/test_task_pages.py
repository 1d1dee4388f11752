"""The task list and the task page."""

import re
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from kernel.models import StoredFile
from tasks.enums import Period, TaskRole
from tasks.models import Responsibility
from tasks.sources import PLAN_SOURCE
from tests.districts import make_district
from tests.factories import make_agency, make_plan, make_responsibility, make_task
from tests.front.markup import words

pytestmark = pytest.mark.django_db
URL = reverse("tasks:tasks")


@pytest.fixture
def plan(city):
    return make_plan(region=city)


def listed(answer) -> list[str]:
    return [task.title for task in answer.context["page_obj"]]


def test_a_task_shows_its_words_and_facts(reader, plan, commission):
    task = make_task(plan=plan, title="Order", text="Keep order.", remark="each year", number="12", source_line=7)
    make_responsibility(task=task, agency=commission)

    page = words(reader.get(task.get_absolute_url()).content.decode())

    said = [
        "Order",
        "Keep order.",
        "each year",
        "No. 12",
        "task 12",
        "line 7",
        "each quarter, by day 25 of its last month",
    ]
    assert [sentence for sentence in said if sentence not in page] == []


def test_a_task_shows_every_part_and_what_was_printed(reader, plan, commission):
    task = make_task(plan=plan)
    lead = make_responsibility(task=task, agency=commission, printed_name="The commission")
    for position, (name, is_collective) in enumerate([("All departments", True), ("Office of nobody", False)]):
        Responsibility.objects.create(
            task=task, role=TaskRole.PARTICIPANT, printed_name=name, is_collective=is_collective, position=position
        )

    page = reader.get(task.get_absolute_url()).content.decode()

    table = re.search(r'<tbody>\s*(<tr id="part-.*?)</tbody>', page, re.DOTALL)[1]
    assert [words(row) for row in table.split("</tr>")[:-1]] == [
        "Health commission lead printed as “The commission” To be signed for — nothing yet — 0",
        "All departments participant A collective: it names nobody until its members are confirmed. — nothing yet — 0",
        "Office of nobody participant No agency of this name is known here; somebody has to confirm whom it means. "
        "— nothing yet — 0",
    ]
    assert f'id="part-{lead.pk}"' in table and f'href="{commission.get_absolute_url()}"' in table


def test_an_agency_outside_the_territory_is_named_and_not_linked(reader, plan):
    elsewhere = make_agency(name="Elsewhere")
    task = make_task(plan=plan)
    make_responsibility(task=task, agency=elsewhere)

    page = reader.get(task.get_absolute_url()).content.decode()

    assert "Elsewhere" in page and str(elsewhere.party.public_id) not in page


def test_a_plan_of_months_says_so(reader, city):
    task = make_task(plan=make_plan(region=city, period=Period.MONTH, due_day=20))

    assert "each month, by day 20" in words(reader.get(task.get_absolute_url()).content.decode())


def test_the_document_is_linked_where_it_may_be_read(reader, city, commission):
    def document(plan):
        return StoredFile.objects.create(
            name="list.txt", size=1, sha256="0" * 64, created_at=timezone.now(), purpose=PLAN_SOURCE,
            region_path=plan.region_path,
        )  # fmt: skip

    own, others = make_plan(region=city), make_plan()
    for plan in (own, others):
        plan.source = document(plan)
        plan.save()
    task, granted = make_task(plan=own), make_task(plan=others)
    assign_perm("tasks.view_task", commission.group, granted)

    pages = [reader.get(row.get_absolute_url()).content.decode() for row in (task, granted)]

    assert f'href="{own.source.get_absolute_url()}">list.txt</a>' in pages[0]
    assert "list.txt" not in pages[1] and granted.title in pages[1]


def test_neighbours_are_linked(reader, plan):
    first, second, third = (make_task(plan=plan, position=n) for n in (1, 2, 3))

    around = [
        (answer.context["plan"].previous, answer.context["plan"].next)
        for answer in (reader.get(task.get_absolute_url()) for task in (first, second, third))
    ]

    assert around == [(None, second.pk), (first.pk, third.pk), (second.pk, None)]


def test_outside_the_territory_a_task_is_not_found(reader):
    assert reader.get(make_task().get_absolute_url()).status_code == 404


def test_one_district_does_not_find_anothers(client, city):
    here, there = make_district(city, "HERE", "330102"), make_district(city, "THERE", "330106")
    client.force_login(here.member.user)

    assert [client.get(district.task.get_absolute_url()).status_code for district in (here, there)] == [200, 404]
    assert listed(client.get(URL)) == ["HERE task"]


def test_a_part_in_it_opens_another_territorys_task(reader, commission):
    task = make_task(title="Elsewhere")
    make_responsibility(task=task, agency=commission)

    assert reader.get(task.get_absolute_url()).status_code == 200
    assert (listed(reader.get(URL)), listed(reader.get(URL, {"tab": "mine"}))) == ([], ["Elsewhere"])


def test_no_id_stands_twice(reader, plan, commission):
    task = make_task(plan=plan)
    make_responsibility(task=task, agency=commission)

    for address in (task.get_absolute_url(), URL):
        ids = Counter(re.findall(r'\sid="([^"]*)"', reader.get(address).content.decode()))
        assert ids["main"] == 1 and [name for name, times in ids.items() if times > 1] == []


@pytest.mark.parametrize(("tab", "queries"), [("", 8), ("mine", 9)])
@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_costs_the_same_for_any_number(
    reader, plan, commission, tab, queries, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_responsibility(task=make_task(plan=plan), agency=commission)
    reader.get(URL)

    with django_assert_num_queries(queries):
        reader.get(URL, {"tab": tab})


def test_fifty_tasks_stand_on_a_page(reader, plan):
    for _ in range(51):
        make_task(plan=plan)

    assert [len(listed(reader.get(URL, {"page": page}))) for page in (1, 2)] == [50, 1]
    assert "51 tasks" in reader.get(URL).content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "Credit"}, ["Credit", "Credit elsewhere"]),
        ({"q": "Credit", "plan": "plan"}, ["Credit"]),
        ({"agency": "commission"}, ["Credit", "Order"]),
        ({"agency": "commission", "role": "lead"}, ["Order"]),
        ({"section": "Two"}, ["Order"]),
        ({"agency": "no-such"}, []),
    ],
)
def test_the_list_is_narrowed(reader, city, commission, query, titles):
    older, plan = make_plan(region=city), make_plan(region=city)
    credit = make_task(plan=plan, title="Credit", position=1)
    order = make_task(plan=plan, title="Order", section="Two", position=2)
    make_task(plan=older, title="Credit elsewhere")
    make_responsibility(task=credit, agency=commission, role=TaskRole.PARTICIPANT)
    make_responsibility(task=order, agency=commission, role=TaskRole.LEAD)
    known = {"plan": plan.pk, "commission": str(commission.party.public_id)}

    answer = reader.get(URL, {name: known.get(value, value) for name, value in query.items()})

    assert listed(answer) == titles
    if query.get("agency") == "commission":
        assert f'<option value="{known["commission"]}" selected>Health commission</option>' in answer.content.decode()


def test_htmx_gets_the_part_alone_and_the_new_count(reader, plan):
    make_task(plan=plan)

    part = reader.get(URL, headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<section id="tasks"') and "<html" not in part
    assert '<span hx-swap-oob="innerHTML:#found">1 task</span>' in part
