"""People say where they are reached; the inbox they cannot switch off."""

import pytest
from django.urls import reverse

from kernel.models import AuditRow
from notices.models import Address
from notices.services.addresses import address_of
from tests.factories import make_membership

MAIL = "/notices/addresses/mail/"
TYPED = {"address": "wang@example.gov.cn", "language": "en", "is_on": "on"}


@pytest.fixture
def by(unit):
    return make_membership(agency=unit)


@pytest.fixture
def browser(as_, by):
    return as_(by)


def test_an_address_is_given_changed_and_switched_off(browser, by):
    browser.post(MAIL, TYPED | {"version": 0})
    first = Address.objects.values("channel", "address", "language", "is_on").get(user=by.user)
    browser.post(MAIL, {"address": "wang@example.gov.cn", "language": "zh-hans", "version": 1})
    second = Address.objects.values("language", "is_on", "version").get(user=by.user)

    assert first == {"channel": "mail", "address": "wang@example.gov.cn", "language": "en", "is_on": True}
    assert second == {"language": "zh-hans", "is_on": False, "version": 2}


def test_the_page_shows_the_channels_in_use_here(browser, by, settings):
    settings.NOTICE_CHANNELS = ["mail", "file"]
    page = browser.get(reverse("notices:addresses")).content.decode()

    assert all(words in page for words in ("Inbox of the portal", "Mail", "Short message", "not given"))
    assert browser.get("/notices/addresses/pigeon/").status_code == 404


def test_what_is_no_address_is_said_in_the_form(browser):
    answer = browser.post(MAIL, TYPED | {"address": "wang", "version": 0})

    assert answer.status_code == 422
    assert "Write a mail address such as li.hua@example.gov.cn." in answer.content.decode()
    assert not Address.objects.exists()


def test_a_stale_form_is_shown_beside_what_is_recorded(browser, by):
    browser.post(MAIL, TYPED | {"version": 0})
    Address.objects.update(address="other@example.gov.cn", version=2)

    answers = [browser.post(MAIL, TYPED | {"version": version}) for version in (1, 0, "x")]

    assert [answer.status_code for answer in answers] == [409] * 3
    assert "other@example.gov.cn" in answers[0].content.decode()
    assert Address.objects.get().address == "other@example.gov.cn"


def test_everybody_sees_only_the_own(by, handler):
    assert address_of(by, "mail").pk is None
    assert list(Address.objects.visible_to(by)) == []
    assert [row.user for row in Address.objects.visible_to(handler)] == [handler.user]


def test_the_trail_does_not_show_the_address(browser):
    browser.post(MAIL, TYPED | {"version": 0})

    assert AuditRow.objects.get(table_name="notices_address").changes["address"] == "•••"
