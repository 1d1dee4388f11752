"""What was wrong with a table: its faulty rows as they were sent, with one column more that says why."""

import tempfile
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from institutions.enums import Verdict
from institutions.importers.columns import WRONG, heading, wrong_heading
from institutions.importers.reading import open_table
from institutions.models import RegisterImport
from kernel import files
from kernel.exports import Table, write_table
from kernel.files.kinds import XLSX
from kernel.models import StoredFile
from kernel.services import RESULT, RESULT_MB, Run

AT_ONCE = 2000


def faulty_rows(table: RegisterImport):
    return table.staged.filter(verdict=Verdict.FAULTY).order_by("number")


def told(row) -> list[tuple[str, str]]:
    """(heading of the column, what is wrong there) of a staged row."""
    return [(heading(fact), sentence) for fact, sentence in [*row.faults, *row.clashes]]


def write_report(table: RegisterImport, *, run: Run, at: datetime) -> StoredFile | None:
    """A file of the layout of the table, which can be corrected and sent; None where nothing is wrong."""
    if not faulty_rows(table).exists():
        return None
    path, form = files.path_of(table.file), "xlsx" if table.file.content_type == XLSX.content_type else "csv"
    stream = open_table(path)
    kept = [(place, name) for place, name in enumerate(stream.columns) if name != WRONG]
    header = [*(stream.header[place] for place, _name in kept), wrong_heading()]
    name = _("Faults in %(file)s") % {"file": table.file.name.rpartition(".")[0]}
    lines = _lines(table, stream, [name for _place, name in kept])
    about = [(name,), (_("As of"), at)]
    with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
        write_table(Table(_("Institutions"), about, header, lines), file, form=form)
        return files.store(file, name=f"{name[:150]}.{form}", purpose=RESULT, by=run.by, at=at, limit_mb=RESULT_MB)


def _lines(table: RegisterImport, stream, columns: list[str]) -> Iterator[list[str]]:
    """The rows of the file and what is wrong with them, side by side, both in the order of the file."""
    parted = pgettext("list", "; ")
    for row in faulty_rows(table).iterator(AT_ONCE):
        cells = next(cells for number, cells in stream.rows if number == row.number)
        wrong = parted.join(f"{row.number}, {column}: {sentence}" for column, sentence in told(row))
        yield [*(cells[name] for name in columns), wrong]
