"""How django-allauth treats our accounts: no sign-up, one lock-out, our password rules, encrypted second factors."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import secrecy
from agencies.logins import SECOND_FACTOR_KEY
from agencies.services import accounts


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The user name or the password is not right."),
        "demonstration_account": gettext_lazy("Demonstration accounts cannot log in here."),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """django-axes alone counts wrong passwords; allauth's own limit is for the codes of the second factor."""

    def authenticate(self, request, **credentials):
        credentials["username"] = accounts.normal_username(credentials["username"])
        user = super().authenticate(request, **credentials)
        if user and user.is_demonstration and not settings.DEBUG:
            raise self.validation_error("demonstration_account")
        return user

    def post_login(self, request, user, **kwargs):
        used = {record["method"] for record in get_authentication_records(request, user)}
        request.session[SECOND_FACTOR_KEY] = "mfa" in used
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who has just logged in is not asked for the password again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def set_password(self, user, password):
        accounts.set_password(user, password=password, at=timezone.now())

    def get_password_change_redirect_url(self, request):
        return self.get_login_redirect_url(request)


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return secrecy.encrypt(text)

    def decrypt(self, encrypted_text):
        return secrecy.decrypt(encrypted_text)

    def get_totp_issuer(self):
        return _("Healthcare oversight portal")
