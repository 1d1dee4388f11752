"""The pages of entries: writing one, reviewing it, judging it, and what waits for the acting unit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kernel.access import require
from kernel.errors import Refused, Stale
from kernel.form_pages import form_page, refuse, step_page
from kernel.pages import KeysetListView, needs, reach
from kernel.requests import PortalRequest
from tasks import lists
from tasks.forms.reporting import ProgressForm, ReturnForm
from tasks.lists import Tab
from tasks.models import ProgressEntry, Task
from tasks.services import judging, progress
from tasks.workflow import PROGRESS


@dataclass(frozen=True)
class Step:
    """deed: the service.  comes_of_it: sentences for who is about to do it.  done: the sentence afterwards."""

    deed: Callable[..., Any]
    title: Any
    comes_of_it: Any
    done: Any
    form: type[forms.Form] = forms.Form


STEPS = {
    "hand_in": Step(
        progress.hand_in_progress, pgettext_lazy("entry verb", "Hand in"),
        gettext_lazy("The unit has reported then; the lead or the supervising unit reads it. Your name is kept."),
        gettext_lazy("The entry was handed in."),
    ),
    "send_back": Step(
        progress.send_back_in_unit, pgettext_lazy("entry verb", "Send back"),
        gettext_lazy("It goes back to who wrote it; the due day stands."), gettext_lazy("The entry was sent back."),
        ReturnForm,
    ),
    "recall": Step(
        progress.recall_progress, pgettext_lazy("entry verb", "Withdraw"),
        gettext_lazy("It becomes a draft again, which leaves a trace; the due day stands."),
        gettext_lazy("The entry was withdrawn."),
    ),
    "accept": Step(
        judging.accept_progress, pgettext_lazy("entry verb", "Accept"),
        gettext_lazy("You take it into what you report as the lead; it is confirmed with your own entry."),
        gettext_lazy("The entry was accepted."),
    ),
    "return_to_participant": Step(
        judging.return_to_participant, pgettext_lazy("entry verb", "Send back"),
        gettext_lazy("The unit has three working days to hand it in anew."), gettext_lazy("The entry was sent back."),
        ReturnForm,
    ),
    "confirm": Step(
        judging.confirm_progress, pgettext_lazy("entry verb", "Confirm"),
        gettext_lazy("The duty is met. With a lead's entry go those of participants that the lead has accepted."),
        gettext_lazy("The entry was confirmed."),
    ),
    "return": Step(
        judging.return_progress, pgettext_lazy("entry verb", "Send back"),
        gettext_lazy("The unit has three working days to hand it in anew."), gettext_lazy("The entry was sent back."),
        ReturnForm,
    ),
}  # fmt: skip


class Entries(KeysetListView):
    """What waits for the acting unit: ?tab."""

    model, order = ProgressEntry, ("-period", "-pk")
    part, page, perm = "tasks/_entries.html", "tasks/entries.html", "tasks.view_progressentry"

    @property
    def tab(self) -> Tab:
        asked = self.request.GET.get("tab", "")
        return Tab(asked) if asked in Tab.values else Tab.WRITE

    def rows(self):
        return lists.entries_of(self.tab, self.request.acting)

    def context(self, **context) -> dict[str, Any]:
        rows, at = context["page_obj"].object_list, timezone.now()
        return context | {
            "lines": lists.lines_of(rows, self.request.acting, at=at), "tab": self.tab, "tabs": Tab.choices,
        }  # fmt: skip


entries = Entries.as_view()


@needs("tasks.write_progress")
@require_POST
def begin(request: PortalRequest, pk: int) -> HttpResponse:
    """Opens the entry of the acting unit for the period that is posted."""
    row = reach(Task, request, pk=pk)
    try:
        return redirect(progress.begin_entry(row, request.POST.get("period", ""), by=request.acting))
    except Refused as refusal:
        messages.warning(request, refusal.reason)
        return redirect(row)


@require_http_methods(["GET", "POST"])
def entry(request: PortalRequest, public_id) -> HttpResponse:
    """An entry: a form while it is its unit's to write, else what it says; and everything that was done to it."""
    row, by, at = lists.whole(reach(ProgressEntry, request, public_id=public_id)), request.acting, timezone.now()
    require(by, "tasks.view_progressentry", row)
    open_to = {step.name for step in PROGRESS.open_to(by, row)}
    context = {
        "entry": row, "version": row.version, "steps": lists.steps_of([row], by), "files": lists.files_of(row),
        "verbs": [(name, STEPS[name]) for name in STEPS if name in open_to],
        "line": lists.lines_of([row], by, at=at)[0][1], "form": None,
    }  # fmt: skip
    if "submit" not in open_to:
        if request.method == "POST":
            require(by, PROGRESS["submit"].perm, row)
            messages.warning(request, _("The entry is submitted: withdraw it, or have it sent back, to change it."))
            return redirect(row)
        return render(request, "tasks/entry.html", context)
    is_whole = request.method == "GET" or "submit" in request.POST
    form = ProgressForm(
        request.POST or None, request.FILES or None, entry=row, agencies=lists.agencies_of(row.task.plan_id),
        is_whole=is_whole,
    )  # fmt: skip
    if form.is_bound and write(form, row, by=by, at=at, context=context):
        done = _("The entry was submitted to your unit's reviewer.") if is_whole else _("The draft was kept.")
        messages.success(request, done)
        return redirect(row)
    return form_page(request, "tasks/entry.html", context | {"form": form, "files": lists.files_of(row)})


