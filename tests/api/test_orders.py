"""Supervision orders and requests for more time over the API."""

import uuid
from datetime import date

import pytest

from agencies.enums import AgencyKind, Role
from obligations.models import ExtensionRequest, SupervisionOrder
from obligations.services.extensions import ask_extension
from obligations.services.orders import issue_order
from tests.api.duty_rows import NOON, post
from tests.api.test_endpoints import results
from tests.api.test_problems import problem
from tests.factories import make_agency, make_duty, make_membership

pytestmark = pytest.mark.usefixtures("at_noon")
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def people(here, tax):
    """The commission's leader and reviewer, and a handler of the tax office."""
    return {
        "leader": make_membership(agency=here.agency, role=Role.LEADER),
        "reviewer": make_membership(agency=here.agency, role=Role.REVIEWER),
        "bearer": make_membership(agency=tax),
    }


@pytest.fixture
def acting(client, people):
    """`acting("leader")` is a browser in which that person is logged in."""

    def enter(name: str):
        client.force_login(people[name].user)
        client.cookies["django_language"] = "en"
        return client

    return enter


# Orders


@pytest.fixture
def order(people, tax) -> SupervisionOrder:
    return issue_order(bearer=tax.party, title="Act", text="Act now.", by=people["leader"], at=NOON)


def of(order, *more: str) -> str:
    return "/".join(["/api/v1/orders", str(order.public_id), *more, ""])


def test_an_order(acting, order, here, tax):
    assert acting("leader").get(of(order)).json() == {
        "id": str(order.public_id), "number": order.number, "title": "Act", "text": "Act now.",
        "issuer": {"id": str(here.agency.party.public_id), "name": "HERE health commission", "kind": "agency"},
        "bearer": {"id": str(tax.party.public_id), "name": tax.party.name, "kind": "agency"},
        "about": None, "issued_by": order.issued_by.user.name, "issued_at": "2026-11-20T04:00:00Z",
        "state": "issued", "state_display": "to be received", "receipt_number": "", "received_by": None,
        "received_at": None, "reply": "", "replied_by": None, "replied_at": None, "judgement": "", "closed_at": None,
    }  # fmt: skip


def issue(client, sent, key: str = ""):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/orders/", sent, content_type="application/json", headers=headers)


@pytest.fixture
def sent(tax) -> dict:
    return {"bearer": str(tax.party.public_id), "title": "Act", "text": "Act now."}


def test_a_leader_issues_an_order_about_a_duty(acting, people, here, tax, sent):
    duty = make_duty("fine.pay", bearer=tax.party, supervisor=here.agency.party)

    made = issue(acting("leader"), sent | {"about": str(duty.public_id), "reply_by": "2026-12-01"})

    order = SupervisionOrder.objects.get()
    assert (made.status_code, made["Location"]) == (201, f"http://testserver{of(order)}")
    assert made.json() == acting("leader").get(of(order)).json()
    assert (order.bearer, order.about, order.issued_by, order.title, order.text) == (
        tax.party, duty, people["leader"], "Act", "Act now.",
    )  # fmt: skip
    assert sorted(order.duties().values_list("kind", "due_on")) == [
        ("order.receive", date(2026, 11, 23)), ("order.reply", date(2026, 12, 1)),
    ]  # fmt: skip


def test_an_order_sent_again_with_its_key_is_the_same_order(acting, sent):
    key = str(uuid.uuid4())

    first, second = issue(acting("leader"), sent, key), issue(acting("leader"), sent | {"title": "Other"}, key)
    third = issue(acting("leader"), sent)

    assert (first.status_code, second.status_code, second.json()) == (201, 200, first.json())
    assert (third.status_code, SupervisionOrder.objects.count()) == (201, 2)


@pytest.mark.parametrize(
    ("who", "changed", "status", "fault"),
    [
        ("reviewer", {}, 403, None),
        ("bearer", {}, 403, None),
        ("leader", {"title": ""}, 400, "title"),
        ("leader", {"colour": "red"}, 400, "colour"),
        ("leader", {"bearer": NOBODY}, 400, "bearer"),
        ("leader", {"about": NOBODY}, 400, "about"),
        ("leader", {"reply_by": "2026-11-19"}, 409, None),
    ],
)
def test_an_order_that_cannot_be_is_refused(acting, sent, who, changed, status, fault):
    answer = problem(issue(acting(who), sent | changed))

    assert (answer["status"], list(answer.get("errors", {}))) == (status, [fault] if fault else [])
    assert not SupervisionOrder.objects.exists()


