"""The page of a self-inspection."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inspections.models import SelfInspection
from kernel.pages import needs, reach
from kernel.requests import PortalRequest


@needs("inspections.view_selfinspection")
@require_safe
def report(request: PortalRequest, public_id) -> HttpResponse:
    row = reach(SelfInspection, request, public_id=public_id)
    return render(request, "inspections/report.html", {"report": row})
