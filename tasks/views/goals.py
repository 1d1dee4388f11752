"""The pages of milestones, of what comes again, and of a plan's phases."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.access import require
from kernel.form_pages import done_once, form_page, posted, step_page
from kernel.pages import needs, reach
from kernel.requests import PortalRequest
from tasks import details
from tasks.forms import reporting as shapes
from tasks.matrix import tasks_of
from tasks.models import Milestone, Occurrence, Phase, Plan, Reach, Recurrence, Task
from tasks.services import milestones, phases, recurrences
from tasks.services.drafts import versions_of
from tasks.workflow import REACH

FORM = "tasks/goals/form.html"


def make(request: PortalRequest, form: forms.Form, deed: Callable[..., Any], *, done, **page) -> HttpResponse:
    """A form that makes something: once, and then back to `page["url"]`."""
    at = timezone.now()

    def once(**facts) -> str:
        if "evidence" in facts:
            facts["files"] = details.keep_goal_files(facts.pop("evidence"), by=request.acting, at=at)
        made = deed(by=request.acting, at=at, **facts)
        return made.get_absolute_url()

    if form.is_valid() and (answer := done_once(request, form, once, done=done)):
        return answer
    return form_page(request, FORM, page | {"form": form})


def step(request: PortalRequest, row, form: forms.Form, deed: Callable[..., Any], *, done, **page) -> HttpResponse:
    page |= {"form": form, "url": row.get_absolute_url()}
    return step_page(request, FORM, page, row=row, deed=deed, done=done)


@needs("tasks.view_milestone")
@require_safe
def milestone(request: PortalRequest, pk: int) -> HttpResponse:
    """A milestone: what each lead has reported, and everything that was done to it."""
    row, by, at = details.whole_milestone(reach(Milestone, request, pk=pk)), request.acting, timezone.now()
    owed = details.owed_of([row], details.Owing.about([row], by, at=at), with_files=True)[row.pk]
    lines = [(line, [] if line.reach is None else REACH.open_to(by, line.reach)) for line in owed]
    context = {
        "milestone": row, "lines": lines, "steps": details.steps_of(row),
        "phases": [phase for phase in details.phases_of(row.task.plan) if phase.holds(row.due_on)],
        "may_report": any(line.duty.bearer_id == by.party_id and line.duty.state in details.OWED for line in owed)
        and by.has_perm("tasks.report_goal", row),
        "may_set": not row.is_dropped and by.has_perm("tasks.set_goals", row),
        "may_move": not row.is_dropped and by.has_perm("tasks.move_milestone", row),
    }  # fmt: skip
    return render(request, "tasks/goals/milestone.html", context)


@require_http_methods(["GET", "POST"])
def add_milestone(request: PortalRequest, pk: int) -> HttpResponse:
    task = reach(Task, request, pk=pk)
    require(request.acting, "tasks.set_goals", task)
    return make(
        request, shapes.MilestoneForm(posted(request)), lambda **facts: milestones.add_milestone(task, **facts),
        done=_("The milestone was set."), title=_("Set a milestone"), about=task, url=task.get_absolute_url(),
        comes_of_it=_("Each lead of the task owes it as soon as the plan reports, with the usual reminders."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def change_milestone(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Milestone, request, pk=pk)
    require(request.acting, "tasks.set_goals", row)
    said = {"title": row.title, "quantity": row.quantity, "unit": row.unit}
    return step(
        request, row, shapes.MilestoneWordsForm(posted(request), initial=said), milestones.change_milestone,
        done=_("The milestone was changed."), title=_("Change the milestone"), about=row,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def move_milestone(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Milestone, request, pk=pk)
    require(request.acting, "tasks.move_milestone", row)
    return step(
        request, row, shapes.MoveForm(posted(request), initial={"due_on": row.due_on}), milestones.move_milestone,
        done=_("The milestone was moved, and the leads are told."), title=_("Move the milestone"), about=row,
        comes_of_it=_("You approve the new day; the old one, the basis and your name stay in the history."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def drop_milestone(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Milestone, request, pk=pk)
    require(request.acting, "tasks.move_milestone", row)
    return step(
        request, row, shapes.WhyForm(posted(request)), milestones.drop_milestone, done=_("The milestone was dropped."),
        title=_("Drop the milestone"), about=row,
        comes_of_it=_("It leaves the line of the task; what is owed of it is cancelled, and the leads are told."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_milestone(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Milestone, request, pk=pk)
    require(request.acting, "tasks.report_goal", row)
    form = shapes.ReachForm(
        posted(request), request.FILES or None, milestone=row, initial={"reached_on": timezone.localdate()}
    )
    return make(
        request, form, lambda **facts: milestones.report_reached(row, **facts),
        done=_("The milestone is reported as reached."), title=_("Report as reached"), about=row,
        url=row.get_absolute_url(),
        comes_of_it=_("The unit that watches over it confirms the report or sends it back."),
    )  # fmt: skip


JUDGEMENTS: dict[str, tuple] = {
    "confirm": (
        milestones.confirm_reached, forms.Form, pgettext_lazy("milestone verb", "Confirm"),
        gettext_lazy("The milestone was confirmed."), gettext_lazy("The duty is met, and the unit is told."),
    ),
    "return": (
        milestones.return_reached, shapes.ReturnForm, pgettext_lazy("milestone verb", "Send back"),
        gettext_lazy("The report was sent back."), gettext_lazy("The unit has three working days to report anew."),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def judge_milestone(request: PortalRequest, pk: int, verb: str) -> HttpResponse:
    row = reach(Reach, request, pk=pk)
    if verb not in JUDGEMENTS:
        raise Http404
    require(request.acting, REACH[verb].perm, row)
    deed, shape, title, done, comes_of_it = JUDGEMENTS[verb]
    page = {"title": title, "about": row.milestone, "comes_of_it": comes_of_it}
    return step(request, row, shape(posted(request)), deed, done=done, **page)


@needs("tasks.view_recurrence")
@require_safe
def recurrence(request: PortalRequest, pk: int) -> HttpResponse:
    """What comes again: how often it was done in which period, and each time that it was."""
    row, by, at = reach(Recurrence, request, pk=pk), request.acting, timezone.now()
    people = ("agency__party", "recorded_by__user", "struck_by__party", "duty")
    times = (
        row.occurrences.select_related(*people).prefetch_related("files__file").order_by("-period", "-done_on", "-pk")
    )
    context = {
        "recurrence": row, "again": details.again_of([row], details.Owing.about([row], by, at=at), most=24)[0],
        "times": [(time, not time.struck_at and by.has_perm("tasks.judge_goal", time)) for time in times[:200]],
        "may_record": by.has_perm("tasks.report_goal", row) and bool(details.periods_open_to(row, by)),
        "may_end": not row.ends_on and by.has_perm("tasks.move_milestone", row),
    }  # fmt: skip
    return render(request, "tasks/goals/recurrence.html", context)


@require_http_methods(["GET", "POST"])
def add_recurrence(request: PortalRequest, pk: int) -> HttpResponse:
    task = reach(Task, request, pk=pk)
    require(request.acting, "tasks.set_goals", task)
    form = shapes.RecurrenceForm(posted(request), initial={"starts_on": timezone.localdate()})
    return make(
        request, form, lambda **facts: recurrences.add_recurrence(task, **facts),
        done=_("It is asked for from now on."), title=_("Ask for something again and again"), about=task,
        url=task.get_absolute_url(), comes_of_it=_("Each lead owes it in every period, until the period's last day."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end_recurrence(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Recurrence, request, pk=pk)
    require(request.acting, "tasks.move_milestone", row)
    return step(
        request, row, shapes.EndForm(posted(request), initial={"on": timezone.localdate()}), recurrences.end_recurrence,
        done=_("It is not asked for any more."), title=_("Ask for it no more"), about=row,
        comes_of_it=_("What is owed for a period that ends later is cancelled, and the leads are told."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def record_occurrence(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Recurrence, request, pk=pk)
    require(request.acting, "tasks.report_goal", row)
    form = shapes.OccurrenceForm(
        posted(request), request.FILES or None, periods=details.periods_open_to(row, request.acting),
        initial={"done_on": timezone.localdate()},
    )  # fmt: skip
    return make(
        request, form, lambda **facts: recurrences.record_occurrence(row, **facts), done=_("It was recorded."),
        title=_("Record that it was done"), about=row, url=row.get_absolute_url(),
        comes_of_it=_("With the last time that is asked for, the duty of the period is met."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def strike_occurrence(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Occurrence, request, pk=pk)
    require(request.acting, "tasks.judge_goal", row)
    return step(
        request, row, shapes.WhyForm(posted(request)), recurrences.strike_occurrence, done=_("It was struck out."),
        title=_("Strike it out"), about=row.recurrence,
        comes_of_it=_("It does not count any more. A duty that it has met stands again; the unit is told."),
    )  # fmt: skip


@needs("tasks.view_phase")
@require_safe
def plan(request: PortalRequest, pk: int) -> HttpResponse:
    """The line of a plan: its phases with the milestones of all tasks, and what comes again."""
    row, by = reach(Plan, request, pk=pk), request.acting
    context = details.goals_of_plan(row, tasks_of(row, by), by, at=timezone.now())
    context |= {"plan": row, "may_set_goals": by.has_perm("tasks.set_goals", row), "versions": versions_of(row, by)}
    return render(request, "tasks/goals/plan.html", context)


@require_http_methods(["GET", "POST"])
def add_phase(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Plan, request, pk=pk)
    require(request.acting, "tasks.set_goals", row)
    return make(
        request, shapes.PhaseForm(posted(request)), lambda **facts: phases.add_phase(row, **facts),
        done=_("The phase was added."), title=_("Add a phase"), about=row,
        url=reverse("tasks:plan_goals", kwargs={"pk": row.pk}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def change_phase(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Phase, request, pk=pk)
    require(request.acting, "tasks.set_goals", row)
    said = {"title": row.title, "starts_on": row.starts_on, "ends_on": row.ends_on}
    page = {"title": _("Change the phase"), "about": row.plan, "remove": row}
    form = shapes.PhaseWordsForm(posted(request), initial=said)
    return step(request, row, form, phases.change_phase, done=_("The phase was changed."), **page)


@require_POST
def remove_phase(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(Phase, request, pk=pk)
    phases.remove_phase(row, by=request.acting, at=timezone.now())
    messages.success(request, _("The phase was removed."))
    return redirect(row)
