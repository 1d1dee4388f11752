"""Replies with their evidence, and the judgement: nothing that was typed or chosen is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.enums import AgencyKind
from kernel.files import may_read
from obligations.enums import OrderState
from obligations.models import SupervisionOrder
from obligations.services.orders import reply_to_order
from tests.factories import make_agency, make_membership
from tests.obligations.orders.conftest import NOON
from tests.obligations.orders.pages import address, primary, state_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 " * 20


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def test_a_reply_with_files(client, officer, received, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(officer.user)
    files = [SimpleUploadedFile("list.pdf", PDF), SimpleUploadedFile("more.pdf", PDF + b"more")]

    answer = client.post(address("reply_to_order", received), {"version": 2, "text": "See there.", "evidence": files})

    assert (answer.status_code, answer["Location"]) == (302, received.get_absolute_url())
    step = SupervisionOrder.objects.get().steps.last()
    assert (step.text, {row.file.name for row in step.files.all()}) == ("See there.", {"list.pdf", "more.pdf"})


def test_files_stay_chosen_when_the_rest_is_wrong(client, officer, received, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(officer.user)
    good, bad = SimpleUploadedFile("list.pdf", PDF), SimpleUploadedFile("list.exe", b"MZ\0\1" * 50)

    page = client.post(address("reply_to_order", received), {"version": 2, "text": "", "evidence": [good, bad]})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"text", "evidence"}
    (kept,) = page.context["kept"]
    assert kept.name == "list.pdf" and f'value="{kept.public_id}" checked' in page.content.decode()

    answer = client.post(
        address("reply_to_order", received), {"version": 2, "text": "Now.", "kept": [str(kept.public_id), "nonsense"]}
    )
    assert answer.status_code == 302
    assert [row.file for row in SupervisionOrder.objects.get().steps.last().files.all()] == [kept]


def test_evidence_is_read_by_both_units_and_nobody_else(client, leader, officer, received, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(officer.user)
    files = SimpleUploadedFile("list.pdf", PDF)
    page = client.post(address("reply_to_order", received), {"version": 2, "text": "", "evidence": files})
    (kept,) = page.context["kept"]
    colleague = make_membership(agency=officer.party.agency)
    stranger = make_membership(agency=make_agency(kind=AgencyKind.TAX))

    def readers():
        return [may_read(by, kept) for by in (officer, colleague, leader, stranger)]

    assert readers() == [True, False, False, False]
    reply_to_order(received, by=officer, at=NOON, text="There.", evidence=[kept])
    assert readers() == [True, True, True, False]


@pytest.mark.parametrize(
    ("name", "facts"),
    [("reply_to_order", {"text": "Mine."}), ("withdraw_order", {"reason": "Mine."}),
     ("judge_reply", {"decision": "close", "remark": "Mine."})],
)  # fmt: skip
def test_a_form_filled_in_on_an_older_order_shows_how_it_stands(client, leader, officer, replied, name, facts):
    client.force_login((officer if name == "reply_to_order" else leader).user)

    page = client.post(address(name, replied), {"version": replied.version - 1} | facts)

    assert page.status_code == 409
    state, *_typed = page.context["conflict"]
    assert state[1:] == ("replied", "")
    assert "Mine." in page.content.decode() and page.context["version"] == replied.version
    assert state_of(replied) == OrderState.REPLIED


@pytest.mark.parametrize(("decision", "state"), [("close", OrderState.CLOSED), ("return", OrderState.RETURNED)])
def test_a_reply_is_judged(client, leader, replied, decision, state):
    client.force_login(leader.user)
    page = client.get(address("judge_reply", replied))
    assert "Forty inspected, two closed." in page.content.decode()

    answer = client.post(
        address("judge_reply", replied), {"version": replied.version, "decision": decision, "remark": "So be it."}
    )

    assert (answer.status_code, state_of(replied)) == (302, state)


@pytest.mark.parametrize(("facts", "field"), [({}, "decision"), ({"decision": "return"}, "remark")])
def test_a_judgement_needs_its_words(client, leader, replied, facts, field):
    client.force_login(leader.user)

    page = client.post(address("judge_reply", replied), {"version": replied.version} | facts)

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])


def test_an_order_is_withdrawn_after_the_consequences(client, leader, order):
    client.force_login(leader.user)
    assert "no longer owes" in client.get(address("withdraw_order", order)).content.decode()
    assert client.post(address("withdraw_order", order), {"version": 1, "reason": ""}).status_code == 422

    answer = client.post(address("withdraw_order", order), {"version": 1, "reason": "Done already."}, follow=True)

    assert state_of(order) == OrderState.WITHDRAWN
    assert "Done already." in answer.content.decode() and primary(answer) == []


def test_what_cannot_be_done_now_is_said_on_the_form(client, officer, order):
    """Not received yet: the reply is refused with the reason, and stays typed."""
    client.force_login(officer.user)

    page = client.post(address("reply_to_order", order), {"version": 1, "text": "Too early."})

    assert page.status_code == 422
    assert page.context["form"].non_field_errors() and "Too early." in page.content.decode()