def test_a_leader_orders_neither_the_own_unit_nor_one_elsewhere(acting, here, there, sent):
    elsewhere = make_agency(region=there.region, kind=AgencyKind.TAX).party

    own = issue(acting("leader"), sent | {"bearer": str(here.agency.party.public_id)})
    other = issue(acting("leader"), sent | {"bearer": str(elsewhere.public_id)})

    assert (own.status_code, other.status_code, SupervisionOrder.objects.count()) == (403, 400, 0)


def test_from_the_receipt_to_the_end(acting, order):
    received = post(acting("bearer"), of(order, "receive"), seen='"1-0"').json()
    replied = post(acting("bearer"), of(order, "reply"), {"text": "Half done."}, seen='"2-0"').json()
    returned = post(acting("reviewer"), of(order, "judge"), {"decision": "return", "remark": "All of it."}).json()
    post(acting("bearer"), of(order, "reply"), {"text": "Done."})
    closed = post(acting("reviewer"), of(order, "judge"), {"decision": "close"}).json()

    assert (received["state"], received["receipt_number"] != "") == ("received", True)
    assert (replied["state"], replied["reply"]) == ("replied", "Half done.")
    assert (returned["state"], returned["judgement"]) == ("returned", "All of it.")
    assert (closed["state"], closed["reply"], closed["closed_at"]) == ("closed", "Done.", "2026-11-20T04:00:00Z")
    steps = acting("bearer").get(of(order, "steps")).json()
    assert [(step["verb"], step["text"]) for step in steps] == [
        ("close", ""), ("reply", "Done."), ("return", "All of it."), ("reply", "Half done."),
        ("receive", received["receipt_number"]), ("issue", ""),
    ]  # fmt: skip


def test_an_order_is_taken_back_by_its_leader(acting, order):
    for name in ("bearer", "reviewer"):
        assert problem(post(acting(name), of(order, "withdraw"), {"reason": "Mistaken"}))["status"] == 403

    response = post(acting("leader"), of(order, "withdraw"), {"reason": "Mistaken"})

    assert (response.json()["state"], order.duties().unsettled().count()) == ("withdrawn", 0)


def test_orders_are_listed_for_both_sides(acting, order, there):
    elsewhere = issue_order(
        bearer=make_agency(region=there.region, kind=AgencyKind.TAX).party, title="There", text="Act.", at=NOON,
        by=make_membership(agency=there.agency, role=Role.LEADER),
    )  # fmt: skip

    found = {
        (name, path): [row["id"] for row in results(acting(name).get(f"/api/v1/orders/{path}"))]
        for name in ("leader", "bearer") for path in ("", "shared/", "?state=issued", "?state=closed")
    }  # fmt: skip
    own = [str(order.public_id)]
    assert found == {
        ("leader", ""): own, ("leader", "shared/"): own, ("leader", "?state=issued"): own,
        ("leader", "?state=closed"): [], ("bearer", ""): [], ("bearer", "shared/"): own,
        ("bearer", "?state=issued"): [], ("bearer", "?state=closed"): [],
    }  # fmt: skip
    assert acting("leader").get(of(elsewhere)).status_code == 404


@pytest.mark.parametrize(
    ("who", "verb", "sent", "seen", "status"),
    [
        ("bearer", "receive", {}, None, 428),
        ("bearer", "receive", {}, '"9-0"', 412),
        ("leader", "receive", {}, "*", 403),
        ("bearer", "reply", {"text": "Too early."}, "*", 409),
        ("bearer", "reply", {}, "*", 400),
        ("bearer", "judge", {"decision": "close"}, "*", 403),
        ("leader", "judge", {"decision": "close"}, "*", 409),
        ("leader", "judge", {"decision": "return"}, "*", 400),
        ("leader", "withdraw", {"reason": ""}, "*", 400),
    ],
)
def test_what_is_refused(acting, order, who, verb, sent, seen, status):
    assert problem(post(acting(who), of(order, verb), sent, seen=seen))["status"] == status
    assert SupervisionOrder.objects.get(pk=order.pk).state == "issued"


# More time


@pytest.fixture
def duty(here, tax):
    return make_duty("fine.pay", bearer=tax.party, supervisor=here.agency.party, due_on=date(2026, 11, 25))


@pytest.fixture
def asked(duty, people) -> ExtensionRequest:
    return ask_extension(duty, at=NOON, by=people["bearer"], basis="§ 9", reason="Flood", until=date(2026, 12, 15))


def request_at(asked, *more: str) -> str:
    return "/".join(["/api/v1/extensions", str(asked.pk), *more, ""])


