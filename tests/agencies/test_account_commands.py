"""The commands of accounts: the first ones of a new portal, and new keys for old secrets."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from agencies import secrecy
from agencies.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_first_account_is_opened_on_the_server(agency, capsys):
    call_command(
        "create_account", "Root.Admin", name="Zhao", agency="City health commission", role="security_admin"
    )  # fmt: skip

    username, password = capsys.readouterr().out.split()
    user = User.objects.get(username="root.admin")
    assert username == "root.admin" and user.check_password(password) and user.must_change_password
    assert not user.memberships.get().is_proposed


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"agency": "Nowhere"}, "There is not exactly one agency called “Nowhere”."),
        ({"username": "a b"}, "A user name has 2 to 60 letters"),
        ({"username": "taken"}, "There is an account “taken” already."),
        ({"role": "staff"}, "is no role of"),
    ],
)
def test_what_will_not_do_is_refused_with_a_sentence(agency, facts, sentence):
    make_user(username="taken")
    facts = {"username": "root", "agency": "City health commission", "role": "system_admin"} | facts

    with pytest.raises(CommandError, match=sentence):
        call_command("create_account", facts.pop("username"), name="Zhao", **facts)
    assert User.objects.count() == 1


def test_secrets_are_encrypted_with_the_new_key(settings, capsys):
    settings.FIELD_KEYS = ["old"]
    user = make_user()
    TOTP.activate(user, "SECRET")
    codes = RecoveryCodes.activate(user).get_unused_codes()

    settings.FIELD_KEYS = ["new", "old"]
    call_command("renew_secrets")

    settings.FIELD_KEYS = ["new"]
    assert capsys.readouterr().out == "2 secrets encrypted anew.\n"
    assert secrecy.decrypt(Authenticator.objects.get(type="totp").data["secret"]) == "SECRET"
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes


def test_a_key_that_is_gone_is_said_and_nothing_changes(settings):
    settings.FIELD_KEYS = ["old"]
    TOTP.activate(make_user(name="Zhao"), "SECRET")
    before = Authenticator.objects.get().data

    settings.FIELD_KEYS = ["new"]
    with pytest.raises(CommandError, match="Zhao: none of FIELD_KEYS decrypts this secret"):
        call_command("renew_secrets")
    assert Authenticator.objects.get().data == before
