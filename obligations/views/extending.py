"""More time for the chosen duties: first until when, why and on which basis is asked, then it is given."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kernel.form_pages import form_page
from kernel.pages import needs
from kernel.requests import PortalRequest
from obligations import lists
from obligations.forms.extensions import ExtendForm
from obligations.services.extending import extend_duties
from obligations.views.urging import is_key, list_page

MOST = 200  # duties at once


@needs("obligations.extend_duty")
@require_POST
def extend(request: PortalRequest) -> HttpResponse:
    by, back = request.acting, list_page(request.GET)
    keys = [key for key in request.POST.getlist("duty") if is_key(key)][: MOST + 1]
    if not keys or len(keys) > MOST:
        words = ngettext("Choose the duties, at most %(most)d.", "Choose the duties, at most %(most)d.", MOST)
        messages.warning(request, words % {"most": MOST})
        return redirect(back)
    duties = list(lists.chosen_duties(by, keys).select_related("bearer").order_by("bearer__name", "due_on", "pk"))
    form = ExtendForm(request.POST if "until" in request.POST else None)
    context = {"form": form, "duties": duties, "back": back}
    if not form.is_valid():
        return form_page(request, "obligations/extend.html", context)
    extended = extend_duties(duties, by=by, at=timezone.now(), **form.cleaned_data)
    if extended.done:
        said = ngettext("%(count)d duty has more time.", "%(count)d duties have more time.", len(extended.done))
        messages.success(request, said % {"count": len(extended.done)})
    else:
        messages.warning(request, _("None of the chosen duties has more time; below stands why."))
    return render(request, "obligations/extend_done.html", context | {"extended": extended})
