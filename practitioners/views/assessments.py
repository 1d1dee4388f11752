"""The periodic assessments of a doctor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kernel.access import require
from kernel.form_pages import done_once, form_page, posted
from kernel.pages import needs, reach
from kernel.requests import PortalRequest
from practitioners.forms import AssessmentForm
from practitioners.models import Assessment, Practitioner
from practitioners.services import assessments as services


@needs("practitioners.keep_assessment")
@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, public_id) -> HttpResponse:
    row, by = reach(Practitioner, request, party__public_id=public_id), request.acting
    require(by, "practitioners.keep_assessment", row)
    form = AssessmentForm(posted(request))

    def make(**facts) -> str:
        services.add_assessment(row, by=by, at=timezone.now(), **facts)
        return row.get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The assessment was recorded."))):
        return answer
    words = {"heading": _("Record a periodic assessment"), "action": _("Record it")}
    context = words | {"form": form, "practitioner": row, "back": row.get_absolute_url()}
    return form_page(request, "practitioners/form.html", context)


@needs("practitioners.keep_assessment")
@require_POST
def remove(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Assessment, request, pk=pk)
    services.remove_assessment(row, by=request.acting)
    messages.success(request, _("The assessment was removed."))
    return redirect(row.practitioner)
