"""The page of a self-inspection: filled in by the institution, read by those who supervise; its signatures."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspections.details import Sheet, sheet_of
from inspections.drawing import as_pdf
from inspections.enums import ReportState, ReportVerb
from inspections.forms.reports import AnswerForm, AskBackForm, EvidenceForm, SignForm
from inspections.models import SelfInspection
from inspections.services.answering import add_evidence, said_by, save_answer
from inspections.services.reviewing import ask_for_return
from inspections.services.submitting import Incomplete, sign_as_filled, submit_report
from inspections.workflow import REPORT
from kernel.access import require
from kernel.errors import Refused
from kernel.form_pages import posted, step_page
from kernel.pages import needs, open_view, reach
from kernel.requests import PortalRequest

FORM = "inspections/report_form.html"
WORKER = settings.BASE_DIR / "oversight" / "static" / "portal" / "self-inspection-worker.js"


def reached(request: PortalRequest, public_id) -> SelfInspection:
    row: SelfInspection = reach(
        SelfInspection, request, related=("round__checklist", "round__programme", "institution__party"),
        public_id=public_id,
    )  # fmt: skip
    return row


@needs("inspections.view_selfinspection")
@require_safe
def report(request: PortalRequest, public_id) -> HttpResponse:
    """With ?check, also what is open before it can be handed in."""
    at, row = timezone.now(), reached(request, public_id)
    return _page(request, row, sheet_of(row), at=at, is_checked="check" in request.GET)


def _page(
    request: PortalRequest, row: SelfInspection, sheet: Sheet, *, at, is_checked=False, status=200
) -> HttpResponse:
    by = request.acting
    fills = row.is_open and by.has_perm("inspections.answer_selfinspection", row)
    context = {
        "report": row, "round": row.round, "institution": row.institution, "sheet": sheet, "is_checked": is_checked,
        "shows_answers": by.has_perm("inspections.view_answer", row),
        "at": at.isoformat(), "duty": row.duty, "steps": row.steps.select_related("by__user", "by__party"),
        "verbs": {step.name for step in REPORT.open_to(by, row)},
        "sent_back_for": _sent_back_for(row),
        "may_ask": row.state == ReportState.SUBMITTED and by.has_perm("inspections.answer_selfinspection", row),
    }  # fmt: skip
    page = "inspections/report_fill.html" if fills else "inspections/report.html"
    return render(request, page, context, status=status)


def _sent_back_for(row: SelfInspection) -> str:
    if row.state != ReportState.RETURNED:
        return ""
    last = row.steps.filter(verb=ReportVerb.RETURN).last()
    return last.note if last else ""


@require_POST
def save(request: PortalRequest, public_id) -> HttpResponse:
    """The whole page at once, as it is sent without script: what has changed is kept, item by item."""
    row, by, at = reached(request, public_id), request.acting, timezone.now()
    require(by, "inspections.answer_selfinspection", row)
    typed: dict[int, dict[str, Any]] = {}
    refused = []
    for entry in sheet_of(row).entries:
        form = AnswerForm(request.POST, request.FILES, prefix=f"i{entry.item.pk}")
        try:
            _keep(row, entry, form, request, by=by, at=at)
        except Refused as refusal:
            refused.append((entry.item, refusal.reason))
            typed[entry.item.pk] = {
                name: form[name].value() or "" for name in ("verdict", "explanation", "found_on", "person")
            }
    if refused:
        row.refresh_from_db()
        for item, reason in refused:
            messages.error(request, f"{item.code}: {reason}")
        return _page(request, row, sheet_of(row, typed=typed), at=at, status=422)
    messages.success(request, _("Your answers are kept."))
    where = row.get_absolute_url()
    return redirect(where + "?check=1" if request.POST.get("go") == "check" else where)


@transaction.atomic
def _keep(row: SelfInspection, entry, form: AnswerForm, request: PortalRequest, *, by, at) -> None:
    """Raises Refused with what is wrong with this item."""
    if f"{form.prefix}-base" not in request.POST:
        return  # an item that the page did not show
    if not form.is_valid():
        raise Refused(form.words)
    before = said_by(entry.answer) if entry.answer else None
    seen = row.changes.filter(item=entry.item, facts=form.said.as_json())  # as it stood on the page, changed meanwhile
    is_older = form.change["base"] < entry.version and seen.exists()
    if form.said != before and (before or form.said.verdict) and not is_older:
        save_answer(row, entry.item, form.said, by=by, at=at, **form.change)
    for upload in request.FILES.getlist(f"{form.prefix}-files"):
        add_evidence(row, entry.item, upload, by=by, at=at, **EvidenceForm.fresh())


@require_POST
def sign(request: PortalRequest, public_id) -> HttpResponse:
    """Who has filled it in signs, with the account."""
    row = reached(request, public_id)
    try:
        sign_as_filled(row, by=request.acting, at=timezone.now())
    except Incomplete as refusal:
        messages.error(request, refusal.reason)
        return redirect(row.get_absolute_url() + "?check=1")
    messages.success(request, _("You have signed that it is complete. The principal can hand it in now."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
def submit(request: PortalRequest, public_id) -> HttpResponse:
    row = reached(request, public_id)
    require(request.acting, "inspections.submit_selfinspection", row)
    words = {
        "heading": _("Sign and hand in"), "action": _("Sign and hand in"),
        "consequence": _(
            "You sign as the first responsible person. After that the report is locked; you can ask for its return."
        ),
    }  # fmt: skip
    return _step(request, row, SignForm(posted(request)), submit_report, words, _("The report is handed in."))


@require_http_methods(["GET", "POST"])
def ask(request: PortalRequest, public_id) -> HttpResponse:
    row = reached(request, public_id)
    require(request.acting, "inspections.answer_selfinspection", row)
    words = {
        "heading": _("Ask for its return"), "action": _("Ask for its return"),
        "consequence": _("The commission is asked to send the report back, so that you can change it."),
    }  # fmt: skip
    return _step(request, row, AskBackForm(posted(request)), ask_for_return, words, _("The commission is asked."))


def _step(request: PortalRequest, row: SelfInspection, form, deed, words: dict, done) -> HttpResponse:
    context = words | {"form": form, "report": row, "back": row.get_absolute_url()}
    return step_page(request, FORM, context, row=row, deed=deed, done=done)


@needs("inspections.view_selfinspection")
@require_safe
def pdf(request: PortalRequest, public_id) -> HttpResponse:
    """Of what is or was handed in."""
    row, at = reached(request, public_id), timezone.now()
    if not row.number:
        raise Http404
    response = HttpResponse(as_pdf(row, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return response


@open_view
@require_safe
def worker(request) -> HttpResponse:
    """The script that keeps reports on the device; its address says for which pages it may (its scope)."""
    response = HttpResponse(WORKER.read_text(encoding="utf-8"), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
