"""What is decided about a report that was handed in, or is not owed any more."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from inspections.figures import peers_of
from inspections.lists import chosen, list_page
from inspections.models import SelfInspection
from inspections.services.reports import cancel_report
from inspections.services.reviewing import accept_report, accept_reports, return_report
from institutions.forms.register import ReasonForm
from kernel.access import require
from kernel.form_pages import posted, step_page
from kernel.pages import needs, reach
from kernel.requests import PortalRequest

STEP = "inspections/step.html"


@require_http_methods(["GET", "POST"])
def accept(request: PortalRequest, public_id) -> HttpResponse:
    words = {
        "heading": _("Accept the report"), "action": _("Accept"),
        "consequence": _("The report stands as it is, and the institution owes nothing more for it."),
    }  # fmt: skip
    done = _("The report is accepted.")
    return _step(request, public_id, "review", forms.Form(posted(request)), accept_report, words, done)


@require_http_methods(["GET", "POST"])
def send_back(request: PortalRequest, public_id) -> HttpResponse:
    words = {
        "heading": _("Send the report back"), "action": _("Send back"),
        "consequence": _("The institution is told the reason, can change its answers, and signs anew."),
    }  # fmt: skip
    done = _("The report is sent back, and the institution is told.")
    return _step(request, public_id, "review", ReasonForm(posted(request)), return_report, words, done)


@require_http_methods(["GET", "POST"])
def cancel(request: PortalRequest, public_id) -> HttpResponse:
    words = {
        "heading": _("The report is no longer owed"), "action": _("Take it off"),
        "consequence": _("The institution need not hand it in, and it counts in no figure any more."),
    }  # fmt: skip
    done = _("The report is no longer owed.")
    return _step(request, public_id, "cancel", ReasonForm(posted(request)), cancel_report, words, done)


def _step(
    request: PortalRequest, public_id, right: str, form: forms.Form, deed: Callable[..., Any], words: dict, done: str
) -> HttpResponse:
    row = reach(SelfInspection, request, public_id=public_id)
    require(request.acting, f"inspections.{right}_selfinspection", row)
    peers = peers_of(row) if right == "review" else None
    context = words | {"form": form, "report": row, "peers": peers, "back": row.get_absolute_url()}
    return step_page(request, STEP, context, row=row, deed=deed, done=done)


@needs("inspections.review_selfinspection")
@require_POST
def accept_many(request: PortalRequest) -> HttpResponse:
    """Those that were chosen in a list, as far as they are handed in."""
    rows = chosen(request.POST.getlist("report"), by=request.acting)
    count = accept_reports(rows, by=request.acting, at=timezone.now())
    if count:
        told = ngettext("%(count)d report is accepted.", "%(count)d reports are accepted.", count)
        messages.success(request, told % {"count": count})
    else:
        messages.warning(request, _("Choose single reports that are submitted."))
    return redirect(list_page(request.GET))
