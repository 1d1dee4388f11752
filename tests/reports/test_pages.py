"""The dashboard and the home of an agency: every number leads to as many rows."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from reports.api import views
from reports.definitions import MEASURES
from reports.figures import SETTLED
from tasks.models import Task
from tasks.services import closings, judging, progress, reporting
from tests.factories import make_agency, make_membership, make_party, make_responsibility, make_task
from tests.reports.conftest import LATER, NOON, QUARTER

pytestmark = pytest.mark.django_db
ROWS = re.compile(r'href="(/reports/duties/\?[^"]+)"[^>]*>(\d+)(?:/(\d+))?(?![\d.])')  # a rate is no number of rows


@pytest.fixture
def late_town(town):
    """Four days after the due day: one in difficulty, one sent back, one missing."""
    second = make_task(plan=town.plan, title="Drug prices")
    make_responsibility(task=second, agency=town.tax.agency)
    make_responsibility(task=second, agency=town.police.agency, role="participant")
    reporting.open_reports(day=NOON.date(), at=NOON)
    town.handed_in(town.police, work="difficult", needs="Expert opinions")
    entry = town.handed_in(town.tax, at=NOON)
    judging.return_to_participant(entry, by=town.police.leader, at=NOON, reason="Say how many")
    with time_machine.travel(LATER, tick=False):
        yield town


def numbers(page: str) -> list[tuple[str, int]]:
    """(address, the number that leads there; of “3/5” it is the 5 that is the base)."""
    return [(unescape(url), int(base or number)) for url, number, base in ROWS.findall(page)]


def count_at(client, url: str) -> int:
    """How many rows the list has, on all its pages."""
    page = client.get(url).content.decode()
    return page.count('<th scope="row" class="key">')


@pytest.mark.parametrize("query", ["", "?by=task", "?period=2026", "?period=2026Q3", "?period=nonsense"])
def test_each_number_of_the_dashboard_is_as_many_rows(late_town, as_, query):
    client = as_(late_town.commission.handler)
    found = numbers(client.get(reverse("reports:dashboard") + query).content.decode())

    assert len(found) > 6
    assert [(url, count_at(client, url)) for url, _number in found] == found


def test_the_figures_of_the_dashboard(late_town, as_):
    client = as_(late_town.commission.handler)
    page = client.get(reverse("reports:dashboard"))

    kpis = {str(kpi.label): (kpi.value, kpi.base) for kpi in page.context["kpis"]}
    assert kpis == {
        str(MEASURES["reported"].label): (1, "1/4"), str(MEASURES["overdue"].label): (3, ""),
        str(MEASURES["soon"].label): (0, ""), str(MEASURES["returned"].label): (1, ""),
        str(MEASURES["difficult"].label): (1, ""), str(page.context["kpis"][0].label): (25.0, "1/4"),
    }  # fmt: skip
    assert [row.title for row in page.context["rows"]] == ["Tax bureau", "Police"]


def test_each_number_of_the_home_is_as_many_rows(late_town, as_):
    client = as_(late_town.tax.handler)
    page = client.get(reverse("reports:home")).content.decode()
    found = numbers(page)

    assert [number for _url, number in found][-3:] == [0, 2, 2]  # on time, decided, overdue
    assert [(url, count_at(client, url)) for url, _number in found] == found


def test_the_home_shows_what_is_due_and_what_came_back(late_town, as_):
    client = as_(late_town.tax.handler)
    home = client.get(reverse("reports:home")).context["home"]

    assert [todo.line.duty.title for todo in home.todo] == ["Unlicensed practice", "Drug prices"]
    assert [(sort, len(entries)) for sort, _url, _state, entries in home.waiting] == [("returned", 1)]
    assert [(row.task.title, row.role, row.light.state, row.is_to_write) for row in home.tasks] == [
        ("Unlicensed practice", "participant", "over", True), ("Drug prices", "lead", "over", True),
    ]  # fmt: skip
    assert (home.leads, home.participates, home.late) == (1, 1, (2, False))


def test_a_part_that_is_closed_for_good_owes_nothing_at_home(town, as_):
    part = town.task.responsibilities.get(agency=town.tax.agency)
    closing = closings.close_part(part, summary="Done", by=town.tax.handler, at=NOON)
    closings.confirm_closing(closing, by=town.commission.reviewer, at=NOON)
    with time_machine.travel(NOON, tick=False):
        (row,) = as_(town.tax.handler).get(reverse("reports:home")).context["home"].tasks

    assert (row.light.state, row.led.state, row.duty, row.is_to_write) == ("shut", "idle", None, False)


@pytest.mark.parametrize("name", ["dashboard", "home"])
def test_what_is_kept_after_the_count_changes_no_rows(late_town, as_, name):
    """Another request takes a step at this moment, and keeps it only when the page is there."""
    by = late_town.police.handler
    entry = progress.begin_entry(Task.objects.get(title="Drug prices"), QUARTER, by=by)
    progress.submit_progress(entry, progress.Progress(text="Compared"), by=by, at=NOON)
    entry.refresh_from_db()
    office = late_town.commission if name == "dashboard" else late_town.police
    client = as_(office.handler)
    found = numbers(client.get(reverse(f"reports:{name}")).content.decode())
    progress.hand_in_progress(entry, by=late_town.police.reviewer, at=LATER - timedelta(seconds=1))

    assert found
    assert [(url, number) for url, number in found if count_at(client, url) != number] == []


def test_a_lead_judges_and_a_reviewer_reviews(town, as_):
    town.handed_in(town.tax)
    town.submitted(town.police)

    home = as_(town.police.reviewer).get(reverse("reports:home")).context["home"]
    assert [(sort, entries[0].agency) for sort, _url, _state, entries in home.waiting] == [
        ("review", town.police.agency), ("judge", town.tax.agency),
    ]  # fmt: skip


def test_the_rows_stand_as_they_stood(town, as_):
    """What happens later does not change the list of a moment."""
    moment = timezone.now() - timedelta(hours=1)
    url = f"{reverse('reports:rows')}?plan={town.plan.pk}&period={QUARTER}&measure=reported&at="
    with time_machine.travel(moment - timedelta(days=1)):
        town.handed_in(town.police, at=timezone.now())
    town.handed_in(town.tax, at=timezone.now() - SETTLED)
    client = as_(town.commission.handler)

    assert count_at(client, url + quote(moment.isoformat())) == 1
    assert count_at(client, url) == 2


@pytest.mark.parametrize("query", ["plan=0", "plan=x", "agency=x", "task=x", "task=99999999999999999999"])
def test_what_is_not_there_is_not_found(town, as_, query):
    assert as_(town.commission.handler).get(f"{reverse('reports:rows')}?{query}").status_code == 404


ROWS_AT = ("/reports/duties/", "/api/v1/dashboard/duties/")


@pytest.mark.parametrize("address", ROWS_AT)
@pytest.mark.parametrize("role", ["handler", "leader"])
def test_what_another_territory_does_is_not_told_by_its_number(town, as_, address, role):
    """Neither a task nor who is there, in one's own rows or those of the territory."""
    clinic, stranger = make_party(region=town.region), make_membership(role=role)
    client = as_(stranger)

    queries = [f"task={town.task.pk}", *(f"agency={party.public_id}" for party in (town.police.agency.party, clinic))]
    for query in queries:
        assert client.get(f"{address}?whose=own&{query}").status_code == 404
    assert as_(town.commission.handler).get(f"{address}?agency={clinic.public_id}").status_code == 404


