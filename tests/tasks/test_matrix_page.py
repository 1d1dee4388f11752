"""The matrix as a page: filters in the address, a part for htmx, paper, and a cost that does not grow."""

import re
from collections import Counter

import pytest
from django.urls import reverse

from tests.districts import make_district
from tests.factories import make_plan, make_responsibility, make_task

pytestmark = pytest.mark.django_db
URL = reverse("tasks:matrix")
HTMX = {"HX-Request": "true"}


def shown(answer) -> set[str]:
    return {row.title for row in answer.context["grid"].rows}


def test_the_page_shows_sections_marks_and_the_count(reader, plan):
    page = reader.get(URL).content.decode()

    marks = ["grp-row", "#g-lead-ok", "#g-participant-ok", '<span class="count" id="found" role="status">2 tasks shown']
    assert [page.count(words) for words in marks] == [2, 2 + 1, 2 + 1, 1]  # one of each shape is the legend's
    assert "2 tasks, 2 agencies" in page and "The list" in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, {"Order", "Credit"}),
        ({"q": "Cred"}, {"Credit"}),
        ({"agency": "commission"}, {"Order"}),
        ({"agency": "police"}, {"Order", "Credit"}),
        ({"agency": "police", "role": "lead"}, {"Credit"}),
        ({"role": "participant"}, {"Order", "Credit"}),
        ({"role": "chairman"}, set()),
        ({"agency": "no-such"}, set()),
    ],
)
def test_filters_narrow_the_rows(reader, plan, commission, police, query, titles):
    agencies = {"commission": str(commission.party.public_id), "police": str(police.party.public_id)}
    query = {name: agencies.get(value, value) for name, value in query.items()}

    assert shown(reader.get(URL, query)) == titles


def test_the_form_keeps_what_was_chosen(reader, plan, police):
    query = {"agency": police.party.public_id, "role": "lead", "q": "Cred"}

    page = reader.get(URL, query).content.decode()

    assert f'<option value="{police.party.public_id}" selected>Police</option>' in page
    assert '<option value="lead" selected>lead</option>' in page
    assert 'type="search" maxlength="100" value="Cred"' in page


def test_no_row_left_offers_to_clear_the_filters(reader, plan):
    page = reader.get(URL, {"q": "nowhere"}).content.decode()

    assert "No task fits" in page and f'href="{plan.get_absolute_url()}"' in page and "0 tasks shown" in page


def test_htmx_gets_the_part_alone_and_the_new_count(reader, plan):
    part = reader.get(URL, {"q": "Cred"}, headers=HTMX).content.decode()

    assert part.lstrip().startswith('<section id="matrix"') and part.rstrip().endswith("</section>")
    assert '<span hx-swap-oob="innerHTML:#found">1 task shown</span>' in part and "<html" not in part


def test_without_a_plan_the_page_says_so(reader):
    page = reader.get(URL).content.decode()

    assert "There is no plan yet" in page and "data-print" not in page


def test_a_chooser_stands_there_only_for_several_plans(reader, plan, city):
    assert 'id="plan"' not in reader.get(URL).content.decode()

    older = make_plan(region=city, title="Older list")

    page = reader.get(URL, {"plan": older.pk}).content.decode()
    assert f'<option value="{older.pk}" selected>Older list</option>' in page
    assert f'<option value="{plan.pk}">The list</option>' in page


def test_paper_has_legend_time_and_unit(reader, plan, by):
    page = reader.get(URL).content.decode()

    paper = re.search(r'<p class="print-only">(.*?)</p>', page)[1]
    assert re.fullmatch(
        rf"Printed \d{{4}}-\d\d-\d\d \d\d:\d\d by {by.party}\. "
        r"A filled circle leads, a ring takes part, a dot stands for a collective\.",
        paper,
    )
    assert '<body class="a3"' in page


@pytest.mark.parametrize("query", [{}, {"q": "nowhere"}])
def test_no_id_stands_twice(reader, plan, query):
    page = reader.get(URL, query).content.decode()

    ids = Counter(re.findall(r'\sid="([^"]*)"', page))
    assert ids["matrix"] == 1 and [name for name, times in ids.items() if times > 1] == []


def test_a_district_sees_its_own_plan_and_none_of_its_neighbours(client, city):
    here, there = make_district(city, "HERE", "330102"), make_district(city, "THERE", "330106")
    client.force_login(here.member.user)

    page = client.get(URL).content.decode()

    assert "HERE task" in page and "THERE" not in page
    assert client.get(URL, {"plan": there.plan.pk}).status_code == 404


def test_of_anothers_plan_only_the_tasks_with_a_part_are_shown(reader, commission):
    other = make_plan()
    mine, foreign = make_task(plan=other, title="Mine"), make_task(plan=other, title="Foreign")
    make_responsibility(task=mine, agency=commission)
    make_responsibility(task=foreign, printed_name="Foreign agency")

    page = reader.get(URL, {"plan": other.pk}).content.decode()

    assert "Mine" in page and "Foreign" not in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("tasks", [1, 50])
def test_the_number_of_queries_does_not_grow(reader, plan, police, tasks, headers, django_assert_num_queries):
    for position in range(3, 3 + tasks):
        make_responsibility(task=make_task(plan=plan, position=position), agency=police)
    reader.get(URL)  # the session is read once

    bell = 0 if headers else 1
    # person, memberships, plans (own, shared), rows, parts, agencies (and how many)
    with django_assert_num_queries(8 + bell):
        reader.get(URL, headers=headers)
