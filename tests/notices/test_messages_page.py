"""The system administrator sees what did not arrive, without the whole address, and has it tried again."""

import pytest

from agencies.enums import Role
from notices.enums import MessageState
from notices.models import Message
from tests.factories import make_address, make_agency, make_membership, make_message

PAGE = "/notices/messages/"
DEAD, WAITING, SENT = MessageState.DEAD, MessageState.WAITING, MessageState.SENT


@pytest.fixture
def browser(as_, unit):
    return as_(make_membership(agency=unit, role=Role.SYSTEM_ADMIN))


def message_for(unit, **facts) -> Message:
    by = make_membership(agency=unit)
    make_address(by, address="li.hua@example.gov.cn", channel=facts.get("channel", "mail"))
    return make_message(user=by.user, **facts)


def states() -> dict[int, str]:
    return dict(Message.objects.values_list("pk", "state"))


def test_dead_letters_are_listed_with_their_reason_and_a_masked_address(browser, unit):
    dead = message_for(unit, state=DEAD, attempts=20, error="550 no such box")
    waiting = message_for(unit, error="")

    page = browser.get(PAGE).content.decode()

    assert dead.user.name in page and "550 no such box" in page and "l***@example.gov.cn" in page
    assert waiting.user.name not in page and "li.hua" not in page
    assert waiting.user.name in browser.get(PAGE, {"state": "waiting"}).content.decode()


def test_one_is_tried_again(browser, unit):
    one, other = (message_for(unit, state=DEAD) for _ in range(2))

    browser.post(f"{PAGE}{one.pk}/retry/")

    assert states() == {one.pk: WAITING, other.pk: DEAD}
    assert browser.post(f"{PAGE}{one.pk}/retry/").status_code == 409


def test_all_of_a_filter_are_tried_again(browser, unit, settings):
    settings.NOTICE_CHANNELS = ["mail", "file"]
    mail = [message_for(unit, state=DEAD) for _ in range(3)]
    short = message_for(unit, state=DEAD, channel="file")
    foreign = message_for(make_agency(), state=DEAD)

    answer = browser.post(f"{PAGE}retry/?channel=mail", follow=True)

    assert "3 messages will be tried again." in answer.content.decode()
    assert states() == {**{row.pk: WAITING for row in mail}, short.pk: DEAD, foreign.pk: DEAD}


def test_a_filter_that_means_nothing_tries_nothing(browser, unit):
    dead = message_for(unit, state=DEAD)

    browser.post(f"{PAGE}retry/?channel=pigeon")

    assert states() == {dead.pk: DEAD}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_nobody_else_sees_or_retries_any(as_, unit, role):
    dead = message_for(unit, state=DEAD)
    browser = as_(make_membership(agency=unit, role=role))

    answers = [browser.get(PAGE), browser.post(f"{PAGE}retry/"), browser.post(f"{PAGE}{dead.pk}/retry/")]

    assert ([answer.status_code for answer in answers], states()) == ([403] * 3, {dead.pk: DEAD})


@pytest.mark.parametrize("rows", [1, 40])
def test_many_rows_take_as_many_queries_as_one(browser, unit, rows, django_assert_num_queries):
    for _ in range(rows):
        message_for(unit, state=DEAD)
    browser.get(PAGE)

    with django_assert_num_queries(5):  # person, memberships, the list, addresses, the bell
        answer = browser.get(PAGE)
    assert len(answer.context["items"]) == rows
