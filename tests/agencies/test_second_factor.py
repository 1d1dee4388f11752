"""The second factor: needed for government roles before anything else, encrypted in the database."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from agencies import secrecy
from agencies.enums import Role
from agencies.models import Membership
from agencies.services import accounts
from tests.agencies.conftest import notes
from tests.factories import make_membership, make_user

pytestmark = pytest.mark.django_db
ACTIVATION = "/account/2fa/totp/activate/"
HOME = "/agencies/account/"


@pytest.fixture(autouse=True)
def _no_codes_used_before():
    cache.clear()


@pytest.fixture
def handler() -> Membership:
    return make_membership(user=make_user(username="han.mei"))


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("path", ["/", HOME, "/account/2fa/", "/account/sessions/", "/account/password/change/"])
def test_without_it_a_government_role_reaches_nothing_but_its_activation(browser, log_in, handler, path):
    log_in("han.mei")

    answer = browser.get(path)

    assert (answer.status_code, answer.url) == (302, ACTIVATION)
    page = browser.get(ACTIVATION).content.decode()
    assert "Your role needs a second factor. Set it up before you begin." in page


def test_the_api_says_the_same(browser, log_in, handler):
    log_in("han.mei")

    answer = browser.get("/api/v1/regions/")

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["detail"] == "Your role needs a second factor. Set it up before you begin."


def test_once_set_up_the_way_is_open(browser, log_in, handler, monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda function: function())  # within the request, as outside a test
    log_in("han.mei")
    secret = browser.get(ACTIVATION).context["form"].secret

    answer = browser.post(ACTIVATION, {"code": code_of(secret)})

    assert answer.url == "/account/2fa/recovery-codes/"
    assert browser.get(answer.url).status_code == 200
    assert browser.get(HOME).status_code == 200
    assert notes()[1:] == [("second_factor_added", "han.mei")] * 2  # the app, and the recovery codes


def test_the_next_log_in_asks_for_the_code(browser, log_in, handler):
    secret = generate_totp_secret()
    TOTP.activate(handler.user, secret)

    answer = log_in("han.mei")
    assert answer.url == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in browser.session

    browser.post(answer.url, {"code": "000000"})
    assert notes()[-1] == ("second_factor_failed", "han.mei")

    browser.post(answer.url, {"code": code_of(secret)})
    assert browser.get(HOME).status_code == 200
    assert notes()[-1] == ("login", "han.mei")


def test_a_recovery_code_serves_once(browser, log_in, handler):
    TOTP.activate(handler.user, generate_totp_secret())
    code = RecoveryCodes.activate(handler.user).get_unused_codes()[0]

    log_in("han.mei")
    browser.post("/account/2fa/authenticate/", {"code": code})
    assert browser.get(HOME).status_code == 200

    browser.post("/account/logout/")
    log_in("han.mei")
    browser.post("/account/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" not in browser.session


def test_codes_cannot_be_tried_without_end(browser, log_in, handler):
    secret = generate_totp_secret()
    TOTP.activate(handler.user, secret)
    log_in("han.mei")

    for _attempt in range(5):
        browser.post("/account/2fa/authenticate/", {"code": "000000"})
    browser.post("/account/2fa/authenticate/", {"code": code_of(secret)})

    assert "_auth_user_id" not in browser.session


def test_a_login_that_has_not_shown_it_is_asked_for_it(client, handler):
    TOTP.activate(handler.user, generate_totp_secret())
    client.force_login(handler.user)
    session = client.session
    del session["second_factor"]
    session.save()

    answer = client.get(HOME)

    assert answer.status_code == 302 and answer.url.startswith("/account/login/")
    assert "_auth_user_id" not in client.session  # it ends, and does not go round between set-up and removal


def test_secrets_are_encrypted_in_the_database(handler):
    secret = generate_totp_secret()
    TOTP.activate(handler.user, secret)
    codes = RecoveryCodes.activate(handler.user)

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(changes::text, ' ') FROM kernel_auditrow WHERE table_name LIKE 'mfa%%'", [])
        trail = cursor.fetchone()[0]

    seed = secrecy.decrypt(codes.instance.data["seed"])
    assert secret not in stored and seed not in stored
    assert secrecy.decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret
    assert json.dumps(codes.instance.data["seed"]) not in trail and "•••" in trail


def test_a_new_key_takes_over_while_the_old_one_still_decrypts(settings):
    settings.FIELD_KEYS = ["old"]
    token = secrecy.encrypt("secret")

    settings.FIELD_KEYS = ["new", "old"]
    renewed = secrecy.renew(token)
    assert secrecy.decrypt(token) == "secret"

    settings.FIELD_KEYS = ["new"]
    assert secrecy.decrypt(renewed) == "secret"
    with pytest.raises(LookupError):
        secrecy.decrypt(token)


def test_without_keys_of_its_own_the_portal_s_key_encrypts(settings):
    settings.FIELD_KEYS = []
    token = secrecy.encrypt("secret")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert secrecy.decrypt(token) == "secret"


def test_a_security_administrator_removes_what_was_lost(browser, log_in, handler):
    guard = make_membership(agency=handler.party.agency, role=Role.SECURITY_ADMIN)
    TOTP.activate(handler.user, generate_totp_secret())
    RecoveryCodes.activate(handler.user)

    accounts.remove_second_factor(handler.user, by=guard)

    assert not Authenticator.objects.exists()
    log_in("han.mei")
    assert browser.get(HOME).url == ACTIVATION


def test_who_gives_out_passwords_does_not_remove_it(handler):
    TOTP.activate(handler.user, generate_totp_secret())

    for role in (Role.SYSTEM_ADMIN, Role.BUSINESS_ADMIN, Role.LEADER):
        with pytest.raises(PermissionDenied):
            accounts.remove_second_factor(handler.user, by=make_membership(agency=handler.party.agency, role=role))
    assert accounts.has_second_factor(handler.user)
