"""The audit trail as a file, filtered as on its page."""

import json
import tempfile
from collections.abc import Iterator

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel import audit, files
from kernel.audit.entries import entries
from kernel.audit.filters import AuditFilters
from kernel.errors import Refused
from kernel.exports import write_csv
from kernel.models import AuditRow
from kernel.services import RESULT, RESULT_MB, Result, Run, job_kind

EXPORT_AUDIT = "kernel.export_audit"
BATCH = 1000


@job_kind(EXPORT_AUDIT, title=gettext_lazy("Export of the audit trail"), perm="kernel.view_audit")
def export_audit(run: Run, *, filters: str) -> Result:
    """filters: the page's query string."""
    asked = AuditFilters(QueryDict(filters), queryset=AuditRow.objects.visible_to(run.by))
    if not asked.is_valid():
        raise Refused(_("These filters cannot be applied."))
    rows = asked.qs
    run.expect(rows.count())
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="", dir=settings.VAR_DIR) as file:
        write_csv(file, _header(), _lines(run, rows))
        file.flush()
        name = _("Audit trail %(day)s") % {"day": timezone.localdate()} + ".csv"
        kept = files.store(file.buffer, name=name, purpose=RESULT, by=run.by, at=timezone.now(), limit_mb=RESULT_MB)
    audit.note("audit_exported", kept.public_id, filters=filters, rows=run.done)
    return Result(_("%(count)s entries") % {"count": run.done}, kept)


def _header() -> list[str]:
    words = [
        _("Time"),
        _("Action"),
        _("Subject"),
        _("Key of the row"),
        _("User"),
        _("Unit"),
        _("Request"),
        _("Database role"),
    ]
    return [*words, _("Changes")]


def _lines(run: Run, rows) -> Iterator[list]:
    """Batches by key: no transaction stays open, and what is added meanwhile does not matter."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for entry in entries(batch):
            row = entry.row
            facts = [row.get_action_display(), entry.subject, row.row_id, entry.user, entry.unit, row.request_id]
            changes = json.dumps(row.changes, ensure_ascii=False)
            yield [timezone.localtime(row.at).isoformat(), *facts, row.database_user, changes]
        last = batch[-1].pk
        run.advance(len(batch))