@pytest.mark.parametrize("address", ROWS_AT)
def test_who_has_a_part_asks_for_a_task_and_for_who_owes_it(town, as_, address):
    abroad = make_agency(name="Province's railway police")
    make_responsibility(task=town.task, agency=abroad, role="participant")
    reporting.open_reports(day=NOON.date(), at=NOON)
    queries = {
        town.tax.handler: f"whose=own&task={town.task.pk}",
        make_membership(agency=abroad): f"whose=own&task={town.task.pk}&agency={abroad.party.public_id}",
        town.commission.handler: f"measure=reported&task={town.task.pk}&agency={abroad.party.public_id}",
    }

    assert [as_(by).get(f"{address}?{query}").status_code for by, query in queries.items()] == [200] * 3


@pytest.mark.parametrize("query", ["at=x", "at=9999-12-31T23:59:59Z", "at=0001-01-01", "period=0000Q1", "page=x"])
def test_odd_questions_are_answered(town, as_, query):
    assert as_(town.commission.handler).get(f"{reverse('reports:rows')}?{query}").status_code == 200


def test_each_role_lands_on_what_is_due(town, as_):
    assert as_(town.commission.handler).get("/").url == reverse("reports:dashboard")
    assert as_(town.body.leader).get("/").url == reverse("reports:dashboard")
    assert as_(town.police.handler).get("/").url == reverse("reports:home")


@pytest.mark.parametrize(("name", "limit"), [("reports:dashboard", 25), ("reports:home", 15), ("reports:rows", 15)])
def test_as_many_queries_for_few_and_many(town, as_, name, limit, django_assert_max_num_queries):
    office = town.tax if name == "reports:home" else town.commission
    client = as_(office.handler)
    client.get(reverse(name))
    with django_assert_max_num_queries(limit) as few:
        client.get(reverse(name))
    for _ in range(4):
        task = make_task(plan=town.plan)
        make_responsibility(task=task, agency=town.police.agency)
        make_responsibility(task=task, agency=town.tax.agency, role="participant")
    reporting.open_reports(day=NOON.date(), at=NOON)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(name))


def test_the_api_says_the_same_with_definitions(late_town, as_):
    client = as_(late_town.commission.handler)
    told = client.get("/api/v1/dashboard/").json()

    assert (told["period"], told["total"]["on_time_rate"]) == (QUARTER, 25.0)
    assert {row["key"] for row in told["definitions"]} == {*MEASURES, "on_time_rate"}
    for agency in told["agencies"]:
        for measure, count in agency["of"].items():
            query = f"measure={measure}&agency={agency['agency']}&at={told['as_of'].replace('+', '%2B')}"
            behind = client.get(f"/api/v1/dashboard/duties/?{query}").json()
            assert (behind["count"], len(behind["rows"])) == (count, count)


def test_the_api_gives_the_rows_page_by_page(late_town, as_, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 3)
    client = as_(late_town.commission.handler)
    first = client.get("/api/v1/dashboard/duties/?measure=owed").json()
    with time_machine.travel(LATER + timedelta(minutes=1)):  # the next page is of the same moment
        second = client.get(first["next"]).json()

    assert (first["count"], len(first["rows"]), second["count"], len(second["rows"])) == (4, 3, 4, 1)
    assert len({row["duty"] for row in first["rows"] + second["rows"]}) == 4
    assert (second["as_of"], second["next"]) == (first["as_of"], None)


def test_addresses_name_plan_period_and_moment(late_town, as_):
    page = as_(late_town.commission.handler).get(reverse("reports:dashboard"))
    asked = parse_qs(urlsplit(page.context["kpis"][2].url).query)

    assert asked == {
        "measure": ["overdue"], "period": [QUARTER], "plan": [str(late_town.plan.pk)],
        "at": [page.context["as_of"].isoformat()],
    }  # fmt: skip
    assert page.context["as_of"] == LATER - SETTLED
