"""The pages of supervision orders: what they show, what they ask before it is done."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from agencies.enums import AgencyKind, Role
from obligations.models import SupervisionOrder
from obligations.services.orders import issue_order, reply_to_order, return_reply
from tests.factories import make_agency, make_duty, make_membership, make_order
from tests.obligations.orders.conftest import NOON, ORDERED
from tests.obligations.orders.pages import address, primary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def test_each_tab_has_its_orders(client, leader, officer, order):
    other = make_order(issued_by=make_membership(agency=make_agency(region=leader.party.region), role=Role.LEADER))
    client.force_login(leader.user)

    shown = {
        tab: {line.order for line in client.get(reverse("obligations:orders"), {"tab": tab}).context["lines"]}
        for tab in ("received", "issued", "territory")
    }

    assert shown == {"received": set(), "issued": {order}, "territory": {order, other}}
    client.force_login(officer.user)
    page = client.get(reverse("obligations:orders"), {"tab": "territory"})
    assert ([line.order for line in page.context["lines"]], list(page.context["tabs"])) == ([order], ["received"])


def test_what_a_unit_has_to_answer_comes_first(client, leader, order):
    reviewer = make_membership(agency=leader.party.agency, role=Role.REVIEWER)
    client.force_login(reviewer.user)
    assert client.get(reverse("obligations:orders")).context["tab"] == "territory"

    make_order(bearer=leader.party, title="From above")

    page = client.get(reverse("obligations:orders"))
    assert ([line.order.title for line in page.context["lines"]], page.context["tab"]) == (["From above"], "received")


def test_the_list_is_narrowed_by_state_and_words(client, leader, officer, order, received):
    make_order(issued_by=leader, title="Another")
    client.force_login(leader.user)

    def found(**asked):
        page = client.get(reverse("obligations:orders"), {"tab": "issued"} | asked)
        return [line.order.title for line in page.context["lines"]]

    assert found(state="received") == found(q="clinics") == found(q="〔2026〕1号", state="received") == [order.title]
    assert found(state="nonsense") == found(q="nothing like it") == []


@pytest.mark.parametrize("tab", ["issued", "territory"])
def test_a_long_list_takes_as_many_queries_as_a_short_one(client, leader, officer, tab, django_assert_max_num_queries):
    client.force_login(leader.user)
    for _ in range(3):
        issue_order(bearer=officer.party, by=leader, at=NOON, **ORDERED)
    client.get(reverse("obligations:orders"), {"tab": tab})

    with django_assert_max_num_queries(15) as few:
        client.get(reverse("obligations:orders"), {"tab": tab})
    for _ in range(8):
        issue_order(bearer=officer.party, by=leader, at=NOON, **ORDERED)
    with django_assert_max_num_queries(len(few)):
        page = client.get(reverse("obligations:orders"), {"tab": tab})

    assert len(page.context["lines"]) == 11


def test_the_page_names_both_clocks_and_the_next_thing_to_do(client, leader, officer, order):
    client.force_login(officer.user)
    page = client.get(order.get_absolute_url())

    assert primary(page) == ["Receive"]
    shown = page.content.decode()
    assert "Receive the supervision order" in shown and "2026-09-22" in shown and "2026-09-29" in shown
    client.force_login(leader.user)
    page = client.get(order.get_absolute_url())
    assert (primary(page), "Withdraw" in page.content.decode()) == ([], True)


def test_the_history_shows_every_reply_and_every_reason(client, leader, officer, replied):
    order = return_reply(replied, by=leader, at=NOON + timedelta(days=2), reason="Name them.")
    reply_to_order(order, by=officer, at=NOON + timedelta(days=3), text="Clinic A, clinic B.")
    client.force_login(leader.user)

    page = client.get(order.get_absolute_url())

    assert primary(page) == ["Judge the reply"]
    assert [step.text for step in page.context["steps"]] == [
        "Clinic A, clinic B.", "Name them.", "Forty inspected, two closed.", "签收〔2026〕1号", ""
    ]  # fmt: skip
    shown = page.content.decode()
    assert all(words in shown for words in ("Clinic A, clinic B.", "Name them.", "Forty inspected, two closed."))


def test_an_order_page_takes_few_queries(client, leader, officer, replied, django_assert_max_num_queries):
    client.force_login(leader.user)
    client.get(replied.get_absolute_url())

    with django_assert_max_num_queries(15):
        client.get(replied.get_absolute_url())


def test_an_order_and_the_duty_that_it_presses_lead_to_each_other(client, leader, officer):
    duty = make_duty("penalty.publish", bearer=officer.party, supervisor=leader.party, title="Publish it")
    order = issue_order(bearer=officer.party, by=leader, at=NOON, about=duty, **ORDERED)
    client.force_login(officer.user)

    assert duty.get_absolute_url() in client.get(order.get_absolute_url()).content.decode()
    assert order.get_absolute_url() in client.get(duty.get_absolute_url()).content.decode()


def test_who_is_neither_issuer_nor_bearer_finds_no_order(client, order):
    client.force_login(make_membership(agency=make_agency(kind=AgencyKind.TAX)).user)

    for name in ("order", "order_sheet", "reply_to_order", "judge_reply", "withdraw_order"):
        assert client.get(address(name, order)).status_code == 404


def test_the_receipt_is_one_click_and_its_slip_is_printed(client, officer, order):
    client.force_login(officer.user)
    assert client.get(address("order_sheet", order) + "?receipt").status_code == 404

    answer = client.post(address("receive_order", order), {"version": order.version}, follow=True)

    assert answer.redirect_chain == [(order.get_absolute_url(), 302)]
    assert "Received under number 签收〔2026〕1号." in answer.content.decode()
    slip = client.get(address("order_sheet", order) + "?receipt").content.decode()
    assert all(words in slip for words in ("签收〔2026〕1号", order.number, officer.user.name, "2026-09-21 12:00"))


def test_a_second_receipt_says_who_was_first(client, officer, received):
    client.force_login(make_membership(agency=officer.party.agency).user)

    answer = client.post(address("receive_order", received), {"version": 1})

    assert (answer.status_code, primary(answer)) == (409, ["Reply"])
    assert officer.user.name in answer.content.decode()


def test_the_sheet_shows_the_order_for_paper(client, leader, replied):
    client.force_login(leader.user)

    sheet = client.get(address("order_sheet", replied)).content.decode()

    assert all(
        words in sheet
        for words in (
            replied.number,
            "Inspect them all and say what was found.",
            "Forty inspected, two closed.",
            "2026-09-21 12:00",
        )
    )


def test_a_unit_is_looked_for_and_chosen(client, leader, officer):
    client.force_login(leader.user)

    page = client.get(reverse("obligations:issue_order"), {"q": "Police"})
    part = client.get(reverse("obligations:issue_order"), {"q": "nobody"}, headers={"HX-Request": "true"})

    assert f"?to={officer.party.public_id}" in page.content.decode()
    assert part.templates[0].name == "obligations/orders/_units.html" and "No unit fits" in part.content.decode()
    short = client.get(reverse("obligations:issue_order"), {"q": "P"})
    assert (short.status_code, short.context["units"]) == (200, None)


@pytest.mark.parametrize("asked", [{"to": "nonsense"}, {"to": "00000000-0000-0000-0000-000000000000"},
                                   {"about": "00000000-0000-0000-0000-000000000000"}])  # fmt: skip
def test_an_address_that_names_no_unit_is_not_found(client, leader, asked):
    client.force_login(leader.user)

    assert client.get(reverse("obligations:issue_order"), asked).status_code == 404


def test_a_unit_that_may_not_be_pressed_is_refused(client, leader):
    client.force_login(leader.user)
    body = make_agency(region=leader.party.region, kind=AgencyKind.COORDINATION).party

    assert client.get(reverse("obligations:issue_order"), {"to": body.public_id}).status_code == 403


class TestIssue:
    @pytest.fixture
    def form(self, client, leader, officer):
        client.force_login(leader.user)
        address = f"{reverse('obligations:issue_order')}?to={officer.party.public_id}"
        key = client.get(address).context["form"]["form_key"].value()
        return lambda **facts: client.post(address, {"form_key": key, "reply_by": ""} | ORDERED | facts)

    def test_what_comes_of_it_is_shown_before(self, form):
        page = form(reply_by="2026-10-20")

        assert (page.status_code, primary(page)) == (200, ["Issue the order"])
        shown = page.content.decode()
        with override("en"):
            assert all(date_format(day) in shown for day in (date(2026, 9, 22), date(2026, 10, 20)))
        assert SupervisionOrder.objects.count() == 0

    def test_a_confirmed_form_issues_one_order_however_often_it_is_sent(self, form, officer):
        answers = [form(confirmed="1") for _ in range(3)]

        order = SupervisionOrder.objects.get()
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, order.get_absolute_url())}
        assert (order.bearer, order.number) == (officer.party, "示卫健委督办〔2026〕1号")

    def test_changing_ones_mind_keeps_what_was_typed(self, form):
        page = form(change="1", reply_by="2026-10-20")

        assert page.status_code == 200
        assert {name: page.context["form"][name].value() for name in ("title", "text", "reply_by")} == {
            **ORDERED, "reply_by": "2026-10-20"
        }  # fmt: skip
        assert not SupervisionOrder.objects.exists()

    @pytest.mark.parametrize(
        ("facts", "field"),
        [({"title": ""}, "title"), ({"text": " "}, "text"), ({"reply_by": "2026-09-20"}, "reply_by"),
         ({"reply_by": "2150-01-01"}, "reply_by")],
    )  # fmt: skip
    def test_what_is_wrong_is_said_with_all_that_was_typed(self, form, facts, field):
        page = form(**facts)

        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert page.context["form"]["title"].value() == facts.get("title", ORDERED["title"])
        assert not SupervisionOrder.objects.exists()
