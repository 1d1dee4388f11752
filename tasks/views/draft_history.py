"""Who decided what about a draft."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.pages import needs, reach
from kernel.requests import PortalRequest
from tasks.draft_history import decided_of
from tasks.models import PlanDraft


@needs("tasks.view_plandraft")
@require_safe
def decisions(request: PortalRequest, pk: int) -> HttpResponse:
    row = reach(PlanDraft, request, pk=pk)
    return render(request, "tasks/drafts/decisions.html", {"draft": row, "decisions": decided_of(row)})
