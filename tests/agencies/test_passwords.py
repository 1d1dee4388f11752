"""Passwords: how they are made up, when they must be changed, and that none is kept in clear."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from agencies.enums import PartyKind, Role
from agencies.models import Membership, PastPassword, User
from agencies.passwords import first_password
from agencies.services import accounts
from kernel.errors import Refused, Stale
from tests.agencies.conftest import AT, notes
from tests.factories import PASSWORD, make_membership, make_party, make_user

pytestmark = pytest.mark.django_db
CHANGE = "/account/password/change/"
HOME = "/agencies/account/"
NEW = "Autumn-Leaf-88"


@pytest.fixture
def person() -> User:
    user = make_user(username="zhang.min", name="Wei Xiaobao")
    Membership.objects.create(
        user=user, party=make_party(kind=PartyKind.INSTITUTION), role=Role.STAFF, valid_from="2020-01-01"
    )
    return user


def change(browser, old: str, new: str):
    return browser.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Rain-2026", "This password is too short. It must contain at least 10 characters."),
        (
            "springrain2026",
            "Use at least 3 of these four: small letters, capital letters, figures, other characters.",
        ),
        ("WeiXiaobao26", "The password is too similar to the name."),
        ("zhang.min2026A", "The password is too similar to the user name."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(person, password, sentence):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, person)

    assert sentence in refusal.value.messages


@pytest.mark.parametrize("password", ["Spring Rain 雨", "UPPER-lower-", "UPPER12345-", "春天的雨水在2026Ab"])
def test_three_of_four_classes_will_do(password):
    validate_password(password)


def test_the_last_passwords_are_not_taken_again(person, settings):
    settings.PASSWORD_HISTORY = 2
    for number, word in enumerate(["First-Word-01", "Second-Word-02", "Third-Word-03"]):
        accounts.set_password(person, password=word, at=AT + timedelta(days=number))

    validate_password("First-Word-01", person)
    for word in ("Second-Word-02", "Third-Word-03"):
        with pytest.raises(ValidationError, match="none of your last 2"):
            validate_password(word, person)
    assert PastPassword.objects.filter(user=person).count() == 2


def test_passwords_on_paper_are_random_and_follow_the_rules():
    made = {first_password() for _time in range(200)}

    assert len(made) == 200
    for password in made:
        validate_password(password)
        assert not set(password) & set("0O1lI")


def test_changing_it_is_told_and_keeps_this_login_only(browser, client, log_in, person):
    other = type(client)()
    other.force_login(person)
    log_in("zhang.min")

    answer = change(browser, PASSWORD, NEW)

    assert (answer.status_code, answer.url) == (302, "/")
    assert browser.get(HOME).status_code == 200
    assert other.get(HOME).url == f"/account/login/?next={HOME}"
    assert notes()[-1] == ("password_changed", "zhang.min")
    person.refresh_from_db()
    assert person.check_password(NEW) and person.past_passwords.count() == 1


def test_the_rules_hold_on_the_page(browser, log_in, person):
    log_in("zhang.min")

    answer = change(browser, PASSWORD, "too-simple")

    assert "Use at least 3 of these four" in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_first_password_is_changed_before_anything_else(browser, log_in, person):
    User.objects.update(must_change_password=True)
    log_in("zhang.min")

    answer = browser.get(HOME)
    assert (answer.status_code, answer.url) == (302, CHANGE)
    assert "Choose a password of your own before you begin." in browser.get(CHANGE).content.decode()
    assert browser.get("/account/sessions/").url == CHANGE

    change(browser, PASSWORD, NEW)
    assert browser.get(HOME).status_code == 200


def test_an_old_password_is_changed_first(browser, log_in, person, settings):
    User.objects.update(password_set_at=timezone.now() - timedelta(days=90, seconds=1))
    log_in("zhang.min")

    assert browser.get(HOME).url == CHANGE
    assert "Your password is older than 90 days. Choose a new one." in browser.get(CHANGE).content.decode()

    User.objects.update(password_set_at=timezone.now() - timedelta(days=89))
    assert browser.get(HOME).status_code == 200


def test_htmx_is_led_to_the_page_as_a_whole(browser, log_in, person):
    User.objects.update(must_change_password=True)
    log_in("zhang.min")

    answer = browser.get(HOME, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == CHANGE


def test_a_reset_gives_a_first_password_and_ends_the_logins(browser, log_in, system_admin):
    member = make_membership(agency=system_admin.party.agency, user=make_user(username="wang.fang"))
    browser.force_login(member.user)
    browser.get(HOME)

    letter = accounts.reset_password(member.user, by=system_admin, at=AT)

    user = User.objects.get(pk=member.user_id)
    assert user.check_password(letter.password) and user.must_change_password
    assert (letter.user, letter.membership) == (user, member)
    assert browser.get(HOME).status_code == 302
    assert notes()[-2:] == [("logins_ended", "wang.fang"), ("password_reset", "wang.fang")]


def test_a_reset_of_what_was_shown_before_somebody_else_s_is_refused(system_admin):
    member = make_membership(agency=system_admin.party.agency)
    accounts.reset_password(User.objects.get(pk=member.user_id), by=system_admin, at=AT)

    with pytest.raises(Stale):
        accounts.reset_password(member.user, by=system_admin, at=AT)


def test_nobody_resets_his_own(system_admin):
    with pytest.raises(Refused, match="Change your own password"):
        accounts.reset_password(system_admin.user, by=system_admin, at=AT)


def test_resets_are_the_system_administrator_s_in_the_territory(security_admin):
    member = make_membership(agency=security_admin.party.agency)

    for by in (security_admin, member, make_membership(role=Role.SYSTEM_ADMIN)):
        with pytest.raises(PermissionDenied):
            accounts.reset_password(member.user, by=by, at=AT)


def test_no_password_stands_anywhere_in_clear(system_admin):
    member = make_membership(agency=system_admin.party.agency)
    letter = accounts.reset_password(member.user, by=system_admin, at=AT)

    with connection.cursor() as cursor:
        for table in ("agencies_user", "agencies_pastpassword", "kernel_auditrow", "django_session"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{letter.password}%"])
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM kernel_auditrow WHERE changes::text LIKE '%%pbkdf2%%'", [])
        assert cursor.fetchone() == (0,)
