"""What each endpoint answers, to whom, and at what cost."""

import pytest
from django.utils import timezone

from agencies.enums import AgencyKind, RegionKind, Role
from tasks.enums import TaskRole
from tasks.models import Task
from tests.factories import make_agency, make_membership, make_plan, make_region, make_responsibility, make_task

LISTS = ["regions", "agencies", "plans", "tasks", "responsibilities"]


def results(response) -> list:
    assert response.status_code == 200, response.content
    return response.json()["results"]


def address(name: str, district) -> str:
    """The detail of the district's own row."""
    key = {
        "regions": lambda: district.region.pk,
        "agencies": lambda: district.agency.party.public_id,
        "plans": lambda: district.plan.pk,
        "tasks": lambda: district.task.pk,
        "responsibilities": lambda: district.responsibility.pk,
    }[name]()
    return f"/api/v1/{name}/{key}/"


def test_a_region(api, city, here):
    assert api.get(address("regions", here)).json() == {
        "id": here.region.pk,
        "name": "HERE district",
        "kind": "district",
        "kind_display": str(RegionKind.DISTRICT.label),
        "parent": city.pk,
        "valid_from": None,
        "valid_to": None,
        "codes": [{"scheme": "gbt2260", "code": "330106", "valid_from": None, "valid_to": None}],
    }


def test_an_agency(api, city, here):
    here.agency.parent = make_agency(region=city)
    here.agency.save()

    assert api.get(address("agencies", here)).json() == {
        "id": str(here.agency.party.public_id),
        "name": "HERE health commission",
        "short_name": "HERE health",
        "kind": "hc",
        "kind_display": str(AgencyKind.HEALTH_COMMISSION.label),
        "region": {"id": here.region.pk, "name": "HERE district"},
        "parent": str(here.agency.parent.party.public_id),
        "position": 1000,
        "valid_from": None,
        "valid_to": None,
        "successor": None,
        "aliases": ["HERE alias"],
        "sections": [{"id": here.agency.sections.get().pk, "name": "HERE section"}],
    }


def test_a_plan_with_a_task_and_its_responsibility(api, here):
    plan, task, responsibility = (
        api.get(address(name, here)).json() for name in ("plans", "tasks", "responsibilities")
    )

    assert (plan["title"], plan["region"]) == ("HERE plan", {"id": here.region.pk, "name": "HERE district"})
    assert (plan["period"], plan["due_day"]) == ("quarter", 25)
    assert (task["plan"], task["section"], task["title"]) == (plan["id"], "HERE part", "HERE task")
    assert (responsibility["task"], responsibility["role"]) == (task["id"], "lead")
    assert responsibility["agency"] == str(here.agency.party.public_id)
    assert plan["created_at"] == here.plan.created_at.astimezone(timezone.get_fixed_timezone(0)).isoformat(
        timespec="microseconds"
    ).replace("+00:00", "Z")


def test_a_collective_has_no_agency(api, here):
    make_responsibility(task=here.task, role=TaskRole.PARTICIPANT, is_collective=True).__class__.objects.update(
        agency=None
    )

    assert {row["agency"] for row in results(api.get("/api/v1/responsibilities/"))} == {None}


@pytest.mark.parametrize("name", LISTS)
def test_another_district_is_neither_listed_nor_found(name, api, there):
    listed = api.get(f"/api/v1/{name}/")
    found = api.get(address(name, there))

    assert len(results(listed)) == 1
    assert found.status_code == 404
    assert b"THERE" not in listed.content + found.content


@pytest.mark.parametrize("name", ["plans", "tasks", "responsibilities"])
def test_what_is_shared_has_its_own_list_and_is_found(name, api, here, there):
    mine = make_responsibility(task=there.task, agency=here.agency, role=TaskRole.PARTICIPANT)
    there.responsibility = mine

    shared = results(api.get(f"/api/v1/{name}/shared/"))

    assert len(results(api.get(f"/api/v1/{name}/"))) == 1
    assert api.get(address(name, there)).json() == shared[0]
    assert len(shared) == 1


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
@pytest.mark.parametrize("name", ["plans", "tasks", "responsibilities"])
def test_the_three_administrators_read_no_business(name, role, client, here):
    client.force_login(make_membership(agency=here.agency, role=role).user)

    assert client.get(f"/api/v1/{name}/").status_code == 403
    assert client.get(address(name, here)).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_fifty_rows_take_as_many_queries_as_one(name, api, here, django_assert_num_queries):
    queries = 3  # the user, its memberships, the rows
    api.get("/api/v1/")
    with django_assert_num_queries(queries):
        assert len(results(api.get(f"/api/v1/{name}/"))) == 1

    for _ in range(49):
        region = make_region(parent=here.region)
        task = make_task(plan=make_plan(region=region))
        make_responsibility(task=task, agency=make_agency(region=region))

    with django_assert_num_queries(queries):
        assert len(results(api.get(f"/api/v1/{name}/"))) == 50


@pytest.mark.parametrize("name", LISTS)
def test_pages_follow_one_another_by_cursor(name, api, here):
    for _ in range(4):
        region = make_region(parent=here.region)
        make_responsibility(task=make_task(plan=make_plan(region=region)), agency=make_agency(region=region))
    whole = results(api.get(f"/api/v1/{name}/"))

    first = api.get(f"/api/v1/{name}/?page_size=2").json()
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    back = api.get(third["previous"]).json()

    assert first["results"] + second["results"] + third["results"] == whole
    assert (len(whole), first["previous"], third["next"]) == (5, None, None)
    assert back["results"] == second["results"]


def test_a_page_has_at_most_five_hundred_rows(api, here):
    Task.objects.bulk_create(
        Task(plan=here.plan, region_path=here.plan.region_path, number=str(n), position=n, title=f"Task {n}")
        for n in range(here.task.position + 1, here.task.position + 502)
    )

    assert len(results(api.get("/api/v1/tasks/?page_size=100000"))) == 500


def test_filters_are_those_of_the_pages(api, here):
    other = make_agency(region=here.region, kind=AgencyKind.COURT)

    assert [row["id"] for row in results(api.get("/api/v1/agencies/?kind=cj"))] == [str(other.party.public_id)]
    assert [row["title"] for row in results(api.get("/api/v1/tasks/?q=here"))] == ["HERE task"]
    assert results(api.get("/api/v1/regions/?code=330108")) == []
