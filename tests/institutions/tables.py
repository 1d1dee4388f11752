"""Tables that are sent, and the jobs that take them in."""

import csv
import io

import openpyxl

from institutions.importers import COLUMNS, template
from institutions.models import RegisterImport
from institutions.services.importing import begin_import, run_import
from institutions.sources import REGISTER_TABLE
from kernel import files, services
from kernel.models import Job
from tests.institutions.test_register import NOON


def as_csv(*rows: dict, encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows: dict) -> bytes:
    """As the template is filled in, by facts."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    for row in rows:
        book.worksheets[0].append([row.get(name) for name in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def work(job: Job) -> Job:
    services.run_job(job.pk)
    return Job.objects.select_related("result").get(pk=job.pk)


def sent(data: bytes, *, by, name: str = "table.csv") -> RegisterImport:
    file = files.store(data, name=name, purpose=REGISTER_TABLE, by=by, at=NOON, limit_mb=300)
    return begin_import(file, by=by, at=NOON)


def checked(data: bytes, *, by) -> RegisterImport:
    """The import after its dry run; `check_job` as it ended."""
    table = sent(data, by=by)
    table.check_job = work(table.check_job)
    table.refresh_from_db(fields=["rows", "counts"])
    return table


def taken_in(data: bytes, *, by, skip_faulty: bool = False) -> Job:
    """The job that took the table in."""
    return work(run_import(checked(data, by=by), skip_faulty=skip_faulty, by=by, at=NOON).run_job)


def faults(table: RegisterImport) -> list[tuple[int, str, str]]:
    """(row, fact, sentence)."""
    rows = table.staged.order_by("number")
    return [(row.number, fact, told) for row in rows for fact, told in [*row.faults, *row.clashes]]
