"""Who in an agency does its part: named together for many tasks, told once, anew when a person leaves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Section
from kernel.access import OPERATOR
from kernel.errors import Refused
from notices.models import Notice
from obligations.models import Obligation
from tasks.models import Assignment, Responsibility
from tasks.services.assigning import assign_parts
from tasks.services.reporting import open_reports, start_reporting
from tasks.services.succession import pass_parts
from tests.factories import make_membership, make_responsibility, make_task

from .progress.conftest import NOON, QUARTER, City, quiet_city, town  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(town: City) -> Responsibility:  # noqa: F811
    return make_responsibility(task=make_task(plan=town.plan, title="Touts"), agency=town.police.agency)


def parts_of(office) -> list[Responsibility]:
    return list(Responsibility.objects.filter(agency=office.agency).select_related("task").order_by("pk"))


def test_two_parts_get_a_handler_and_a_deputy_who_are_told_once(town, second):  # noqa: F811
    handler, deputy = make_membership(agency=town.police.agency), make_membership(agency=town.police.agency)

    done = assign_parts(
        parts_of(town.police), {"handler": handler, "deputy": deputy}, by=town.police.leader, at=NOON
    )  # fmt: skip

    assert done == 2
    rows = Assignment.objects.filter(agency=town.police.agency)
    assert {(row.handler, row.deputy, row.section) for row in rows} == {(handler, deputy, None)}
    told = Notice.objects.filter(kind="tasks.assigned")
    assert [(row.to_user, row.params["number"]) for row in told.order_by("pk")] == [
        (handler.user, 2), (deputy.user, 2)
    ]  # fmt: skip


def test_what_is_left_out_stays_and_what_is_the_same_tells_nobody(town):  # noqa: F811
    handler, deputy = town.police.handler, town.police.reviewer
    parts = parts_of(town.police)
    assign_parts(parts, {"handler": handler, "deputy": deputy}, by=town.police.leader, at=NOON)
    before = Notice.objects.count()

    assert assign_parts(parts, {"handler": handler}, by=town.police.leader, at=NOON + timedelta(hours=1)) == 0
    assert assign_parts(parts, {"deputy": None}, by=town.police.leader, at=NOON + timedelta(hours=2)) == 1

    row = Assignment.objects.get()
    assert (row.handler, row.deputy, Notice.objects.count()) == (handler, None, before)


def test_the_section_gets_what_is_owed_now_and_later(town):  # noqa: F811
    section = Section.objects.create(agency=town.police.agency, name="Order")

    assign_parts(parts_of(town.police), {"section": section}, by=town.police.leader, at=NOON)
    open_reports(day=date(2027, 1, 5), at=NOON + timedelta(days=60))

    duties = Obligation.objects.filter(bearer=town.police.agency.pk, kind="task.report").order_by("period")
    assert [(duty.period, duty.section) for duty in duties] == [(QUARTER, section), ("2027Q1", section)]
    assert set(Obligation.objects.filter(bearer=town.tax.agency.pk).values_list("section", flat=True)) == {None}


@pytest.mark.parametrize("who", ["stranger", "ended", "viewer"])
def test_who_does_not_write_for_the_unit_is_refused(town, who):  # noqa: F811
    ended = timezone.localdate(NOON) - timedelta(days=1)
    person = {
        "stranger": town.tax.handler,
        "ended": make_membership(agency=town.police.agency, valid_to=ended),
        "viewer": make_membership(agency=town.police.agency, role=Role.VIEWER),
    }[who]

    with pytest.raises(Refused, match="does not write for Police"):
        assign_parts(parts_of(town.police), {"handler": person}, by=town.police.leader, at=NOON)

    assert not Assignment.objects.exists()


def test_nobody_stands_in_for_himself(town):  # noqa: F811
    same = make_membership(agency=town.police.agency, user=town.police.handler.user, role=Role.REVIEWER)
    parts = parts_of(town.police)

    with pytest.raises(Refused, match="stand in for himself"):
        assign_parts(parts, {"handler": town.police.handler, "deputy": same}, by=town.police.leader, at=NOON)


def test_another_units_section_and_parts_are_out_of_reach(town):  # noqa: F811
    section = Section.objects.create(agency=town.tax.agency, name="Order")

    with pytest.raises(Refused, match="no section of Police"):
        assign_parts(parts_of(town.police), {"section": section}, by=town.police.leader, at=NOON)
    with pytest.raises(PermissionDenied):
        assign_parts(parts_of(town.tax), {"handler": None}, by=town.police.leader, at=NOON)
    with pytest.raises(PermissionDenied):
        assign_parts(parts_of(town.police), {"handler": None}, by=town.commission.leader, at=NOON)


def test_a_successor_assigns_anew(town):  # noqa: F811
    assign_parts(parts_of(town.police), {"handler": town.police.handler}, by=town.police.leader, at=NOON)

    pass_parts(town.police.agency, town.commission.agency)

    assert not Assignment.objects.exists()


def test_choose_ask_assign_and_see_who_has_left(client, town, second):  # noqa: F811
    client.force_login(town.police.leader.user)
    client.cookies["django_language"] = "en"
    parts = [part.pk for part in parts_of(town.police)]
    assert b"has left" not in client.get("/tasks/assignments/").content

    asked = client.post("/tasks/assignments/assign/", {"part": parts})
    assert asked.status_code == 200 and b"Assign 2 parts" in asked.content
    faulty = client.post("/tasks/assignments/assign/", {"part": parts, "assign": "1"})
    assert faulty.status_code == 422 and b"Tick what is to change." in faulty.content
    filled = {"part": parts, "assign": "1", "changes": ["handler"], "handler": town.police.handler.pk}
    assert client.post("/tasks/assignments/assign/", filled).url == "/tasks/assignments/"

    assert set(Assignment.objects.values_list("handler", flat=True)) == {town.police.handler.pk}
    again = client.post("/tasks/assignments/assign/", filled, follow=True).content
    assert b"2 parts were assigned." in again and b"nothing has changed" in again
    type(town.police.handler).objects.filter(pk=town.police.handler.pk).update(valid_to=date(2026, 1, 1))
    vacant = client.get("/tasks/assignments/?vacant=true").content.decode()
    assert vacant.count("has left") == 3 and 'name="part"' in vacant
    left = client.get(f"/tasks/assignments/?person={town.police.handler.pk}").content.decode()
    assert f'value="{town.police.handler.pk}" selected>{town.police.handler.user.name} (has left)' in left
    assert 'name="part"' not in client.get(f"/tasks/assignments/?person={town.police.reviewer.pk}").content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_as_many_queries_for_one_part_as_for_many(client, town, number, django_assert_num_queries):  # noqa: F811
    for _each in range(number - 1):
        make_responsibility(task=make_task(plan=town.plan), agency=town.police.agency)
    client.force_login(town.police.leader.user)
    client.get("/tasks/assignments/")

    with django_assert_num_queries(11):
        assert client.get("/tasks/assignments/").status_code == 200


def test_over_the_api(client, town):  # noqa: F811
    client.force_login(town.police.leader.user)
    (part,) = parts_of(town.police)

    def assign(**facts):
        return client.post("/api/v1/assignments/assign/", facts, content_type="application/json")

    assert assign(parts=[part.pk], handler=town.police.handler.pk).json() == {"changed": 1}
    assert assign(parts=[part.pk], handler=town.tax.handler.pk).status_code == 400
    assert assign(parts=[parts_of(town.tax)[0].pk], handler=None).status_code == 400
    (row,) = client.get("/api/v1/assignments/shared/").json()["results"]
    assert (row["task"], row["handler"], row["deputy"]) == (town.task.pk, town.police.handler.pk, None)


def test_a_plan_that_starts_to_report_knows_the_sections(quiet_city):  # noqa: F811
    section = Section.objects.create(agency=quiet_city.police.agency, name="Order")
    assign_parts(parts_of(quiet_city.police), {"section": section}, by=quiet_city.police.leader, at=NOON)

    start_reporting(quiet_city.plan, on=date(2026, 10, 1), by=OPERATOR, at=NOON)

    assert quiet_city.duty(quiet_city.police).section == section
