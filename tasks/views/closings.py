"""The end of a part: closed by the agency, confirmed, sent back, reopened."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kernel.access import require
from kernel.form_pages import done_once, form_page, step_page
from kernel.pages import needs, reach
from kernel.requests import PortalRequest
from tasks.forms.reporting import ClosingForm, WhyForm
from tasks.models import Closing, Responsibility
from tasks.services import closings
from tasks.workflow import CLOSING

STEPS: dict[str, tuple] = {
    "confirm": (
        closings.confirm_closing, forms.Form, pgettext_lazy("closing verb", "Confirm the closing"),
        gettext_lazy("The part is closed for good."),
        gettext_lazy("The agency owes no further report of this task; what is overdue by today stays owed."),
    ),
    "return": (
        closings.return_closing, WhyForm, pgettext_lazy("closing verb", "Send back"),
        gettext_lazy("The closing was sent back."),
        gettext_lazy("The part stays open, and the agency goes on reporting until it closes it anew."),
    ),
    "reopen": (
        closings.reopen_part, WhyForm, pgettext_lazy("closing verb", "Reopen"), gettext_lazy("The part is open again."),
        gettext_lazy(
            "The agency reports again from the present period on. With a participant's part the leads' open again too."
        ),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request: PortalRequest, pk: int) -> HttpResponse:
    """Close the own part, by its key."""
    part, at = reach(Responsibility, request, pk=pk), timezone.now()
    require(request.acting, "tasks.close_part", part)
    known = getattr(part, "closing", None)
    form = ClosingForm(
        request.POST if request.method == "POST" else None, initial={"summary": known.summary if known else ""}
    )

    def make(summary: str) -> str:
        return closings.close_part(part, summary=summary, by=request.acting, at=at).get_absolute_url()

    done = _("The part is closed; the unit that watches over it confirms that.")
    if form.is_valid() and (answer := done_once(request, form, make, done=done)):
        return answer
    comes_of_it = _(
        "Close it when nothing more is to be done in this task, not only in this period. A lead closes last."
    )
    page = {"form": form, "title": _("Close the part for good"), "about": part.task, "comes_of_it": comes_of_it}
    return form_page(request, "tasks/goals/form.html", page | {"url": part.task.get_absolute_url()})


@needs("tasks.view_closing")
@require_safe
def closing(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Closing, request, pk=pk)
    steps = row.steps.select_related("by__user", "by__party").order_by("-pk")
    verbs = [(step.name, step.label) for step in CLOSING.open_to(request.acting, row) if step.name != "submit"]
    may_close = row.part is not None and row.state in CLOSING["submit"].sources
    may_close = may_close and request.acting.has_perm("tasks.close_part", row)
    context = {"closing": row, "steps": steps, "verbs": verbs, "may_close": may_close}
    return render(request, "tasks/closing.html", context)


@require_http_methods(["GET", "POST"])
def step(request: PortalRequest, pk: int, verb: str) -> HttpResponse:
    """Ask, then do: 403 without the right, 409 where it has moved on."""
    row = reach(Closing, request, pk=pk)
    if verb not in STEPS:
        raise Http404
    require(request.acting, CLOSING[verb].perm, row)
    deed, shape, title, done, comes_of_it = STEPS[verb]
    page = {"title": title, "about": row.task, "comes_of_it": comes_of_it, "url": row.get_absolute_url()}
    page["form"] = shape(request.POST if request.method == "POST" else None)
    return step_page(request, "tasks/goals/form.html", page, row=row, deed=deed, done=done)
