"""Logging in: wrong passwords lock, the lock ends by itself or is lifted, and the trail hears of it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.enums import PartyKind, Role
from agencies.models import Membership, User
from agencies.services import accounts
from kernel.audit.entries import ACTS
from kernel.models import AuditRow
from tests.agencies.conftest import notes
from tests.factories import make_membership, make_party, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    """Of an institution: no second factor is asked of him."""
    user = make_user(username="li.lei")
    Membership.objects.create(
        user=user, party=make_party(kind=PartyKind.INSTITUTION), role=Role.STAFF, valid_from="2020-01-01"
    )
    return user


def is_logged_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def test_the_right_password_logs_in_and_the_trail_says_so(browser, log_in, person):
    answer = log_in("li.lei")

    assert (answer.status_code, answer.url) == (302, "/")
    assert is_logged_in(browser)
    row = AuditRow.objects.get(action="N")
    assert (row.table_name, row.row_id, row.user_id) == ("login", "li.lei", person.pk)
    assert row.changes == {"address": "127.0.0.1", "second_factor": False}


def test_user_names_know_no_capitals_and_no_wide_letters(browser, log_in, person):
    log_in(" Li.LEI ")

    assert is_logged_in(browser)


def test_after_five_wrong_passwords_the_right_one_is_refused_as_well(browser, log_in, person):
    answers = [log_in("li.lei", "wrong") for _attempt in range(5)]
    answers.append(log_in("li.lei"))

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]
    assert "Try again in 30 minutes." in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "1800"
    assert not is_logged_in(browser)
    assert notes() == [("login_failed", "li.lei")] * 4 + [("login_locked", "li.lei"), ("login_failed", "li.lei")] * 2


def test_capitals_do_not_open_a_second_row_of_attempts(log_in, person):
    for name in ("li.lei", "LI.LEI", "Li.Lei", "li.LEI", "ＬＩ.lei"):
        answer = log_in(name, "wrong")

    assert answer.status_code == 429


def test_the_lock_says_how_long_it_lasts_yet_and_ends_then(browser, log_in, person):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for _attempt in range(5):
            log_in("li.lei", "wrong")

        clock.move_to(start + timedelta(minutes=12))
        assert "Try again in 18 minutes." in log_in("li.lei").content.decode()

        clock.move_to(start + timedelta(minutes=29, seconds=59))
        assert "Try again in 1 minute." in log_in("li.lei").content.decode()

        clock.move_to(start + timedelta(minutes=30, seconds=1))
        assert log_in("li.lei").status_code == 302


def test_somebody_else_at_the_same_address_is_not_locked(browser, log_in, person):
    for _attempt in range(5):
        log_in("somebody", "wrong")

    log_in("li.lei")

    assert is_logged_in(browser)


def test_a_name_that_nobody_has_is_not_kept(log_in):
    log_in("My-Password-1", "x")

    assert notes() == [("login_failed", "?")]


def test_a_system_administrator_lifts_the_lock(browser, log_in, system_admin):
    member = make_membership(agency=system_admin.party.agency)
    for _attempt in range(5):
        log_in(member.user.username, "wrong")
    assert accounts.is_locked(member.user, at=timezone.now())

    accounts.lift_lock(member.user, by=system_admin)

    assert not accounts.is_locked(member.user, at=timezone.now())
    assert log_in(member.user.username).status_code == 302
    assert ("lock_lifted", member.user.username) in notes()


def test_a_lock_is_lifted_by_nobody_else(security_admin):
    member = make_membership(agency=security_admin.party.agency)

    for by in (security_admin, member, make_membership(role=Role.SYSTEM_ADMIN)):
        with pytest.raises(PermissionDenied):
            accounts.lift_lock(member.user, by=by)


def test_a_closed_account_does_not_log_in(browser, log_in, person):
    User.objects.update(is_active=False)

    answer = log_in("li.lei")

    assert (answer.status_code, answer.url) == (302, "/account/inactive/")
    assert not is_logged_in(browser)


def test_there_is_no_sign_up(browser):
    answer = browser.post("/account/signup/", {"username": "x", "password1": "Spring-Rain-77", "password2": "x"})

    assert not User.objects.exists()
    assert b"<form" not in answer.content.split(b"<main")[1]


def test_logging_out_is_told(browser, log_in, person):
    log_in("li.lei")

    browser.post("/account/logout/")

    assert not is_logged_in(browser)
    assert notes()[-1] == ("logout", "li.lei")


def test_the_admin_site_is_entered_through_the_same_door(browser, person):
    assert browser.get("/admin/").url == "/account/login/?next=/admin/"
    assert browser.get("/admin/login/").url == "/account/login/?next=/admin/login/"


def test_the_admin_site_has_no_log_in_of_its_own(browser, person):
    browser.force_login(person)

    answer = browser.post("/admin/login/", {"username": "li.lei", "password": "Spring-Rain-2026"})

    assert answer.status_code == 403


def test_every_act_that_is_noted_has_a_word(settings):
    code = "".join(path.read_text() for path in (settings.BASE_DIR / "agencies").rglob("*.py"))

    noted = set(re.findall(r'(?:tell|note)\(\s*"(\w+)"', code))

    assert noted and noted - set(ACTS) == set()


def test_a_flood_of_log_ins_from_one_address_is_slowed(log_in, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}

    answers = [log_in(f"somebody{number}", "wrong") for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Wait a minute, then try again." in answers[-1].content.decode()


WITH_AN_ADDRESS = ["email/", "confirm-email/", "confirm-email/x/", "login/code/confirm/", "password/set/",
                   "password/reset/key/1-x/", "password/reset/key/done/", "password/reset/done/"]  # fmt: skip


@pytest.mark.parametrize("path", WITH_AN_ADDRESS)
def test_pages_of_accounts_with_an_address_are_closed(browser, agency, path):
    browser.force_login(make_membership(agency=agency).user)

    assert browser.get(f"/account/{path}").status_code == 404
    assert browser.post(f"/account/{path}", {"email": "x@example.org", "action_add": ""}).status_code == 404


def test_a_forgotten_password_is_explained_and_nothing_is_sent(browser, db, mailoutbox):
    assert browser.get("/account/password/reset/").status_code == 200
    assert browser.post("/account/password/reset/", {"email": "stranger@example.org"}).status_code == 405
    assert mailoutbox == []