def test_more_time_is_asked_for_and_given(acting, duty, tax, people):
    address = f"/api/v1/duties/{duty.public_id}/ask-extension/"

    made = post(acting("bearer"), address, {"reason": "Flood", "until": "2026-12-15", "basis": "No. 3"})
    given = post(acting("reviewer"), f"/api/v1/extensions/{made.json()['id']}/grant/", {"answer": "Granted."})

    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"], "duty": str(duty.public_id), "title": duty.title,
        "bearer": {"id": str(tax.party.public_id), "name": tax.party.name, "kind": "agency"},
        "due_on": "2026-11-25", "until": "2026-12-15", "reason": "Flood", "basis": "No. 3",
        "asked_by": people["bearer"].user.name, "asked_at": "2026-11-20T04:00:00Z", "state": "asked",
        "state_display": "asked for", "decided_by": None, "decided_at": None, "answer": "",
    }  # fmt: skip
    assert given.json() == made.json() | {
        "due_on": "2026-12-15", "state": "granted", "state_display": "granted", "answer": "Granted.",
        "decided_by": people["reviewer"].user.name, "decided_at": "2026-11-20T04:00:00Z",
    }  # fmt: skip


def test_more_time_is_refused_with_a_reason_or_asked_for_no_longer(acting, asked, duty, people):
    refused = post(acting("leader"), request_at(asked, "refuse"), {"answer": "Long known."}).json()
    again = ask_extension(duty, at=NOON, by=people["bearer"], basis="§ 9", reason="Flood", until=date(2026, 12, 15))
    withdrawn = post(acting("bearer"), request_at(again, "withdraw")).json()

    assert (refused["state"], refused["answer"], refused["due_on"]) == ("refused", "Long known.", "2026-11-25")
    assert (withdrawn["state"], withdrawn["due_on"]) == ("withdrawn", "2026-11-25")


def test_requests_are_listed_for_both_sides(acting, asked, duty):
    for name, path, count in (
        ("leader", "", 1), ("leader", "shared/", 0), ("leader", f"?duty={duty.public_id}", 1),
        ("leader", "?state=granted", 0), ("bearer", "", 0), ("bearer", "shared/", 1),
    ):  # fmt: skip
        assert len(results(acting(name).get(f"/api/v1/extensions/{path}"))) == count, (name, path)


@pytest.mark.parametrize(
    ("who", "verb", "sent", "seen", "status"),
    [
        ("bearer", "grant", {}, "*", 403),
        ("leader", "withdraw", {}, "*", 403),
        ("leader", "grant", {}, None, 428),
        ("leader", "grant", {}, '"7-0"', 412),
        ("leader", "refuse", {}, "*", 400),
        ("leader", "refuse", {"answer": "No.", "until": "2026-12-01"}, "*", 400),
    ],
)
def test_what_is_refused_of_a_request(acting, asked, who, verb, sent, seen, status):
    assert problem(post(acting(who), request_at(asked, verb), sent, seen=seen))["status"] == status
    assert ExtensionRequest.objects.get(pk=asked.pk).state == "asked"


@pytest.mark.parametrize("verb", ["ask-extension", "extend"])
def test_more_time_without_a_basis_is_refused(acting, duty, verb):
    sent = {"reason": "Flood", "until": "2026-12-15"}
    who = acting("bearer" if verb == "ask-extension" else "leader")

    for told in (sent, sent | {"basis": "  "}):
        answer = problem(post(who, f"/api/v1/duties/{duty.public_id}/{verb}/", told))
        assert (answer["status"], set(answer["errors"])) == (400, {"basis"})
    assert (duty.requests.count(), duty.steps.count()) == (0, 0)


def test_who_may_not_ask(acting, here, tax, duty, asked):
    own = make_duty("penalty.publish", bearer=tax.party, supervisor=here.agency.party, due_on=date(2026, 11, 25))
    sent = {"reason": "Flood", "basis": "No. 3", "until": "2026-12-15"}

    assert problem(post(acting("leader"), f"/api/v1/duties/{own.public_id}/ask-extension/", sent))["status"] == 403
    for row in (own, duty):  # the law gives none; one is waiting already
        address = f"/api/v1/duties/{row.public_id}/ask-extension/"
        assert problem(post(acting("bearer"), address, sent))["status"] == 409


@pytest.mark.parametrize("name", ["orders", "extensions"])
def test_six_rows_take_as_many_queries_as_one(name, acting, people, tax, here, django_assert_num_queries):
    def add():
        issue_order(bearer=tax.party, title="Act", text="Act.", by=people["leader"], at=NOON)
        row = make_duty("fine.pay", bearer=tax.party, supervisor=here.agency.party, due_on=date(2026, 11, 25))
        ask_extension(row, at=NOON, by=people["bearer"], basis="§ 9", reason="Flood", until=date(2026, 12, 15))

    add()
    client = acting("leader")
    client.get("/api/v1/")
    for count in (1, 6):
        with django_assert_num_queries(3):  # the user, its memberships, the rows
            assert len(results(client.get(f"/api/v1/{name}/"))) == count
        for _ in range(5):
            add()
