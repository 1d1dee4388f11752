"""Who in the acting agency does which of its parts in tasks; chosen parts are assigned together."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kernel.errors import Refused
from kernel.form_pages import form_page, refuse
from kernel.pages import ScopedListView, needs
from kernel.requests import PortalRequest
from tasks import lists
from tasks.enums import TaskRole
from tasks.filters import PartFilters
from tasks.forms.reporting import AssignForm
from tasks.matrix import plans_for
from tasks.models import Responsibility
from tasks.services.assigning import assign_parts
from tasks.services.receiving import receive_parts


class Parts(ScopedListView):
    model, filterset = Responsibility, PartFilters
    related = ("task__plan",)
    order = ("-task__plan__created_at", "task__plan", "task__position", "pk")
    part, page, perm = "tasks/_assignments.html", "tasks/assignments.html", "tasks.assign_work"

    def rows(self):
        return self.shared_rows()

    def context(self, **context) -> dict[str, Any]:
        by, parts = self.request.acting, context["page_obj"]
        today = timezone.localdate()
        count = parts.paginator.count
        return context | {
            "lines": lists.parts_assigned(parts, by, today=today), "people": lists.people_of(by, today=today),
            "plans": plans_for(by), "roles": TaskRole.choices,
            "found": ngettext("%(count)d part", "%(count)d parts", count) % {"count": count},
        }  # fmt: skip


parts = Parts.as_view()


@needs("tasks.assign_work")
@require_POST
def assign(request: PortalRequest) -> HttpResponse:
    """The chosen parts: first who is to do them is asked, then it is done."""
    by, at, back = request.acting, timezone.now(), reverse("tasks:assignments")
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("Choose the tasks, and who is to do them."))
        return redirect(back)
    choices = {"sections": lists.own_sections(by), "people": lists.staff_of(by, today=timezone.localdate(at))}
    form = AssignForm(request.POST if "assign" in request.POST else None, **choices)
    context = {"form": form, "chosen": chosen, "back": back}
    if form.is_valid():
        try:
            done = assign_parts(chosen, form.naming(), by=by, at=at)
        except Refused as refusal:
            context |= refuse(form, refusal)
        else:
            said = ngettext("%(count)d part was assigned.", "%(count)d parts were assigned.", done)
            if done:
                messages.success(request, said % {"count": done})
            else:
                messages.info(request, _("These tasks were assigned so already: nothing has changed."))
            return redirect(back)
    return form_page(request, "tasks/assign.html", context)


@needs("tasks.receive_work")
@require_POST
def receive(request: PortalRequest) -> HttpResponse:
    """Signs for the chosen parts."""
    try:
        done = receive_parts(_chosen(request), by=request.acting, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        said = ngettext(
            "%(count)d task was signed for under number %(number)s.",
            "%(count)d tasks were signed for under number %(number)s.", done.parts,
        )  # fmt: skip
        messages.success(request, said % {"count": done.parts, "number": done.number})
    return redirect("tasks:assignments")


def _chosen(request: PortalRequest) -> list[Responsibility]:
    keys = [key for key in request.POST.getlist("part") if key.isascii() and key.isdigit() and len(key) < 10]
    return lists.own_parts(request.acting, keys)
