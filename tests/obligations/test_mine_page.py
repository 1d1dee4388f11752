"""What a unit owes: its own rows in the order of their days, by tab, section and filter; what an empty list says."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import Section
from obligations.enums import DutyState
from obligations.models import Obligation
from tests.factories import make_agency, make_duties, make_duty, make_membership, make_region, make_task

pytestmark = pytest.mark.django_db
CLOSED = {"submitted_at": timezone.now(), "first_submitted_at": timezone.now(), "closed_at": timezone.now()}


@pytest.fixture
def commission():
    return make_agency(region=make_region(), kind=AgencyKind.HEALTH_COMMISSION, name="Commission")


@pytest.fixture
def tax(commission):
    return make_agency(region=commission.party.region, kind=AgencyKind.TAX, name="Tax bureau")


@pytest.fixture
def log_in(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def as_role(agency, role=Role.HANDLER, **facts):
        by = make_membership(agency=agency, role=role, **facts)
        client.force_login(by.user)
        return by

    return as_role


def owed(agency, *, days: int, **facts) -> Obligation:
    return make_duty(bearer=agency.party, due_on=timezone.localdate() + timedelta(days=days), **facts)


def shown(client, query: str = "", *, status: int = 200) -> list[Obligation]:
    answer = client.get(f"/duties/?{query}")
    assert answer.status_code == status
    return [line.duty for line in answer.context["lines"]]


def text(client, query: str = "") -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(f"/duties/?{query}").content.decode()))


def test_what_is_due_first_stands_first_and_nobody_elses_stands_there(client, log_in, tax, commission):
    later, overdue, soon = (owed(tax, days=days) for days in (30, -3, 2))
    owed(commission, days=1)
    log_in(tax)

    assert shown(client) == [overdue, soon, later]
    page = text(client)
    assert "3 days overdue" in page and "2 days left" in page and "1 duty is overdue." in page


def test_each_tab_has_its_states(client, log_in, tax):
    by_state = {}
    for state in DutyState:
        facts = {"left": 3, "paused_at": timezone.now()} if state == DutyState.PAUSED else {}
        facts |= CLOSED if state in {"met", "met_late"} else {}
        facts |= {"closed_at": timezone.now()} if state in {"waived", "cancelled"} else {}
        facts |= {key: CLOSED[key] for key in ("submitted_at", "first_submitted_at")} if state == "submitted" else {}
        by_state[state] = owed(tax, days=len(by_state), state=state, **facts)
    log_in(tax)

    tabs = {tab: [duty.state for duty in shown(client, f"tab={tab}")] for tab in ("owed", "submitted", "closed", "no")}

    assert tabs == {
        "owed": ["open", "returned", "paused"],
        "submitted": ["submitted"],
        "closed": ["cancelled", "waived", "met_late", "met"],  # the latest first
        "no": ["open", "returned", "paused"],
    }


def test_a_handler_begins_with_the_own_section_and_a_leader_with_the_unit(client, log_in, tax):
    here, there = (Section.objects.create(agency=tax, name=name) for name in ("Here", "There"))
    mine, theirs, nobodys = (owed(tax, days=n, section=section) for n, section in enumerate((here, there, None)))
    log_in(tax, section=here)
    assert shown(client) == [mine, nobodys]
    assert shown(client, "whose=unit") == [mine, theirs, nobodys]
    assert shown(client, f"whose=unit&section={there.pk}") == [theirs]

    log_in(tax, role=Role.LEADER, section=here)
    assert shown(client) == [mine, theirs, nobodys]
    assert shown(client, "whose=section") == [mine, nobodys]

    log_in(tax)
    assert shown(client, "whose=section") == [mine, theirs, nobodys]


def test_it_can_be_narrowed(client, log_in, tax):
    fine, order = owed(tax, days=-1, kind="fine.pay"), owed(tax, days=3, kind="order.reply", period="2026Q4")
    log_in(tax)

    found = {
        query: shown(client, query)
        for query in ("kind=fine.pay", "light=over", "light=soon", "light=idle", "period=2026Q4", "late=1", "late=2",
                      "kind=no.such", "late=x", "section=x")
    }  # fmt: skip

    assert found == {
        "kind=fine.pay": [fine], "light=over": [fine], "light=soon": [order], "light=idle": [],
        "period=2026Q4": [order], "late=1": [fine], "late=2": [], "kind=no.such": [], "late=x": [], "section=x": [],
    }  # fmt: skip
    assert "Clear the filters" in text(client, "light=idle")


def test_a_title_leads_to_the_record_where_it_has_a_page(client, log_in, tax):
    task = make_task()
    owed(tax, days=1, subject_kind="tasks.task", subject_id=task.pk, title="About a task")
    owed(tax, days=2, title="About something")
    log_in(tax)

    page = client.get("/duties/").content.decode()

    assert f'<a href="{task.get_absolute_url()}">About a task</a>' in page
    assert ">About something</a>" not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Your unit owes nothing now"),
        ("tab=submitted", "Nothing waits for a confirmation"),
        ("tab=closed", "Nothing is closed yet"),
        ("light=over", "No duty fits"),
    ],
)
def test_an_empty_list_says_what_is_true(client, log_in, tax, query, words):
    log_in(tax)

    assert words in text(client, query)


def test_an_empty_section_points_to_the_unit(client, log_in, tax):
    log_in(tax, section=Section.objects.create(agency=tax, name="Here"))

    page = client.get("/duties/?tab=submitted").content.decode()

    assert "Nothing of your section stands here" in page and "?tab=submitted&amp;whose=unit" in page


def test_whoever_watches_over_others_is_told_what_is_overdue_there(client, log_in, commission, tax):
    owed(tax, days=-3, supervisor=commission.party)
    log_in(commission)
    assert "1 duty of the units that you watch over is overdue." in text(client)

    log_in(tax)
    assert "watch over" not in text(client)


def test_fifty_take_as_many_queries_as_one(client, log_in, commission, tax):
    log_in(tax, section=Section.objects.create(agency=tax, name="Here"))

    def add(count: int) -> None:
        tasks = [make_task() for _ in range(count)]
        sections = [Section.objects.create(agency=tax, name=f"S{task.pk}") for task in tasks]
        make_duties(
            {
                "bearer": tax.party, "supervisor": make_agency().party, "section": section, "title": task.title,
                "subject_kind": "tasks.responsibility", "subject_id": task.pk,
                "due_on": timezone.localdate() - timedelta(days=1),
            }
            for task, section in zip(tasks, sections, strict=True)
        )  # fmt: skip

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert shown(client, "whose=unit&light=over")
        return len(asked)

    add(1)
    client.get("/duties/")
    few = count()
    add(60)

    assert count() == few <= 15


def test_pages_follow_one_another(client, log_in, tax):
    make_duties({"bearer": tax.party, "due_on": timezone.localdate() + timedelta(days=n % 7)} for n in range(60))
    log_in(tax)

    first = client.get("/duties/")
    second = client.get("/duties/" + first.context["page_obj"].next)

    rows = [line.duty for answer in (first, second) for line in answer.context["lines"]]
    assert rows == list(Obligation.objects.order_by("due_on", "pk"))
    assert len(first.context["lines"]) == 50


def test_the_part_alone_is_answered_to_htmx(client, log_in, tax):
    owed(tax, days=1)
    log_in(tax)

    page = client.get("/duties/", headers={"HX-Request": "true"}).content.decode()

    assert page.strip().startswith('<section id="duties"') and "<html" not in page


def test_a_day_asked_for_by_the_calendar_is_said_and_taken_back(client, log_in, tax):
    log_in(tax)
    today, other = owed(tax, days=0), owed(tax, days=3)
    day = today.due_on.isoformat()
    asked = f"whose=unit&tab=owed&due_from={day}&due_until={day}"

    assert shown(client, asked) == [today]
    assert "Only what is due on" in text(client, asked)
    every_day = re.search(r'href="\?([^"]*)">Show every day', client.get(f"/duties/?{asked}").content.decode())
    assert shown(client, every_day.group(1).replace("&amp;", "&")) == [today, other]
    assert "Show every day" not in text(client)

    Obligation.objects.all().delete()
    empty = client.get(f"/duties/?{asked}").content.decode()
    cleared = re.search(r'href="\?([^"]*)"[^>]*>\s*Clear the filters', empty)
    assert "due_" not in cleared.group(1)
