"""A login that nobody uses ends; what is open is listed, and ended by its person or an administrator."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import Role
from agencies.services import accounts
from tests.agencies.conftest import notes
from tests.conftest import BothFactors
from tests.factories import make_membership, make_user

pytestmark = pytest.mark.django_db
HOME = "/agencies/account/"
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def member(clock):
    member = make_membership(user=make_user(username="chen.jie"))
    return member


def test_after_thirty_minutes_without_use_it_ends(browser, clock, member):
    browser.force_login(member.user)
    browser.get(HOME)

    clock.move_to(START + timedelta(minutes=30))
    answer = browser.get(HOME + "?a=1")

    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={HOME}%3Fa%3D1")
    page = browser.get(answer.url).content.decode()
    assert "Your login ended because it was not used for 30 minutes. Log in again to go on." in page
    assert notes()[-1] == ("login_expired", "chen.jie")
    assert browser.get(HOME).status_code == 302


def test_use_keeps_it_open(browser, clock, member):
    browser.force_login(member.user)

    for minutes in (0, 29, 58, 87):
        clock.move_to(START + timedelta(minutes=minutes))
        assert browser.get(HOME).status_code == 200


def test_the_api_answers_401(browser, clock, member):
    browser.force_login(member.user)
    browser.get(HOME)

    clock.move_to(START + timedelta(minutes=31))
    answer = browser.get("/api/v1/regions/")

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert "not used for 30 minutes" in answer.json()["detail"]


def test_htmx_goes_to_the_log_in_and_back_to_the_page_it_was_on(browser, clock, member):
    browser.force_login(member.user)
    browser.get(HOME)

    clock.move_to(START + timedelta(minutes=31))
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tasks/?x=1"}
    answer = browser.post("/agencies/account/act-as/", headers=headers)

    assert answer["HX-Redirect"] == "/account/login/?next=/tasks/%3Fx%3D1"


def test_a_form_leads_back_to_the_page_it_stood_on(browser, clock, member):
    browser.force_login(member.user)
    browser.get(HOME)

    clock.move_to(START + timedelta(minutes=31))
    answer = browser.post("/agencies/account/act-as/", headers={"Referer": f"http://testserver{HOME}"})

    assert answer.url == f"/account/login/?next={HOME}"


def test_use_is_written_once_a_minute(browser, clock, member):
    browser.force_login(member.user)
    browser.get(HOME)

    def writes(path):
        with CaptureQueriesContext(connection) as done:
            browser.get(path)
        return [query["sql"] for query in done if re.search("INSERT|UPDATE", query["sql"])]

    clock.move_to(START + timedelta(seconds=59))
    assert writes(HOME) == []
    clock.move_to(START + timedelta(seconds=60))
    assert len(writes(HOME)) == 2  # the session, and when and where it was last used


def test_open_logins_are_listed_and_the_others_ended(browser, clock, member):
    other = BothFactors()
    for client in (other, browser):
        client.force_login(member.user)
        client.get(HOME)

    page = browser.get("/account/sessions/").content.decode()
    assert page.count("<tr>") == 3 and "This login" in page

    browser.post("/account/sessions/")
    assert browser.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302


def test_a_system_administrator_ends_them(browser, clock, member):
    admin = make_membership(agency=member.party.agency, role=Role.SYSTEM_ADMIN)
    browser.force_login(member.user)
    browser.get(HOME)

    assert accounts.end_logins(member.user, by=admin) == 1

    assert browser.get(HOME).status_code == 302
    assert not UserSession.objects.exists()
    assert notes()[-1] == ("logins_ended", "chen.jie")


def test_and_nobody_else(clock, member):
    for role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.BUSINESS_ADMIN, Role.LEADER):
        with pytest.raises(PermissionDenied):
            accounts.end_logins(member.user, by=make_membership(agency=member.party.agency, role=role))
