"""Long work on practitioners: tables, first as a rehearsal; and the Celery functions."""

from datetime import date

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.faults import write_report
from kernel.services import Result, Run, job_kind
from kernel.tables import FaultyRows
from practitioners.importers import Taken, take_table
from practitioners.services import renewals, tables
from practitioners.sources import unsealed

CHECK_TABLE, RECORD_TABLE = "practitioners.check_table", "practitioners.record_table"
PERM = "practitioners.add_practitioner"


@job_kind(CHECK_TABLE, title=gettext_lazy("Check of a table of practitioners"), perm=PERM)
def check_table(run: Run, *, file: str) -> Result:
    """The dry run.  file: public id of the sealed table."""
    taken = _take(run, file, is_rehearsal=True)
    words = _("New: %(added)s. Changed: %(changed)s. Recorded already: %(known)s. With faults: %(faulty)s.")
    return _result(run, taken, words)


@job_kind(RECORD_TABLE, title=gettext_lazy("Recording of a table of practitioners"), perm=PERM)
def record_table(run: Run, *, file: str, skip_faulty: bool) -> Result:
    """Take in what the rows say; with a fault in the table nothing, unless the faulty rows are to be skipped."""
    if not skip_faulty and (faults := _take(run, file, is_rehearsal=True).faults):
        raise FaultyRows(faults)
    run.done = 0
    taken = _take(run, file, is_rehearsal=False)
    words = _("Added: %(added)s. Changed: %(changed)s. Recorded before: %(known)s. Skipped: %(faulty)s.")
    return _result(run, taken, words)


def _take(run: Run, file: str, *, is_rehearsal: bool) -> Taken:
    rows = unsealed(file, by=run.by)
    return take_table(
        rows, by=run.by, at=timezone.now(), is_rehearsal=is_rehearsal, expect=run.expect, advance=run.advance
    )


def _result(run: Run, taken: Taken, words: str) -> Result:
    counts = {"faulty": taken.faulty, **{name: taken.counts[name] for name in ("added", "changed", "known")}}
    return Result(words % counts, write_report(taken.faults, run=run, at=timezone.now()))


@shared_task(name="practitioners.open_renewals")
def open_renewals(*, day: str | None = None) -> int:
    """Each morning; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    return renewals.open_renewals(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)


@shared_task(name="practitioners.clear_tables")
def clear_tables() -> int:
    """Each night."""
    return tables.clear_tables(at=timezone.now())
