"""From a document to a plan: sending it, checking what was read, deciding, making the plan."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.access import require
from kernel.errors import Refused
from kernel.files import may_read
from kernel.form_pages import done_once, form_page, posted, refuse, step_page
from kernel.pages import ScopedListView, needs, part_or_page, part_or_redirect, reach
from kernel.requests import PortalRequest
from tasks import checking, services
from tasks.enums import DraftState
from tasks.filters import PlanDraftFilters
from tasks.forms import drafts as shapes
from tasks.models import PlanDraft
from tasks.services import drafts as deciding
from tasks.services.accepting import base_of
from tasks.services.differences import difference, former_of


class Drafts(ScopedListView):
    """Documents that were read, and what has become of them."""

    model, filterset = PlanDraft, PlanDraftFilters
    related, order = ("source", "plan", "region"), ("-created_at", "-pk")
    part, page, perm = "tasks/drafts/_drafts.html", "tasks/drafts/drafts.html", "tasks.view_plandraft"

    def rows(self):
        return super().rows().defer("text", "reading")


draft_list = Drafts.as_view()


@needs("tasks.import_plan")
@require_http_methods(["GET", "POST"])
def send(request: PortalRequest) -> HttpResponse:
    """Take a document in and read it; the same document leads to the draft that was made of it."""
    by, at = request.acting, timezone.now()
    regions = deciding.regions_to_import(by, on=timezone.localdate(at))
    form = shapes.DocumentForm(posted(request), request.FILES or None, regions=regions)

    def make(file, region) -> str:
        return services.take_document(file, region=region, by=by, at=at).get_absolute_url()

    if form.is_valid():
        done = _("The document was read. Look at what is marked; nothing becomes a task before you say so.")
        if answer := done_once(request, form, make, done=done):
            return answer
    return form_page(request, "tasks/drafts/send.html", {"form": form})


@needs("tasks.view_plandraft")
@require_safe
def draft(request: PortalRequest, pk: int) -> HttpResponse:
    """The document beside what was read of it; ?show narrows to what is to be checked, or is certain."""
    row = reach(PlanDraft, request, pk=pk)
    show = request.GET.get("show") or (checking.TO_CHECK if row.decided.open_doubts() else checking.ALL)
    context = _shown(request, row, show)
    if not request.htmx:
        context["blocks"] = list(checking.source_of(row, row.decided))
    return part_or_page(request, "tasks/drafts/_found.html", context, page="tasks/drafts/draft.html")


def _shown(request: PortalRequest, row: PlanDraft, show: str) -> dict[str, Any]:
    by = request.acting
    found = checking.read(row, show=show)
    return {
        "draft": row, "found": found, "show": show, "version": row.version,
        "is_open": row.state == DraftState.OPEN and by.has_perm("tasks.import_plan", row),
        "may_undo": row.state == DraftState.OPEN and bool(deciding.standing_decisions(row)),
        "has_decisions": row.decisions.exists(),
        "source": row.source if may_read(by, row.source) else None,
    }  # fmt: skip


@needs("tasks.import_plan")
@require_POST
def decide(request: PortalRequest, pk: int) -> HttpResponse:
    """One decision, the value of the button that was pressed; "undo" takes the last one back."""
    row, by, at = reach(PlanDraft, request, pk=pk), request.acting, timezone.now()
    said = request.POST.get("decision", "")
    read = shapes.read_decision(said)
    if said == deciding.UNDO:
        row = deciding.undo_decision(row, by=by, at=at)
    elif read:
        row = deciding.take_decision(row, *read, by=by, at=at)
    else:
        raise Refused(_("This button is not known here. Load the page anew."))
    show = request.POST.get("show", checking.ALL)
    address = f"{row.get_absolute_url()}?show={show}"
    return part_or_redirect(request, "tasks/drafts/_found.html", _shown(request, row, show), to=address)


@needs("tasks.import_plan")
@require_http_methods(["GET", "POST"])
def document(request: PortalRequest, pk: int) -> HttpResponse:
    """The facts of the document itself."""
    row = reach(PlanDraft, request, pk=pk)
    form = shapes.DocumentWordsForm(posted(request), initial=row.decided.document)

    def deed(row, *, by, at, **said):
        return services.take_decision(row, "edit_document", shapes.kept(said), by=by, at=at)

    context = {"draft": row, "form": form, "heading": _("The document")}
    return step_page(request, "tasks/drafts/form.html", context, row=row, deed=deed, done=_("This was kept."))


@needs("tasks.import_plan")
@require_http_methods(["GET", "POST"])
def task(request: PortalRequest, pk: int, key: int) -> HttpResponse:
    """A task of the draft: its words; more departments; where a second task begins. ?do says which was sent."""
    row, by, at = reach(PlanDraft, request, pk=pk), request.acting, timezone.now()
    found = next((each for each in row.decided.tasks if each["key"] == key), None)
    if found is None:
        raise Http404
    asked = request.GET.get("do", "")
    forms = {
        "edit_task": shapes.WordsForm(posted(request) if asked == "edit_task" else None, initial=found),
        "add_part": shapes.AddPartForm(posted(request) if asked == "add_part" else None, prefix="part"),
        "split_task": shapes.SplitForm(posted(request) if asked == "split_task" else None, prefix="split"),
        "add_task": shapes.TitleForm(posted(request) if asked == "add_task" else None, prefix="next"),
    }
    if row.plan:
        forms["continue_task"] = shapes.FormerTaskForm(
            posted(request) if asked == "continue_task" else None, standing=row.plan.tasks.standing(),
            initial={"former": former_of(row, key)},
        )  # fmt: skip
    context: dict[str, Any] = {"draft": row, "task": found, "forms": forms, "version": row.version}
    form = forms.get(asked)
    if form is not None and form.is_valid():
        about = {"after" if asked == "add_task" else "task": key}
        try:
            row = services.take_decision(row, asked, about | shapes.kept(form.cleaned_data), by=by, at=at)
        except Refused as refusal:
            context |= refuse(form, refusal)
        else:
            messages.success(request, _("This was kept."))
            return redirect(f"{row.get_absolute_url()}?show=all#t{key}")
    place = row.decided.place(key) + 1
    context |= {"form": form, "place": place, "last": len(row.decided.tasks), "moves": _moves(key, place)}
    return form_page(request, "tasks/drafts/task.html", context)


def _moves(key: int, place: int) -> dict[str, str]:
    return {
        "up": checking.decision("place_task", task=key, position=place - 1),
        "down": checking.decision("place_task", task=key, position=place + 1),
        "join": checking.decision("join_task", task=key),
        "drop": checking.decision("drop_task", task=key),
    }


@needs("tasks.import_plan")
@require_http_methods(["GET", "POST"])
def name(request: PortalRequest, pk: int) -> HttpResponse:
    """Whom a printed name (?name) means: an agency, a new one, or the members of a collective. ?do says which."""
    row, by, at = reach(PlanDraft, request, pk=pk), request.acting, timezone.now()
    printed, asked = request.GET.get("name", ""), request.GET.get("do", "")
    printing = [each for each in row.decided.tasks if printed in each["lead"] + each["participants"]]
    if not printing:
        raise Http404
    agencies = deciding.agencies_to_name(row, on=timezone.localdate(at))
    may = {"may_remember": by.has_perm("agencies.add_agencyalias", row)}
    forms: dict[str, Any] = {
        "agency": shapes.ChooseAgencyForm(posted(request) if asked == "agency" else None, agencies=agencies, **may),
        "members": shapes.ChooseMembersForm(posted(request) if asked == "members" else None, agencies=agencies),
    }
    if by.has_perm("agencies.add_agency", row.region):
        first = {"name": printed, "short_name": printed[:30]}
        forms["create"] = shapes.CreateAgencyForm(posted(request) if asked == "create" else None, initial=first)
    context = {"draft": row, "name": printed, "printing": printing, "forms": forms, "version": row.version}
    form = forms.get(asked)
    if form is not None and form.is_valid():
        try:
            row = _say_who(row, printed, asked, form.cleaned_data, by=by, at=at)
        except Refused as refusal:
            context |= refuse(form, refusal)
        else:
            messages.success(request, _("This was kept."))
            return redirect(row)
    return form_page(request, "tasks/drafts/name.html", context | {"form": form})


def _say_who(row: PlanDraft, printed: str, how: str, said: dict[str, Any], **who) -> PlanDraft:
    if how == "members":
        keys = [agency.pk for agency in said["agencies"]]
        return services.take_decision(row, "confirm_members", {"name": printed, "agencies": keys}, **who)
    if how == "create":
        facts = {key: said[key] for key in ("name", "short_name", "kind")}
        return deciding.create_and_map(row, printed=printed, **facts, **who)
    facts = {"name": printed, "agency": said["agency"].pk}
    return services.take_decision(row, "map_name", facts, remember=said.get("remember", False), **who)


@needs("tasks.import_plan")
@require_http_methods(["GET", "POST"])
def accept(request: PortalRequest, pk: int) -> HttpResponse:
    """What will be made, or what a new version changes; a POST makes it."""
    row, at = reach(PlanDraft, request, pk=pk), timezone.now()
    require(request.acting, "tasks.import_plan", row)
    plan = deciding.same_plan(row) if row.state == DraftState.OPEN else row.plan
    form = shapes.AcceptForm(posted(request), initial={} if plan else {"reports_on": timezone.localdate(at)})
    if plan:
        form.fields.clear()
    is_open = row.state == DraftState.OPEN
    changes = difference(plan, row.decided, on=timezone.localdate(at)) if plan and is_open else None
    context = {
        "draft": row, "form": form, "plan": plan, "changes": changes, "work": row.decided,
        "is_open": is_open, "base": base_of(plan),
        "left": len(row.decided.open_doubts()), "agencies": len(_agencies(row)), "version": row.version,
    }  # fmt: skip
    if form.is_valid():
        try:
            facts = form.cleaned_data | {"base": request.POST.get("base", "")}
            made = services.accept_draft(row, by=request.acting, at=at, **facts)
        except Refused as refusal:
            context |= refuse(form, refusal)
        else:
            messages.success(request, _("The plan is in force, and its agencies were told."))
            return redirect(made)
    return form_page(request, "tasks/drafts/accept.html", context)


def _agencies(row: PlanDraft) -> set[int]:
    work = row.decided
    names = {name for task in work.tasks for _role, name in work.names_of(task)}
    meant = {work.meant(name) for name in names}
    return {key for key in meant if key} | {
        key for name in names for key in work.names.get(name, {}).get("members") or ()
    }


@needs("tasks.import_plan")
@require_http_methods(["GET", "POST"])
def discard(request: PortalRequest, pk: int) -> HttpResponse:
    """Put a draft aside for good."""
    row = reach(PlanDraft, request, pk=pk)
    if request.method == "POST":
        services.discard_draft(row, by=request.acting)
        messages.success(request, _("The draft was put aside; its document stays."))
        return redirect(reverse("tasks:drafts"))
    return form_page(request, "tasks/drafts/discard.html", {"draft": row, "form": None, "version": row.version})
