"""The list of self-inspections as a file: long work, begun on the page."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from inspections.filters import OccasionFilters
from inspections.lists import BY_PLACE, report_lines
from inspections.models import SelfInspection
from institutions.exports import filter_words
from kernel import audit, files
from kernel.errors import Refused
from kernel.exports import FORMS, Table, write_table
from kernel.keyset import slice_of
from kernel.services import RESULT, RESULT_MB, Result, Run, job_kind

EXPORT = "inspections.export"
BATCH = 1000


@job_kind(EXPORT, title=gettext_lazy("Export of self-inspections"), perm="inspections.view_figures")
def export_reports(run: Run, *, filters: str, form: str) -> Result:
    """filters: the page's query string.  form: csv or xlsx."""
    at, rows = timezone.now(), SelfInspection.objects.visible_to(run.by)
    found = OccasionFilters(QueryDict(filters), queryset=rows, by=run.by)
    if not found.is_valid() or form not in FORMS:
        raise Refused(_("These filters cannot be applied."))
    run.expect(found.qs.count())
    title, words = _("Self-inspections"), filter_words(found)
    about = [(title, run.by.party.name), (pgettext("export", "Filter"), *words), (_("As of"), at)]
    shown = found.qs.select_related("round", "institution__party__region").defer("institution__pieces")
    table = Table(title, about, _header(), _rows(run, shown, at=at))
    name = " ".join([title, run.by.party.name, timezone.localdate(at).isoformat()])
    with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
        write_table(table, file, form=form)
        kept = files.store(file, name=f"{name[:150]}.{form}", purpose=RESULT, by=run.by, at=at, limit_mb=RESULT_MB)
    audit.note("export", kept.public_id, kind=title, filter=" ".join(words), rows=run.done)
    return Result(ngettext("%(count)d report", "%(count)d reports", run.done) % {"count": run.done}, kept)


def _header() -> list[str]:
    return [
        _("Institution"), _("Region"), _("Category"), _("Round"), pgettext("self-inspection", "Period"), _("State"),
        pgettext("day", "Due"), pgettext("duty", "Light"), _("Submitted at"), _("Submitted late"), _("Points not met"),
        _("Number"), _("Reviewed at"),
    ]  # fmt: skip


def _rows(run: Run, rows, *, at: datetime) -> Iterator[list[Any]]:
    """Batches by place: no transaction stays open, however long the list is."""
    place = ""
    while True:
        batch = slice_of(rows, BY_PLACE, size=BATCH, after=place)
        for line in report_lines(batch.rows, by=run.by, at=at):
            row = line.row
            yield [
                row.name, row.institution.party.region.name, row.institution.category_label, row.round.title,
                row.period, row.get_state_display(), line.duty.due_on if line.duty else row.round.due_on,
                line.light.text if line.light else "", row.submitted_at, pgettext("submitted", "late") * row.is_late,
                line.not_met, row.number, row.reviewed_at,
            ]  # fmt: skip
        run.advance(len(batch.rows))
        if not (place := batch.after):
            return
