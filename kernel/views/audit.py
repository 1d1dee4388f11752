"""The audit trail, for the audit administrator."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kernel import services
from kernel.audit.entries import entries
from kernel.audit.filters import AuditFilters
from kernel.jobs import EXPORT_AUDIT
from kernel.models import AuditRow
from kernel.pages import KeysetListView
from kernel.requests import PortalRequest


class AuditTrail(KeysetListView):
    model, filterset, perm = AuditRow, AuditFilters, "kernel.view_audit"
    order = ("-at", "-pk")
    part, page = "kernel/_audit.html", "kernel/audit.html"

    def context(self, **context) -> dict:
        return super().context(entries=entries(context["page_obj"]), **context)


@require_POST
def export(request: PortalRequest) -> HttpResponse:
    """The filters are those of the address, as on the page."""
    at = timezone.now()
    return redirect(services.start_job(EXPORT_AUDIT, by=request.acting, at=at, filters=request.GET.urlencode()))
