"""Emergency rights: asked for, granted, refused, given back."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from agencies.forms.accounts import EmergencyForm
from agencies.models import EmergencyGrant
from agencies.services import emergency as services
from kernel.form_pages import done_once, form_page
from kernel.pages import needs, reach

VERBS = {
    "grant": (services.grant_emergency, gettext_lazy("The emergency rights are granted.")),
    "refuse": (services.refuse_emergency, gettext_lazy("The request is closed.")),
    "end": (services.end_emergency, gettext_lazy("The emergency rights have ended.")),
}


@needs("agencies.view_emergencygrant")
@require_http_methods(["GET", "POST"])
def emergency(request):
    """The requests and grants of the territory, and for a system administrator the form to ask."""
    by = request.acting
    form = EmergencyForm(request.POST or None) if by.has_perm("agencies.request_emergency") else None

    def make(reason: str) -> str:
        services.request_emergency(reason=reason, by=by, at=timezone.now())
        return reverse("agencies:emergency")

    done = _("You have asked for emergency rights. A security administrator decides.")
    if form is not None and form.is_valid() and (answer := done_once(request, form, make, done=done)):
        return answer
    rows = [
        {
            "grant": grant,
            "may_grant": grant.is_requested and by.has_perm("agencies.grant_emergency", grant) and not_own(by, grant),
            "may_end": (grant.is_requested or grant.is_in_force) and by.has_perm("agencies.end_emergency", grant),
        }
        for grant in services.recent(by=by)
    ]
    context = {"form": form, "rows": rows, "hours": settings.EMERGENCY_GRANT_HOURS}
    return form_page(request, "agencies/accounts/emergency.html", context)


def not_own(by, grant) -> bool:
    return grant.user_id != by.user_id


@require_POST
def decide_emergency(request, pk, verb):
    """Grant, refuse or end."""
    if verb not in VERBS:
        raise Http404
    service, done = VERBS[verb]
    service(reach(EmergencyGrant, request, pk=pk), by=request.acting, at=timezone.now())
    messages.success(request, done)
    return redirect("agencies:emergency")
