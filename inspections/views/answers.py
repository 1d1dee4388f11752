"""What the page of a report sends while it is filled in: one answer, one photo; also later, or more than once."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inspections.forms.reports import AnswerForm, EvidenceForm
from inspections.services.answering import add_evidence, remove_evidence, rivals_in, save_answer, settle_answer
from inspections.views.reports import reached
from kernel.errors import Refused
from kernel.requests import PortalRequest


@require_POST
def answer(request: PortalRequest, public_id, item: int) -> HttpResponse:
    """JSON: version (to be sent as `base` next), beside (whether it stands beside another answer that counts), at and
    saved (the time, to compare and to show); where it cannot be kept, error (a sentence), with the refusal's status."""
    report, at = reached(request, public_id), timezone.now()
    asked = get_object_or_404(report.round.checklist.items, pk=item)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": form.words}, status=422)
    try:
        kept = save_answer(report, asked, form.said, by=request.acting, at=at, **form.change)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal.reason)}, status=refusal.status)
    return JsonResponse({"version": kept.version, "beside": kept.is_rival} | _times(at))


@require_POST
def add(request: PortalRequest, public_id, item: int) -> HttpResponse:
    """JSON: html (the file as the page shows it), at and saved; as `answer` where it cannot be kept."""
    report, at = reached(request, public_id), timezone.now()
    asked = get_object_or_404(report.round.checklist.items, pk=item)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": _("Choose a photo or a document.")}, status=422)
    try:
        row = add_evidence(report, asked, form.cleaned_data["file"], by=request.acting, at=at, **form.sent)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal.reason)}, status=refusal.status)
    html = render_to_string("inspections/_evidence.html", {"row": row, "report": report, "may_remove": True}, request)
    return JsonResponse({"html": html} | _times(at))


@require_POST
def remove(request: PortalRequest, public_id, key) -> HttpResponse:
    report = reached(request, public_id)
    remove_evidence(get_object_or_404(report.evidence, key=key), by=request.acting, at=timezone.now())
    return redirect(report)


@require_POST
def settle(request: PortalRequest, public_id, item: int) -> HttpResponse:
    """One of the answers that stand side by side counts. choice: the key of a rival, or empty for the answer itself;
    ?seen: the key of the last one that was shown; ?version: of the answer that was."""
    report = reached(request, public_id)
    row = get_object_or_404(report.answers, item=item)
    rivals = rivals_in(report).get(item, [])
    choice, seen, version = request.POST.get("choice", ""), request.GET.get("seen", ""), request.GET.get("version", "")
    chosen = next((one for one in rivals if str(one.pk) == choice), None)
    if (choice and chosen is None) or not all(said.isdecimal() and len(said) < 10 for said in (seen, version)):
        raise Refused(_("Look at the answers again, then choose."))
    row.version = int(version)
    settle_answer(row, rival=chosen, seen=int(seen), by=request.acting, at=timezone.now())
    return redirect(report)


def _times(at) -> dict[str, str]:
    return {"at": at.isoformat(), "saved": formats.date_format(timezone.localtime(at), "H:i")}
