"""The pages of meetings: the list, one meeting, and a form for each thing that happens to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.access import require
from kernel.form_pages import done_once, form_page, posted, step_page
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest
from meetings import forms as shapes
from meetings import lists, services
from meetings.filters import MeetingFilters
from meetings.models import Decision, Meeting
from tasks.forms.reporting import WhyForm

FORM = "meetings/form.html"


class Meetings(KeysetListView):
    """The meetings of the territory; ?tab=invited: those to which the acting unit is or was invited."""

    model, filterset = Meeting, MeetingFilters
    related = ("body__party",)
    order = ("-starts_at", "-pk")
    part, page, perm = "meetings/_meetings.html", "meetings/meetings.html", "meetings.view_meeting"

    @property
    def keeps(self) -> bool:
        return self.request.acting.has_perm("meetings.keep_meeting")

    @property
    def is_invited(self) -> bool:
        return not self.keeps or self.request.GET.get("tab") == "invited"

    def rows(self):
        return self.shared_rows() if self.is_invited else super().rows()

    def context(self, **context) -> dict[str, Any]:
        by, at = self.request.acting, timezone.now()
        may_convene = self.keeps and lists.bodies_for(by).exists()
        return context | {
            "is_invited": self.is_invited, "keeps": self.keeps, "may_convene": may_convene,
            "owed": [] if self.is_invited else lists.duties_to_meet(by, at=at), "now": at,
        }  # fmt: skip


meetings = Meetings.as_view()


@needs("meetings.view_meeting")
@require_safe
def meeting(request: PortalRequest, pk: int) -> HttpResponse:
    row = lists.whole(reach(Meeting, request, pk=pk))
    return render(request, "meetings/meeting.html", lists.facts_of(row, request.acting))


@needs("meetings.keep_meeting")
@require_http_methods(["GET", "POST"])
def convene(request: PortalRequest) -> HttpResponse:
    by, at = request.acting, timezone.now()
    choices = {
        "bodies": lists.bodies_for(by),
        "agencies": lists.agencies_for(by.region_path, on=timezone.localdate(at)),
    }
    form = shapes.MeetingForm(posted(request), **choices)

    def make(**facts) -> str:
        return services.convene(by=by, at=at, **facts).get_absolute_url()

    done = _("The meeting was convened, and the agencies are told.")
    if form.is_valid() and (answer := done_once(request, form, make, done=done)):
        return answer
    return form_page(request, FORM, {"form": form, "title": _("Convene a meeting"), "url": ".."})


@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Meeting, request, pk=pk)
    agencies = lists.agencies_for(row.region_path, on=timezone.localdate())
    form = shapes.ChangeForm(posted(request), agencies=agencies, initial=lists.meeting_said(row))
    return step(
        request, row, form, services.change_meeting, title=_("Change the meeting"), done=_("The meeting was changed."),
        comes_of_it=_("Whoever is invited is told of another time or place."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hold(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Meeting, request, pk=pk)
    invitations = row.invitations.select_related("agency__party").order_by("agency__position", "pk")
    form = shapes.AttendanceForm(posted(request), invitations=invitations)
    return step(
        request, row, form, services.hold_meeting, title=_("Record who came"), done=_("The attendance was recorded."),
        comes_of_it=_("The meeting counts as held; minutes and decisions follow."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def minutes(request: PortalRequest, pk: int) -> HttpResponse:
    row, at = reach(Meeting, request, pk=pk), timezone.now()
    form = shapes.MinutesForm(posted(request), request.FILES or None, initial={"minutes": row.minutes})

    def keep(row: Meeting, *, by, at, minutes: str, file) -> Meeting:
        kept = lists.keep_minutes_file(file, by=by, at=at) if file else None
        return services.write_minutes(row, minutes=minutes, file=kept, by=by, at=at)

    return step(
        request, row, form, keep, title=_("Write the minutes"), done=_("The minutes were kept."),
        comes_of_it=_("Another person confirms them; until then they are not shown to the agencies."), at=at,
    )  # fmt: skip


CONFIRM = {
    "title": gettext_lazy("Confirm the minutes"), "done": gettext_lazy("The minutes are confirmed."),
    "comes_of_it": gettext_lazy(
        "Each decision becomes a task of its agencies, due on its day; the agencies that were invited are told."
    ),
}  # fmt: skip
CANCEL = {
    "title": gettext_lazy("Cancel the meeting"), "done": gettext_lazy("The meeting was cancelled."),
    "comes_of_it": gettext_lazy("The agencies that were invited are told at once, with the reason."),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Meeting, request, pk=pk)
    require(request.acting, "meetings.confirm_minutes", row)
    return page_of_step(request, row, Form(posted(request)), services.confirm_minutes, **CONFIRM)


@require_http_methods(["GET", "POST"])
def cancel(request: PortalRequest, pk: int) -> HttpResponse:
    return step(request, reach(Meeting, request, pk=pk), WhyForm(posted(request)), services.cancel_meeting, **CANCEL)


def step(request: PortalRequest, row: Meeting, form, deed: Callable[..., Any], **page) -> HttpResponse:
    require(request.acting, "meetings.keep_meeting", row)
    return page_of_step(request, row, form, deed, **page)


def page_of_step(request: PortalRequest, row: Meeting, form, deed: Callable[..., Any], *, done, **page) -> HttpResponse:
    page |= {"form": form, "about": row, "url": row.get_absolute_url()}
    return step_page(request, FORM, page, row=row, deed=deed, done=done)


@require_http_methods(["GET", "POST"])
def add_decision(request: PortalRequest, pk: int) -> HttpResponse:
    row, by, at = reach(Meeting, request, pk=pk), request.acting, timezone.now()
    require(by, "meetings.keep_meeting", row)
    form = shapes.DecisionForm(posted(request), agencies=lists.agencies_for(row.region_path, on=timezone.localdate(at)))

    def make(**facts) -> str:
        return services.add_decision(row, by=by, at=at, **facts).get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, make, done=_("The decision was recorded."))):
        return answer
    page = {"form": form, "title": _("Record a decision"), "about": row, "url": row.get_absolute_url()}
    return form_page(request, FORM, page)


@require_http_methods(["GET", "POST"])
def change_decision(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Decision, request, pk=pk)
    require(request.acting, "meetings.keep_meeting", row.meeting)
    agencies = lists.agencies_for(row.meeting.region_path, on=timezone.localdate())
    form = shapes.DecisionWordsForm(posted(request), agencies=agencies, initial=lists.decisions_said(row))
    page = {"form": form, "title": _("Change the decision"), "about": row.meeting, "remove": row}
    page["url"] = row.get_absolute_url()
    done = _("The decision was changed.")
    return step_page(request, FORM, page, row=row, deed=services.change_decision, done=done)


@require_POST
def remove_decision(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Decision, request, pk=pk)
    services.remove_decision(row, by=request.acting, at=timezone.now())
    messages.success(request, _("The decision was removed."))
    return redirect(row.meeting)
