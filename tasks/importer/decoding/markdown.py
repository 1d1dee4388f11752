"""Tables of pipes inside a text, as Markdown has them: their cells where they stand."""

import re
from collections.abc import Iterator

from tasks.importer.decoding.limits import MAX_COLUMNS, refuse_many
from tasks.importer.source import Grid, Span

ALIGNMENT = re.compile(r"[ \t\u3000]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
CELL = re.compile(r"(?:[^|\\]|\\.|\\$)*")
Row = tuple[Span, ...]


def pipe_tables(text: str) -> tuple[Grid, ...]:
    """Each header with a row of dashes below it, and what follows up to an empty line or one without a pipe.

    The row of dashes is no row of the table; missing cells are empty ones, surplus cells make the table wider.
    """
    grids, lines, number, places = [], list(_lines(text)), 0, 0
    while number < len(lines) - 1:
        header, below = lines[number], lines[number + 1]
        if not _heads_table(text, header, below):
            number += 1
            continue
        rows = [cells_of(text, header)]
        number += 2
        while number < len(lines) and "|" in text[slice(*lines[number])]:
            rows.append(cells_of(text, lines[number]))
            number += 1
        width = min(max(map(len, rows)), MAX_COLUMNS)
        places += width * len(rows)
        refuse_many(places)
        grids.append(Grid(tuple(_of_width(row, width) for row in rows)))
    return tuple(grids)


def cells_of(text: str, line: Span) -> Row:
    """The places between the pipes, without the white space around what they say."""
    start, end = _stripped(text, line)
    if text[start:end].startswith("|"):
        start += 1
    if text[start:end].endswith("|") and not text[start:end].endswith("\\|"):
        end -= 1
    cells = []
    while True:
        found = CELL.match(text, start, end)
        close = found.end() if found else start
        cells.append(_stripped(text, Span(start, close)))
        if close >= end:
            return tuple(cells)
        start = close + 1


def _heads_table(text: str, header: Span, below: Span) -> bool:
    dashes = text[below.start : below.end]
    if "|" not in dashes or "|" not in text[header.start : header.end] or not ALIGNMENT.fullmatch(dashes):
        return False
    return len(cells_of(text, header)) == len(cells_of(text, below))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _stripped(text: str, span: Span) -> Span:
    said = text[span.start : span.end]
    start = span.start + len(said) - len(said.lstrip())
    return Span(start, start + len(said.strip()))


def _of_width(row: Row, width: int) -> Row:
    end = row[-1].end
    return row[:width] + (Span(end, end),) * (width - len(row))
