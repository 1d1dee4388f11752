"""Duties over the API: who sees which, filters, actions with the version that was seen, counts."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from agencies.enums import AgencyKind, Role
from obligations import kinds
from obligations.models import LimitOverride, Obligation
from obligations.reminders import remind
from obligations.services import return_duty, submit_duty
from tests.api.test_endpoints import results
from tests.api.test_problems import problem
from tests.factories import make_agency, make_duties, make_duty, make_membership, make_region

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
NOON = datetime.combine(TODAY, time(12), SHANGHAI)
LATER = {"reason": "Complicated", "until": "2026-12-15"}


@pytest.fixture(autouse=True)
def noon(client):
    """Everybody has logged in before it and is not logged out by it."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def tax(here):
    return make_agency(region=here.region, kind=AgencyKind.TAX)


@pytest.fixture
def leader(client, here):
    """A browser in which the leader of the first district's commission is logged in."""
    client.force_login(make_membership(agency=here.agency, role=Role.LEADER).user)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def bearer(client, tax):
    client.force_login(make_membership(agency=tax).user)
    return client


def duty_of(bearer, district, *, days: int = -1, kind: str = "fine.pay", **facts) -> Obligation:
    facts = {"due_on": TODAY + timedelta(days=days), "supervisor": district.agency.party} | facts
    return make_duty(kind, bearer=bearer.party, **facts)


def address(duty, *more: str) -> str:
    return "/".join(["/api/v1/duties", str(duty.public_id), *more, ""])


def post(client, url, sent=None, *, seen="*"):
    headers = {"If-Match": seen} if seen else {}
    return client.post(url, sent or {}, content_type="application/json", headers=headers)


def ids(response) -> list[str]:
    return [row["id"] for row in results(response)]


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


# Actions


def test_a_duty_is_waived_with_a_reason(leader, here, tax):
    duty = duty_of(tax, here)
    seen = leader.get(address(duty))["ETag"]

    response = post(leader, address(duty, "waive"), {"reason": "Merged"}, seen=seen)

    assert (response.status_code, response.json()["state"], response.json()["light"]) == (
        200, "waived", {"state": "done", "text": "Waived"}
    )  # fmt: skip
    assert response["ETag"].startswith('"2-')
    (step,) = leader.get(address(duty, "steps")).json()
    assert (step["verb"], step["reason"], step["unit"]) == ("waive", "Merged", here.agency.party.name)


def test_more_time_is_given(leader, here, tax):
    duty = duty_of(tax, here)

    response = post(leader, address(duty, "extend"), LATER | {"basis": "No. 3"})

    assert (response.status_code, response.json()["due_on"], response.json()["unit"]) == (200, "2026-12-15", "day")
    (step,) = leader.get(address(duty, "steps")).json()
    assert (step["due_before"], step["due_after"], step["basis"]) == ("2026-11-19", "2026-12-15", "No. 3")


@pytest.mark.parametrize(("verb", "sent"), [("waive", {"reason": "Merged"}), ("extend", LATER)])
def test_the_version_that_was_seen_is_asked_for(verb, sent, leader, here, tax):
    duty = duty_of(tax, here)
    seen = leader.get(address(duty))["ETag"]
    return_duty(submit_duty(duty, at=NOON), at=NOON, reason="r")

    assert problem(post(leader, address(duty, verb), sent, seen=None))["status"] == 428
    assert problem(post(leader, address(duty, verb), sent, seen=seen))["status"] == 412
    assert Obligation.objects.get(pk=duty.pk).state == "returned"


@pytest.mark.parametrize(("verb", "sent"), [("waive", {"reason": "Merged"}), ("extend", LATER)])
def test_what_is_settled_is_a_conflict(verb, sent, leader, here, tax):
    duty = duty_of(tax, here, state="cancelled", closed_at=NOON)

    assert problem(post(leader, address(duty, verb), sent))["status"] == 409


