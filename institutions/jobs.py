"""Long work on tables of institutions: the dry run, and taking them into the register; what is opened each morning."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from institutions.importers import Reader, open_table, write_report
from institutions.models import RegisterImport
from institutions.services import importing as services
from institutions.services import verifying
from kernel import files
from kernel.errors import Unreadable
from kernel.services import Result, Run, job_kind
from kernel.services.jobs import Cancelled

AT_ONCE = 5000  # rows that are staged together


@job_kind(services.CHECK_TABLE, title=gettext_lazy("Check of a table of institutions"), perm=services.PERM)
def check_table(run: Run, *, table: str) -> Result:
    """The dry run.  table: public id of the import."""
    sent, at = RegisterImport.objects.select_related("file").get(public_id=table), timezone.now()
    try:
        _stage(run, sent)
    except Cancelled:
        _forget_if_cancelled(run, sent)
        raise
    sent.counts = services.weigh(sent, by=run.by)
    sent.save()
    words = _("%(new)s new, %(changed)s changed, %(same)s as in the register, %(faulty)s faulty.")
    return Result(words % sent.counts, write_report(sent, run=run, at=at))


@job_kind(services.IMPORT_TABLE, title=gettext_lazy("Import of a table of institutions"), perm=services.PERM)
def import_table(run: Run, *, table: str, skip_faulty: bool) -> Result:
    """Take the table into the register; with a faulty row nothing, unless these are to be skipped."""
    sent, at = RegisterImport.objects.select_related("file").get(public_id=table), timezone.now()
    _stage(run, sent)
    counts = services.apply(sent, skip_faulty=skip_faulty, by=run.by, at=at, before_end=run.report)
    report = write_report(sent, run=run, at=at)
    services.clear_staged(sent)
    words = _("%(new)s added, %(changed)s changed, %(same)s were as in the register, %(faulty)s skipped.")
    return Result(words % counts, report)


def _stage(run: Run, sent: RegisterImport) -> None:
    """Read the table, behind the last row that is staged already; nothing where all of it is."""
    count, last = services.last_staged(sent)
    if sent.applied_at or (sent.rows is not None and count == sent.rows):
        return
    stream = open_table(files.path_of(sent.file))
    run.expect(stream.expected)
    run.advance(count)
    reader = Reader(stream.columns, by=run.by, today=timezone.localdate())
    rows = reader.understand(row for row in stream.rows if row[0] > last)
    for batch in _batches(rows):
        services.stage(sent, batch)
        count += len(batch)
        run.advance(len(batch))
    if not count:
        raise Unreadable(_("The table has no rows below its headings."))
    sent.rows = count
    sent.save()
    run.expect(count)


def _batches(rows: Iterator) -> Iterator[list]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _forget_if_cancelled(run: Run, sent: RegisterImport) -> None:
    """What was staged goes; where another worker has taken over, it goes on with it."""
    run.job.refresh_from_db(fields=["state"])
    if not run.job.is_open:
        services.clear_staged(sent)


@shared_task(name="institutions.clear_staged")
def clear_staged() -> int:
    return services.clear_old(at=timezone.now())


@shared_task(name="institutions.open_verifications")
def open_verifications(*, day: str | None = None) -> int:
    """Each morning; day (ISO) makes up for a morning that was missed."""
    now = timezone.now()
    return verifying.open_verifications(day=date.fromisoformat(day) if day else timezone.localdate(now), at=now)
