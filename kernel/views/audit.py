"""The audit trail, for the audit administrator."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kernel import services
from kernel.audit.entries import entries
from kernel.audit.filters import AuditFilters
from kernel.jobs import EXPORT_AUDIT
from kernel.keyset import newest_first
from kernel.models import AuditRow
from kernel.pages import ScopedListView
from kernel.requests import PortalRequest


class AuditTrail(ScopedListView):
    model, filterset, perm = AuditRow, AuditFilters, "kernel.view_audit"
    part, page = "kernel/_audit.html", "kernel/audit.html"

    def paginate(self, rows):
        return newest_first(rows, self.request.GET, size=self.page_size)

    def context(self, **context) -> dict:
        return super().context(entries=entries(context["page_obj"]), **context)


@require_POST
def export(request: PortalRequest) -> HttpResponse:
    """The filters are those of the address, as on the page."""
    at = timezone.now()
    return redirect(services.start_job(EXPORT_AUDIT, by=request.acting, at=at, filters=request.GET.urlencode()))
