"""What was wrong with a table, as a file that people correct it by."""

import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kernel import files
from kernel.exports import write_csv
from kernel.models import StoredFile
from kernel.services import RESULT, RESULT_MB, Run
from kernel.tables import RowFault


def write_report(faults: list[RowFault], *, run: Run, at) -> StoredFile | None:
    """A CSV file with a line for each fault, in the order of the table; None when there is none."""
    if not faults:
        return None
    out = io.StringIO(newline="")
    lines = ([fault.row, fault.column, fault.reason] for fault in sorted(faults, key=lambda fault: fault.row))
    write_csv(out, [pgettext("table", "Row"), pgettext("table", "Column"), _("What is wrong")], lines)
    name = _("Faults %(day)s") % {"day": at.date()} + ".csv"
    return files.store(out.getvalue().encode(), name=name, purpose=RESULT, by=run.by, at=at, limit_mb=RESULT_MB)


def read_report(file: StoredFile) -> list[list[str]]:
    """The lines of a report: row, column, what is wrong."""
    with files.path_of(file).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))[1:]