@pytest.mark.parametrize(("verb", "sent"), [("waive", {"reason": "Merged"}), ("extend", LATER)])
def test_who_owes_it_or_only_works_there_may_not(verb, sent, client, here, tax):
    duty = duty_of(tax, here)
    own = duty_of(here.agency, here, supervisor=tax.party)

    for agency, role, row in (
        (tax, Role.LEADER, duty),
        (here.agency, Role.HANDLER, duty),
        (here.agency, "leader", own),
    ):
        client.force_login(make_membership(agency=agency, role=role).user)
        assert problem(post(client, address(row, verb), sent))["status"] == 403
    assert set(Obligation.objects.values_list("state", flat=True)) == {"open"}


@pytest.mark.parametrize(
    ("verb", "sent", "field"),
    [
        ("waive", {}, "reason"),
        ("waive", {"reason": " "}, "reason"),
        ("waive", {"reason": "x" * 301}, "reason"),
        ("waive", {"reason": "Merged", "state": "met"}, "state"),
        ("extend", {"reason": "Long", "until": "soon"}, "until"),
    ],
)
def test_what_is_missing_or_wrong_is_named(verb, sent, field, leader, here, tax):
    body = problem(post(leader, address(duty_of(tax, here), verb), sent))

    assert (body["status"], list(body["errors"])) == (400, [field])


# History


def test_who_was_reminded_stands_under_the_duty(leader, here, tax):
    duty = duty_of(tax, here, days=0, next_step_at=NOON - timedelta(hours=5))
    remind(at=NOON)

    assert leader.get(address(duty, "reminders")).json() == [
        {
            "at": "2026-11-20T12:00:00+08:00", "words": "reminder to the handlers", "unit": tax.party.name,
            "audience": "who handles the work", "read_at": None,
        }
    ]  # fmt: skip


# Urging


def test_urging_says_first_what_it_would_do(leader, here, tax):
    late, early = duty_of(tax, here), duty_of(tax, here, days=3)
    sent = {"duties": [str(late.public_id), str(early.public_id)]}

    tried = post(leader, "/api/v1/duties/urge/", sent | {"dry_run": True}, seen=None)
    assert not late.steps.exists()
    done = post(leader, "/api/v1/duties/urge/", sent, seen=None)
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        again = post(leader, "/api/v1/duties/urge/", sent, seen=None)

    not_late = {"id": str(early.public_id), "title": early.title, "reason": "not overdue any more"}
    urged = {"id": str(late.public_id), "title": late.title, "reason": "urged today already"}
    assert tried.json() == {"dry_run": True, "duties": 1, "units": 1, "notices": 2, "left_out": [not_late]}
    assert done.json() == tried.json() | {"dry_run": False}
    assert [step.verb for step in late.steps.all()] == ["urge"]
    assert (again.json()["duties"], sorted(row["reason"] for row in again.json()["left_out"])) == (
        0, [not_late["reason"], urged["reason"]]
    )  # fmt: skip


def test_all_that_fits_the_filters_is_urged(leader, here, there, tax):
    wanted, kept = duty_of(tax, here), duty_of(tax, here, kind="order.reply")
    duty_of(there.agency, there, supervisor=None)

    done = post(leader, "/api/v1/duties/urge/?kind=fine.pay", {"all": True}, seen=None).json()

    assert (done["duties"], done["left_out"]) == (1, [])
    assert (wanted.steps.count(), kept.steps.count()) == (1, 0)


def test_urging_names_what_it_means(leader, here, tax):
    duty = duty_of(tax, here)

    for sent in ({}, {"all": True, "duties": [str(duty.public_id)]}, {"duties": []}, {"duties": ["x"]}):
        body = problem(post(leader, "/api/v1/duties/urge/", sent, seen=None))
        assert (body["status"], list(body["errors"])) == (400, ["duties"])
    assert not duty.steps.exists()


def test_who_supervises_nobody_urges_nobody(bearer, here, tax):
    assert problem(post(bearer, "/api/v1/duties/urge/", {"all": True}, seen=None))["status"] == 403


# Counts and kinds


