"""What the rows of a table of institutions say: typed facts, and what is wrong with their cells."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from institutions.facts import faults_of
from institutions.importers.columns import COLUMNS, KEYS, NEEDED, SILENT, WRONG, heading, headings
from institutions.importers.template import BLANK
from institutions.regions import Regions
from institutions.services.importing import Staged
from kernel.admin.formats import without_escape
from kernel.encodings import NO_TEXT
from kernel.streams import Stream, open_stream
from kernel.tables import FaultyRows, RowFault

TOGETHER = {"level": "class_grade"}  # a fact that the other cannot be judged without


def open_table(path: Path) -> Stream:
    """Raises Refused for what is no such table: unreadable, with unknown columns, of another template, without keys."""
    stream = open_stream(path, names=headings(), blank=BLANK)
    if not set(KEYS) & set(stream.columns):
        raise FaultyRows([RowFault(1, heading("name"), _("This column is missing."))])
    return stream


class Reader:
    """Understands the rows of one table as `by` sends it."""

    def __init__(self, columns: list[str], *, by, today: date):
        self.columns = [(name, COLUMNS[name]) for name in columns if name != WRONG]
        self.unjudged = [fact for without, fact in TOGETHER.items() if without not in columns]
        self.regions, self.today = Regions(by=by, on=today), today

    def understand(self, rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[Staged]:
        for number, cells in rows:
            yield self.row(number, cells)

    def row(self, number: int, cells: dict[str, str]) -> Staged:
        """The facts of a row; of a faulty cell the fact is null."""
        facts, wrong = self.told(cells)
        for fact, sentence in faults_of(facts, today=self.today).items():
            if fact not in self.unjudged:
                wrong.setdefault(fact, sentence)
        public_id = facts.pop("public_id", None)
        if "region" in facts:
            facts["region_id"], facts["region_path"] = facts.pop("region") or (None, None)
        order = [name for name in COLUMNS if name in wrong]
        return Staged(number, facts, [[name, wrong[name]] for name in order], public_id)

    def told(self, cells: dict[str, str]) -> tuple[dict, dict[str, str]]:
        facts, wrong = {}, {}
        for name, column in self.columns:
            cell = cells[name]
            try:
                if not cell:
                    if column.empty is SILENT:
                        continue
                    if column.empty is NEEDED:
                        raise ValidationError(_("This cell must not be empty."))
                    facts[name] = column.empty
                else:
                    facts[name] = self.value(name, cell)
            except ValidationError as error:
                facts[name], wrong[name] = None, error.messages[0]
        return facts, wrong

    def value(self, name: str, cell: str):
        if cell[0] == "=":  # an export has a sign before it
            raise ValidationError(_("This is a formula: write what it gives."))
        if cell[0] == "'":
            cell = without_escape(cell)
        if NO_TEXT.search(cell):
            raise ValidationError(_("The cell holds signs that are no text."))
        return self.regions.named(cell) if name == "region" else COLUMNS[name].read(cell)
