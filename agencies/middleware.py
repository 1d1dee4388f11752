"""How long a login lasts, what it still has to do, and who acts: each request carries a membership."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from agencies.logins import SECOND_FACTOR_KEY, tell
from agencies.models import Membership
from agencies.services.accounts import has_second_factor
from kernel import audit
from kernel.errors import error_page

SESSION_KEY = "acting"
LAST_USED_KEY = "last_used"  # seconds since 1970, brought up to date once a minute
MINUTE = 60
ALWAYS = {"account_logout", "account_reauthenticate", "mfa_reauthenticate"}


class LoginTimeMiddleware:
    """Ends a login that was not used for IDLE_MINUTES; else keeps, once a minute, that it is in use and from where."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            unused = now - request.session.get(LAST_USED_KEY, now)
            if unused >= settings.IDLE_MINUTES * MINUTE:
                minutes = {"number": settings.IDLE_MINUTES}
                sentence = _("Your login ended because it was not used for %(number)d minutes. Log in again to go on.")
                return end_login(request, sentence % minutes)
            if unused >= MINUTE or LAST_USED_KEY not in request.session:
                request.session[LAST_USED_KEY] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


def end_login(request, sentence: str):
    """Log out, and say why on the log-in page (401 for the API)."""
    tell("login_expired", request.user, request)
    request.session.flush()
    request.user, request.acting = AnonymousUser(), None
    if request.path_info.startswith("/api/"):
        return error_page(request, 401, sentence)
    messages.warning(request, sentence)
    return to_login(request)


def to_login(request):
    """The log-in page, which afterwards leads back; a form that was sent leads back to the page it stood on."""
    here = request.get_full_path()
    if request.htmx:
        here = request.htmx.current_url_abs_path or "/"
    elif request.method not in {"GET", "HEAD"}:
        page = request.headers.get("Referer", "").removeprefix(request.build_absolute_uri("/")[:-1])
        here = page if page.startswith("/") else "/"
    answer = redirect_to_login(here)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


@dataclass(frozen=True)
class Duty:
    """What a login has to do before anything else: the page where it is done, and why."""

    page: str
    sentence: str


def duty_of(request) -> Duty | None:
    """Change a first or old password, then set up the second factor that government roles need (rules 11.1)."""
    user = request.user
    if user.is_demonstration and settings.DEBUG:
        return None
    if user.must_change_password:
        return Duty("account_change_password", _("Choose a password of your own before you begin."))
    if user.password_set_at < timezone.now() - timedelta(days=settings.PASSWORD_MAX_AGE_DAYS):
        days = {"number": settings.PASSWORD_MAX_AGE_DAYS}
        return Duty(
            "account_change_password", _("Your password is older than %(number)d days. Choose a new one.") % days
        )
    if request.session.get(SECOND_FACTOR_KEY) or not any(row.is_governmental for row in request.memberships):
        return None
    return Duty("mfa_activate_totp", _("Your role needs a second factor. Set it up before you begin."))


class ActingMiddleware:
    """Sets request.memberships (what the person may act as today) and request.acting (as what it acts now).

    Views that are not marked `@open_view` need both, and a login without duties; the choice is kept in the session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.acting, request.memberships = None, []
        if request.user.is_authenticated:
            request.memberships = list(Membership.objects.acting(request.user))
            chosen = request.session.get(SESSION_KEY)
            fitting = [row for row in request.memberships if row.pk == chosen] or request.memberships
            request.acting = fitting[0] if fitting else None
        by = request.acting
        place = by.region_path if by else ""
        with audit.acting(
            user_id=request.user.pk, membership_id=by and by.pk, region_path=place, request_id=request.id
        ):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "is_open", False) or request.resolver_match.url_name in ALWAYS:
            return None
        if request.user.is_authenticated and (duty := duty_of(request)):
            if duty.page == "mfa_activate_totp" and has_second_factor(request.user):
                return end_login(request, _("Your second factor was set up elsewhere. Log in again with it."))
            return self.remind(request, duty)
        if request.acting or is_open_path(request.path_info):
            return None
        if request.path_info.startswith("/api/"):
            return None  # kernel.api answers with a problem document
        if not request.user.is_authenticated:
            return to_login(request)
        return error_page(request, 403, _("Your account has no valid role today. Ask the system administrator."))

    def remind(self, request, duty: Duty):
        """Nothing but the page of the duty."""
        if request.resolver_match.url_name == duty.page:
            return None
        if request.path_info.startswith("/api/"):
            return error_page(request, 403, duty.sentence)
        messages.warning(request, duty.sentence)
        if request.htmx:
            return HttpResponseClientRedirect(reverse(duty.page))
        return redirect(duty.page)


def is_open_path(path: str) -> bool:
    """allauth's own pages ask for a login themselves."""
    return path.startswith("/account/")
