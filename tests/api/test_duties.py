"""Duties over the API: who sees which, how they are narrowed and paged."""

from datetime import timedelta

import pytest

from agencies.enums import AgencyKind, Role
from obligations.services import submit_duty
from tests.api.duty_rows import LATER, NOON, TODAY, address, duty_of, ids, post
from tests.api.test_endpoints import results
from tests.api.test_problems import problem
from tests.factories import make_agency, make_duties, make_membership, make_region

pytestmark = pytest.mark.usefixtures("at_noon")


def test_a_duty(leader, here, tax):
    duty = duty_of(tax, here, days=-5, kind="penalty.publish", title="Penalty 7", amount=7, unit="wd", period="2026Q4")

    assert leader.get(address(duty)).json() == {
        "id": str(duty.public_id),
        "kind": "penalty.publish",
        "kind_display": "Publish the penalty",
        "title": "Penalty 7",
        "bearer": {"id": str(tax.party.public_id), "name": tax.party.name, "kind": "agency"},
        "supervisor": str(here.agency.party.public_id),
        "subject_kind": duty.subject_kind,
        "subject_id": duty.subject_id,
        "section": None,
        "period": "2026Q4",
        "opened_at": "2026-11-07T16:00:00Z",
        "counted_from": "2026-11-08",
        "amount": 7,
        "unit": "wd",
        "unit_display": "working days",
        "due_on": "2026-11-15",
        "due_at": None,
        "first_due_on": "2026-11-15",
        "is_provisional": False,
        "state": "open",
        "state_display": "open",
        "light": {"state": "over", "text": "5 days overdue"},
        "first_submitted_at": None,
        "submitted_at": None,
        "was_late": False,
        "closed_at": None,
    }


def test_the_list_tells_what_the_territory_owes_by_due_day(leader, here, there, tax):
    later, first = duty_of(tax, here, days=3), duty_of(tax, here, days=-3)
    handed_in = duty_of(tax, here, days=1)
    submit_duty(handed_in, at=NOON)
    duty_of(there.agency, there, supervisor=None)

    assert ids(leader.get("/api/v1/duties/")) == [str(first.public_id), str(later.public_id)]
    assert ids(leader.get("/api/v1/duties/?state=submitted")) == [str(handed_in.public_id)]
    assert ids(leader.get(f"/api/v1/duties/?unit={tax.party.public_id}&page_size=2")) == [
        str(first.public_id), str(handed_in.public_id)
    ]  # fmt: skip


def test_who_supervises_nobody_sees_its_own(bearer, here, tax):
    mine, other = duty_of(tax, here), duty_of(make_agency(region=here.region, kind=AgencyKind.AUDIT), here)
    closed = duty_of(tax, here, state="waived", closed_at=NOON)

    assert results(bearer.get("/api/v1/duties/")) == []
    assert ids(bearer.get("/api/v1/duties/shared/")) == [str(mine.public_id), str(closed.public_id)]
    assert bearer.get(address(mine)).status_code == 200
    assert bearer.get(address(other)).status_code == 404


def test_another_district_is_not_found(leader, there):
    duty = duty_of(there.agency, there, supervisor=None)

    found = [leader.get(address(duty, *more)) for more in ((), ("steps",), ("reminders",))]
    found += [post(leader, address(duty, verb), LATER) for verb in ("waive", "extend")]

    assert [response.status_code for response in found] == [404] * 5


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_the_three_administrators_read_no_business(role, client, here, tax):
    duty = duty_of(tax, here)
    client.force_login(make_membership(agency=here.agency, role=role).user)

    for url in ("", "shared/", "summary/", "by-unit/", "kinds/", f"{duty.public_id}/", f"{duty.public_id}/steps/"):
        assert client.get(f"/api/v1/duties/{url}").status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("overdue=true", ["over"]),
        ("overdue=false", ["soon", "idle"]),
        ("overdue=true&late=2", []),
        ("light=over", ["over"]),
        ("light=soon", ["soon"]),
        ("light=idle", ["idle"]),
        ("light=ok", ["ok"]),
        ("kind=fine.pay", ["soon"]),
        ("period=2026Q3", ["idle"]),
        ("due_from=2026-11-21&due_until=2026-11-30", ["soon"]),
        ("subject_kind=tests.record&subject_id=7", ["ok"]),
        ("subject_kind=tasks.task", []),
        ("region=330106", ["over", "soon", "idle"]),
        ("region=330108", []),
    ],
)
def test_filters(query, expected, leader, here, tax):
    duties = {
        "over": duty_of(tax, here, days=-1, kind="order.reply"),
        "soon": duty_of(tax, here, days=3),
        "idle": duty_of(tax, here, days=40, kind="order.reply", period="2026Q3"),
        "ok": duty_of(tax, here, days=3, kind="order.reply", subject_id=7, state="submitted", submitted_at=NOON,
                      first_submitted_at=NOON),
    }  # fmt: skip

    found = ids(leader.get(f"/api/v1/duties/?{query}"))

    assert found == [str(duties[name].public_id) for name in expected]


def test_units_and_supervisors_are_named_by_their_ids(leader, here, tax):
    duty, other = duty_of(tax, here), duty_of(here.agency, here, supervisor=tax.party)

    assert ids(leader.get(f"/api/v1/duties/?unit={tax.party.public_id}")) == [str(duty.public_id)]
    assert ids(leader.get(f"/api/v1/duties/?supervisor={tax.party.public_id}")) == [str(other.public_id)]


@pytest.mark.parametrize(
    "query", ["light=blue", "state=overdue", "due_from=soon", "unit=7", "overdue=maybe", "subject_id=x", "colour=red"]
)
def test_a_parameter_that_means_nothing_is_named(query, leader):
    body = problem(leader.get(f"/api/v1/duties/?{query}"))

    assert (body["status"], list(body["errors"])) == (400, [query.partition("=")[0]])


def test_many_duties_take_as_many_queries_as_one(leader, here, tax, django_assert_num_queries):
    urls = ["/api/v1/duties/", "/api/v1/duties/?light=over", "/api/v1/duties/?overdue=true"]
    duty_of(tax, here)
    leader.get("/api/v1/")
    queries = {
        urls[0]: 4,
        urls[1]: 5,
        urls[2]: 4,
    }  # user, memberships, rows, what is soon
    for url in urls:
        with django_assert_num_queries(queries[url]):
            assert len(results(leader.get(url))) == 1

    bearers = [make_agency(region=make_region(parent=here.region)).party for _ in range(49)]
    make_duties(
        {"bearer": party, "supervisor": tax.party, "due_on": TODAY - timedelta(days=n)}
        for n, party in enumerate(bearers, 1)
    )

    for url in urls:
        with django_assert_num_queries(queries[url]):
            assert len(results(leader.get(url))) == 50


def test_pages_follow_one_another_by_due_day(leader, here, tax):
    for days in (5, 1, 1, 1, -3):
        duty_of(tax, here, days=days)
    whole = ids(leader.get("/api/v1/duties/"))

    first = leader.get("/api/v1/duties/?page_size=2").json()
    second = leader.get(first["next"]).json()
    third = leader.get(second["next"]).json()

    assert [row["id"] for page in (first, second, third) for row in page["results"]] == whole
    assert (third["next"], leader.get(third["previous"]).json()["results"]) == (None, second["results"])