def write(form: ProgressForm, row: ProgressEntry, *, by, at, context: dict) -> bool:
    """Keep or submit what was typed; files stay with the entry, whatever is wrong with the rest."""
    is_valid = form.is_valid()
    for upload in form.cleaned_data.get("evidence") or []:
        try:
            progress.attach_evidence(row, lists.keep_for_entry(upload, by=by, at=at), by=by)
        except Refused as refusal:
            form.add_error("evidence", _("%(file)s: %(reason)s") % {"file": upload.name, "reason": refusal.reason})
    if not is_valid or form.errors:
        return False
    try:
        store(form, row, by=by, at=at)
    except Refused as refusal:
        context |= refuse(form, refusal, recorded=recorded)
        return False
    return True


def store(form: ProgressForm, row: ProgressEntry, *, by, at) -> None:
    """Once more where what stands there now is what was typed: the page has just kept it by itself."""
    try:
        submit_or_write(form, row, by=by, at=at)
    except Stale as refusal:
        now: Any = refusal.current
        if recorded(now) != vars(form.progress()):
            raise
        submit_or_write(form, now, by=by, at=at)


def submit_or_write(form: ProgressForm, row: ProgressEntry, *, by, at) -> None:
    if form.is_whole:
        progress.submit_progress(row, form.progress(), by=by, at=at)
    else:
        progress.write_progress(row, form.progress(), by=by)


def recorded(now: ProgressEntry) -> dict:
    return {name: getattr(now, name) for name in progress.Progress.__dataclass_fields__}


@require_POST
def keep(request: PortalRequest, public_id) -> HttpResponse:
    """What was typed so far, kept by itself; answers with when, and the version to go on with."""
    row, by, at = reach(ProgressEntry, request, public_id=public_id), request.acting, timezone.now()
    require(by, "tasks.write_progress", row)
    form = ProgressForm(request.POST, entry=row, agencies=lists.agencies_of(row.task.plan_id), is_whole=False)
    context: dict[str, Any] = {"at": at, "entry": row}
    if not form.is_valid():
        return render(request, "tasks/_kept.html", context | {"is_faulty": True}, status=422)
    try:
        context["entry"] = progress.write_progress(row, form.progress(), by=by)
    except Stale:
        return render(request, "tasks/_kept.html", context | {"is_stale": True}, status=409)
    except Refused as refusal:
        return render(request, "tasks/_kept.html", context | {"refusal": refusal.reason}, status=409)
    return render(request, "tasks/_kept.html", context)


@require_http_methods(["GET", "POST"])
def step(request: PortalRequest, public_id, verb: str) -> HttpResponse:
    """Ask, then do: 403 without the right, 409 where the entry has moved on."""
    row, asked = reach(ProgressEntry, request, public_id=public_id), STEPS.get(verb)
    if asked is None:
        raise Http404
    require(request.acting, PROGRESS[verb].perm, row)
    form = asked.form(request.POST if request.method == "POST" else None)
    context = {"entry": row, "step": asked, "form": form}
    return step_page(request, "tasks/entry_step.html", context, row=row, deed=asked.deed, done=asked.done)
