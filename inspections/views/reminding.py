"""Who has not handed in is reminded: first who would be told, then it is sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from inspections.filters import narrowed
from inspections.lists import chosen, list_page
from inspections.services.reminding import preview_reminding, remind_missing
from kernel.pages import needs
from kernel.requests import PortalRequest


@needs("inspections.review_selfinspection")
@require_POST
def remind(request: PortalRequest) -> HttpResponse:
    """The chosen reports, or all that fit the filters of the address; never more than what was shown."""
    by, at, keys, back = request.acting, timezone.now(), request.POST.getlist("report"), list_page(request.GET)
    takes_all = "all" in request.POST
    if not (keys or takes_all):
        messages.warning(request, _("Choose the institutions to remind."))
        return redirect(back)
    rows = narrowed(request) if takes_all else chosen(keys, by=by)
    preview, shown = preview_reminding(rows, by=by, at=at), request.POST.get("confirmed", "")
    if preview.reports and shown.isdecimal() and len(shown) < 10 and int(shown) >= preview.reports:
        told = remind_missing(rows, by=by, at=at).institutions
        words = ngettext("%(count)d institution was told.", "%(count)d institutions were told.", told)
        messages.success(request, words % {"count": told})
        return redirect(back)
    context = {"preview": preview, "back": back, "keys": keys, "takes_all": takes_all, "has_grown": bool(shown)}
    return render(request, "inspections/remind.html", context)
