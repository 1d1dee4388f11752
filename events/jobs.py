"""Long work on tables of events: the dry run, and recording."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.importers import Reading, read_events
from events.services import record_events
from kernel import files
from kernel.faults import write_report
from kernel.services import Result, Run, job_kind
from kernel.tables import FaultyRows

CHECK_TABLE, RECORD_TABLE = "events.check_table", "events.record_table"


@job_kind(CHECK_TABLE, title=gettext_lazy("Check of a table of events"), perm="events.record_event")
def check_table(run: Run, *, file: str) -> Result:
    """The dry run.  file: public id of the stored table."""
    reading = _read(run, file)
    words = _("%(good)s rows can be recorded, %(known)s are recorded already, %(faulty)s have faults.")
    counts = {"good": len(reading.good), "known": reading.known, "faulty": reading.faulty}
    return Result(words % counts, write_report(reading.faults, run=run, at=timezone.now()))


@job_kind(RECORD_TABLE, title=gettext_lazy("Recording of a table of events"), perm="events.record_event")
def record_table(run: Run, *, file: str, skip_faulty: bool) -> Result:
    """Record the rows that are new; with a fault in the table nothing, unless the faulty rows are to be skipped."""
    at = timezone.now()
    reading = _read(run, file)
    if reading.faults and not skip_faulty:
        raise FaultyRows(reading.faults)
    batch = record_events(reading.good, by=run.by, at=at)
    words = _("%(new)s events were recorded, %(known)s had been before, %(faulty)s rows were skipped.")
    known = reading.known + len(reading.good) - batch.size
    counts = {"new": batch.size, "known": known, "faulty": reading.faulty}
    return Result(words % counts, write_report(reading.faults, run=run, at=at))


def _read(run: Run, file: str) -> Reading:
    table = files.readable(run.by, public_id=file)
    data = files.path_of(table).read_bytes()
    return read_events(data, by=run.by, at=timezone.now(), expect=run.expect, advance=run.advance)
