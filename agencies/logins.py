"""What the audit trail is told of log-ins, and how django-axes sees who is knocking."""

from datetime import timedelta

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from kernel import audit
from kernel.audit.entries import name_acts
from kernel.middleware import request_id

SECOND_FACTOR_KEY = "second_factor"  # in the session: this login has shown it


def client_ip(request) -> str | None:
    """The address behind PROXY_COUNT proxies; None outside a web request."""
    return get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else None


def locked_out(request, response, credentials):
    """The page after too many wrong passwords: how many there were, and how long the lock lasts yet."""
    attempts = AccessAttempt.objects.filter(username=(credentials or {}).get("username"), ip_address=client_ip(request))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    left = last + get_cool_off(request) - timezone.now()
    minutes = max(1, -(-int(left.total_seconds()) // 60))
    context = {
        "failure_limit": get_failure_limit(request, credentials),
        "cooloff_timedelta": timedelta(minutes=minutes),
    }
    answer = render(request, "account/locked_out.html", context, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def tell(what: str, user: User | None, request, **details) -> None:
    """Note an act of log-in in the name of `user`; a name that nobody has is not kept: it may be a password."""
    if request is not None and (address := client_ip(request)):
        details["address"] = address
    with audit.acting(user_id=user.pk if user else None, request_id=request_id.get()):
        audit.note(what, user.username if user else "?", **details)


def _logged_in(sender, request, user, **kwargs):
    tell("login", user, request, second_factor=bool(request.session.get(SECOND_FACTOR_KEY)))


def _logged_out(sender, request, user, **kwargs):
    if user is not None:
        tell("logout", user, request)


def _login_failed(sender, credentials, request=None, **kwargs):
    tell("login_failed", User.objects.filter(username=credentials.get("username", "")).first(), request)


def _locked(sender, request, username, **kwargs):
    tell("login_locked", User.objects.filter(username=username).first(), request)


def _password_changed(sender, request, user, **kwargs):
    tell("password_changed", user, request)


def _code_wrong(sender, request, user, **kwargs):
    tell("second_factor_failed", user, request)


def _factor_added(sender, request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.TOTP:
        request.session[SECOND_FACTOR_KEY] = True
    tell("second_factor_added", user, request, kind=authenticator.type)


def _factor_removed(sender, request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.TOTP:
        request.session.pop(SECOND_FACTOR_KEY, None)
    tell("second_factor_removed", user, request, kind=authenticator.type)


def _codes_renewed(sender, request, user, authenticator, **kwargs):
    tell("recovery_codes_renewed", user, request)


WORDS = {  # for the page of the trail
    "guardian_groupobjectpermission": _("right to a single record"),
    "mfa_authenticator": _("second factor"),
    "login": _("logged in"),
    "login_expired": _("login ended, unused for too long"),
    "login_failed": _("wrong password or user name"),
    "login_locked": _("log-in locked after wrong passwords"),
    "lock_lifted": _("lock of a log-in lifted"),
    "logins_ended": _("open logins ended"),
    "logout": _("logged out"),
    "password_changed": _("password changed"),
    "password_reset": _("new first password given"),
    "recovery_codes_renewed": _("recovery codes made anew"),
    "second_factor_added": _("second factor added"),
    "second_factor_failed": _("wrong code of the second factor"),
    "second_factor_removed": _("second factor removed"),
}


def listen() -> None:
    """Connect the trail to the signals of Django, allauth and axes; called once when the apps are ready."""
    name_acts(**WORDS)
    for signal, receiver in (
        (account.user_logged_in, _logged_in),
        (auth.user_logged_out, _logged_out),
        (auth.user_login_failed, _login_failed),
        (user_locked_out, _locked),
        (account.password_changed, _password_changed),
        (mfa.authentication_failed, _code_wrong),
        (mfa.authenticator_added, _factor_added),
        (mfa.authenticator_removed, _factor_removed),
        (mfa.authenticator_reset, _codes_renewed),
    ):
        signal.connect(receiver, dispatch_uid=f"agencies.logins.{receiver.__name__}")