@pytest.fixture
def some(here, there, tax):
    duty_of(tax, here, days=-1)
    duty_of(tax, here, days=3)
    duty_of(tax, here, days=30)
    duty_of(here.agency, here, days=-2, supervisor=tax.party)
    duty_of(here.agency, here, days=-2, supervisor=tax.party)
    duty_of(tax, here, state="submitted", submitted_at=NOON, first_submitted_at=NOON)
    duty_of(tax, here, days=-9, state="paused", paused_at=NOON, left=3)
    duty_of(tax, here, state="waived", closed_at=NOON)
    duty_of(there.agency, there, supervisor=None)


def test_counts_by_light_are_of_the_territory_and_remembered_for_a_minute(leader, some, here, tax):
    before = leader.get("/api/v1/duties/summary/").json()
    duty_of(tax, here)
    remembered = leader.get("/api/v1/duties/summary/").json()
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        after = leader.get("/api/v1/duties/summary/").json()

    assert before == {"at": "2026-11-20T12:00:00+08:00", "lights": {"over": 3, "soon": 1, "idle": 2, "ok": 1}}
    assert remembered == before
    assert after == {"at": "2026-11-20T12:01:00+08:00", "lights": {"over": 4, "soon": 1, "idle": 2, "ok": 1}}


def test_counts_agree_with_the_lists(leader, some):
    lights = leader.get("/api/v1/duties/summary/").json()["lights"]

    assert {name: len(ids(leader.get(f"/api/v1/duties/?light={name}"))) for name in lights} == lights


def test_counts_are_not_shared_between_units(client, leader, some, there):
    leader.get("/api/v1/duties/summary/")
    client.force_login(there.member.user)

    assert client.get("/api/v1/duties/summary/").json()["lights"] == {"over": 1, "soon": 0, "idle": 0, "ok": 0}


def test_counts_by_unit_begin_with_the_latest(leader, some, here, tax):
    def unit(agency):
        return {"id": str(agency.party.public_id), "name": agency.party.name, "kind": "agency"}

    assert leader.get("/api/v1/duties/by-unit/").json()["units"] == [
        {"unit": unit(here.agency), "owed": 2, "overdue": 2, "handed_in": 0, "paused": 0},
        {"unit": unit(tax), "owed": 3, "overdue": 1, "handed_in": 1, "paused": 1},
    ]


def test_counting_takes_few_queries(leader, some, django_assert_num_queries):
    leader.get("/api/v1/")
    with django_assert_num_queries(4):  # the user, its memberships, what is soon, the count
        leader.get("/api/v1/duties/summary/")
    with django_assert_num_queries(4):  # the user, its memberships, the count, the names
        leader.get("/api/v1/duties/by-unit/")
    with django_assert_num_queries(2):
        leader.get("/api/v1/duties/summary/")


def test_the_kinds_with_the_limits_of_the_place(leader, city, here, there, django_assert_num_queries):
    rows = [
        (city, "penalty.publish", 6, 1), (here.region, "penalty.publish", 5, 1),
        (here.region, "penalty.publish", 4, 20), (here.region, "penalty.publish", 3, 21),
        (there.region, "fine.pay", 9, 1), (city, "info.reply", 18, 1),
    ]  # fmt: skip
    for region, kind, amount, day in rows:
        facts = {"region": region, "region_path": region.path, "valid_from": date(2026, 11, day)}
        LimitOverride.objects.create(kind=kind, amount=amount, basis=f"{amount} days", **facts)
    leader.get("/api/v1/")

    with django_assert_num_queries(3):
        found = leader.get("/api/v1/duties/kinds/").json()

    rows = {row["key"]: row for row in found}
    assert list(rows) == [kind.key for kind in kinds.kinds()]
    assert rows["penalty.publish"] == {
        "key": "penalty.publish", "label": "Publish the penalty", "amount": 4, "unit": "wd",
        "unit_display": "working days", "begins": "the decision is made", "usual": 7, "basis": "4 days",
        "source": "国办发〔2018〕118号 [search*]", "extension": 0, "at_least": None,
    }  # fmt: skip
    changed = {key: row["amount"] for key, row in rows.items() if row["basis"]}
    assert changed == {"penalty.publish": 4, "info.reply": 18}
