"""A workbook: each sheet that shows something as a table."""

from kernel.errors import TooLarge, Unreadable
from kernel.tables import Sheet, workbook_of
from tasks.importer.decoding.archives import DAMAGED_FILE, Archive
from tasks.importer.decoding.layout import Cell
from tasks.importer.decoding.limits import MAX_COLUMNS, NotAPlan, refuse_many
from tasks.importer.decoding.writing import Writer
from tasks.importer.source import Source


def read_xlsx(archive: Archive, data: bytes) -> Source:
    """archive: of the data, measured. Sheets that are hidden are left out, and noted."""
    archive.refuse_entities()
    writer, places = Writer(), 0
    try:
        for sheet in workbook_of(data):
            if sheet.is_hidden:
                writer.note("hidden_sheet")
                continue
            rows = _cells(sheet)
            places += sum(map(len, rows))
            refuse_many(places)
            writer.table(rows)
    except TooLarge as refusal:
        raise NotAPlan(refusal.reason) from None
    except Unreadable:
        raise NotAPlan(DAMAGED_FILE) from None
    return writer.source()


def _cells(sheet: Sheet) -> list[list[Cell]]:
    """Up to the last row and column that say something."""
    said = [[bool(text.strip()) for text in row] for row in sheet.rows]
    height = max((number for number, row in enumerate(said, 1) if any(row)), default=0)
    width = max((len(row) - row[::-1].index(True) for row in said if any(row)), default=0)
    refuse_many(height * min(width, MAX_COLUMNS + 1))
    rows = [[Cell(text) for text in row[:width]] for row in sheet.rows[:height]]
    for (top, left), (bottom, right) in sheet.merged:
        if top < height and left < width:
            corner = rows[top][left]
            for row in rows[top : bottom + 1]:
                row[left : min(right + 1, width)] = [corner] * (min(right + 1, width) - left)
    return rows
