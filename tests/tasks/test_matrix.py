"""The matrix: who leads and who takes part is never ambiguous, and the page stays cheap."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from agencies.enums import AgencyKind
from tasks.enums import TaskRole
from tasks.matrix import Drawing, chip, mark, plans_for, read_grid, tasks_of
from tasks.models import Responsibility
from tests.factories import make_agency, make_membership, make_plan, make_region, make_responsibility, make_task

pytestmark = pytest.mark.django_db
LEAD, PARTICIPANT = TaskRole.LEAD, TaskRole.PARTICIPANT


@pytest.fixture
def city():
    return make_region()


@pytest.fixture
def commission(city):
    return make_agency(region=city, name="Health commission", position=1)


@pytest.fixture
def police(city):
    return make_agency(region=city, name="Police", position=2, kind=AgencyKind.PUBLIC_SECURITY)


@pytest.fixture
def plan(city, commission, police):
    """Two tasks in two sections; a collective and a name that nobody knows."""
    plan = make_plan(region=city, title="The list")
    first = make_task(plan=plan, position=1, number="1", title="Order", section="One")
    second = make_task(plan=plan, position=2, number="2", title="Credit", section="Two")
    make_responsibility(task=first, agency=commission, role=LEAD)
    make_responsibility(task=first, agency=police, role=PARTICIPANT)
    make_responsibility(task=second, agency=police, role=LEAD)
    for name, is_collective in (("All departments", True), ("Office of nobody", False)):
        Responsibility.objects.create(
            task=second, role=PARTICIPANT, printed_name=name, is_collective=is_collective, position=len(name)
        )
    return plan


@pytest.fixture
def by(commission):
    return make_membership(agency=commission)


@pytest.fixture
def reader(client, by):
    client.cookies["django_language"] = "en"
    client.force_login(by.user)
    return client


def grid_of(plan, by, **narrow):
    tasks = tasks_of(plan, by)
    return read_grid(tasks, tasks.filter(**narrow))


def test_columns_follow_the_agencies_order_then_collectives_then_open_names(plan, by):
    grid = grid_of(plan, by)

    assert [(column.kind, column.name, column.leads, column.participates) for column in grid.columns] == [
        ("agency", "Health commission", 1, 0),
        ("agency", "Police", 1, 1),
        ("collective", "All departments", 0, 1),
        ("open", "Office of nobody", 0, 1),
    ]


def test_totals_count_the_rows_shown_while_columns_stay(plan, by):
    grid = grid_of(plan, by, number="1")

    assert [(column.name, column.leads, column.participates) for column in grid.columns] == [
        ("Health commission", 1, 0),
        ("Police", 0, 1),
        ("All departments", 0, 0),
        ("Office of nobody", 0, 0),
    ]


def test_a_cell_says_number_agency_and_role(plan, by):
    grid = grid_of(plan, by)
    part = grid.rows[0].task.responsibilities.get(agency__party__name="Police")

    html = Drawing(grid).row(grid.rows[0])

    assert f'href="/tasks/{grid.rows[0].task.pk}/#part-{part.pk}"' in html
    assert "Police" in html and html.count('class="cell"') == len(grid.columns)
    assert html.count("<a ") == 1 + 2  # the title, and the two marks


@pytest.mark.parametrize("role", TaskRole.values)
def test_the_mark_is_the_components(role):
    component = render_to_string("components/glyph.html", {"state": "ok", "role": role}).strip()

    assert mark(role) == component.replace("s-ok", "s-part")


@pytest.mark.parametrize("role", TaskRole.values)
@pytest.mark.parametrize("unconfirmed", [True, False])
def test_the_chip_is_the_components(role, unconfirmed):
    facts = {"name": "Police & co", "role": role, "unconfirmed": unconfirmed}

    assert chip(**facts) == render_to_string("components/role.html", facts).strip()


def test_names_are_escaped(plan, by, police):
    police.party.name = police.short_name = "<b>Police</b>"
    police.party.save()
    police.save()
    drawing = Drawing(grid_of(plan, by))

    page = f"{drawing.head()}{drawing.body()}{drawing.phone_list()}"

    assert "<b>Police" not in page and "&lt;b&gt;Police" in page


def test_the_page_shows_rows_marks_and_sections(reader, plan):
    answer = reader.get(reverse("tasks:matrix"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert [page.count(words) for words in ('class="grp-row"', "#g-lead-ok", "2 tasks shown")] == [2, 3, 1]
    assert "The list" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Order", "Credit"}),
        ({"q": "Cred"}, {"Credit"}),
        ({"agency": "commission"}, {"Order"}),
        ({"agency": "police"}, {"Order", "Credit"}),
        ({"agency": "police", "role": "lead"}, {"Credit"}),
        ({"role": "participant"}, {"Order", "Credit"}),
    ],
)
def test_filters_narrow_the_rows(reader, plan, commission, police, query, shown):
    agencies = {"commission": commission, "police": police}
    if "agency" in query:
        query = query | {"agency": str(agencies[query["agency"]].party.public_id)}

    answer = reader.get(reverse("tasks:matrix"), query)

    assert {row.task.title for row in answer.context["grid"].rows} == shown


def test_no_row_left_offers_to_clear_the_filters(reader, plan):
    page = reader.get(reverse("tasks:matrix"), {"q": "nowhere"}).content.decode()

    assert "No task fits" in page and f'href="{plan.get_absolute_url()}"' in page


def test_htmx_gets_the_part_alone(reader, plan):
    part = reader.get(reverse("tasks:matrix"), headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<section id="matrix"') and "<html" not in part


def test_without_a_plan_the_page_says_so(reader):
    assert "There is no plan yet" in reader.get(reverse("tasks:matrix")).content.decode()


def test_the_own_regions_plan_comes_first(plan, city, by):
    below = make_plan(region=make_region(parent=city))

    assert plans_for(by) == [plan, below]


def test_another_territorys_plan_is_not_found(reader, plan):
    other = make_plan()

    assert reader.get(reverse("tasks:matrix"), {"plan": other.pk}).status_code == 404


def test_of_anothers_plan_only_the_tasks_with_a_part_are_shown(reader, by, commission):
    other = make_plan()
    mine, foreign = make_task(plan=other, title="Mine"), make_task(plan=other, title="Foreign")
    make_responsibility(task=mine, agency=commission)
    make_responsibility(task=foreign, printed_name="Foreign agency")

    answer = reader.get(reverse("tasks:matrix"), {"plan": other.pk})

    page = answer.content.decode()
    assert "Mine" in page and "Foreign" not in page


@pytest.mark.parametrize("tasks", [1, 50])
def test_the_number_of_queries_does_not_grow(reader, plan, police, tasks, django_assert_num_queries):
    for position in range(3, 3 + tasks):
        make_responsibility(task=make_task(plan=plan, position=position), agency=police)
    reader.get(reverse("tasks:matrix"))  # the session is read once

    with django_assert_num_queries(QUERIES):
        reader.get(reverse("tasks:matrix"))


QUERIES = 7  # person, memberships, plans (own, shared), tasks, parts, agencies
