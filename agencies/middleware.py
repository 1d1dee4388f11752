"""Who acts: each request of a person who is logged in carries a membership, and the audit trail is told."""

from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext as _

from agencies.models import Membership
from kernel import audit
from kernel.errors import error_page

SESSION_KEY = "acting"


class ActingMiddleware:
    """Sets request.memberships (what the person may act as today) and request.acting (as what it acts now).

    Views that are not marked `@open_view` need both; the choice is kept in the session.
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
        with audit.acting(
            user_id=request.user.pk, membership_id=request.acting and request.acting.pk, request_id=request.id
        ):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.acting or getattr(view, "is_open", False) or is_open_path(request.path_info):
            return None
        if request.path_info.startswith("/api/"):
            return None  # kernel.api answers with a problem document
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return error_page(request, 403, _("Your account has no valid role today. Ask the system administrator."))


def is_open_path(path: str) -> bool:
    """allauth's own pages ask for a login themselves."""
    return path.startswith("/account/")
