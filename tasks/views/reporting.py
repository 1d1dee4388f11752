"""Letting a plan's agencies report, and entering what one has answered on paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import form_page, refuse, step_page
from kernel.pages import needs, reach
from kernel.requests import PortalRequest
from tasks import lists
from tasks.forms.reporting import ProgressForm, StartForm
from tasks.models import Plan, Task
from tasks.services.judging import enter_for
from tasks.services.reporting import start_reporting


@require_http_methods(["GET", "POST"])
def start(request: PortalRequest, pk: int) -> HttpResponse:
    """From which day on the agencies of a plan report: each lead and participant then owes an entry a period."""
    plan = reach(Plan, request, pk=pk)
    require(request.acting, "tasks.change_plan", plan)
    form = StartForm(request.POST or None, initial={"on": timezone.localdate()})
    context = {"plan": plan, "form": form, "agencies": lists.agencies_of(plan.pk).count()}
    done = _("The agencies report from now on.")
    return step_page(request, "tasks/start_reporting.html", context, row=plan, deed=start_reporting, done=done)


@needs("tasks.enter_progress")
@require_http_methods(["GET", "POST"])
def enter(request: PortalRequest, pk: int, agency, period: str) -> HttpResponse:
    """What an agency has answered on paper, with the scan; 404 where the acting unit watches over no such duty."""
    task, by, at = reach(Task, request, pk=pk), request.acting, timezone.now()
    unit = lists.agencies_of(task.plan_id).filter(party__public_id=agency).first()
    if unit is None or not lists.is_owed_to(by, task, unit, period):
        raise Http404
    form = ProgressForm(
        request.POST or None, request.FILES or None, entry=lists.entry_to_enter(task, unit, period),
        agencies=lists.agencies_of(task.plan_id),
    )  # fmt: skip
    form.ask_for_scan()
    context = {"task": task, "agency": unit, "period": period, "form": form}
    if form.is_valid():
        try:
            scans = [lists.keep_for_entry(upload, by=by, at=at) for upload in form.cleaned_data["evidence"]]
            made = enter_for(task, unit, period, form.progress(), scans=scans, by=by, at=at)
        except Refused as refusal:
            context |= refuse(form, refusal)
        else:
            messages.success(request, _("The entry was made on behalf of the unit, which was told."))
            return redirect(made)
    return form_page(request, "tasks/enter.html", context)
