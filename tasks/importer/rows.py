"""The rows of a flattened table: found by their numbers, read by position, checked against one another.

In a flattened table an empty cell is an empty line and so may be the gap between two rows. Therefore the
number of lines that a row takes, which is the same all through a document, tells whether a cell is missing.
"""

from collections import Counter
from dataclasses import dataclass, replace

from tasks.importer.clean import Line
from tasks.importer.columns import DEPARTMENTS, HEADING, Column, Header, find_headers, row_number
from tasks.importer.source import Span
from tasks.importer.text import Text


@dataclass(frozen=True)
class Row:
    """A row as printed. Unless it `fits` the columns, only its number and task can be trusted."""

    first_line: int
    last_line: int
    section: str  # heading in force, as printed
    number: str
    cells: dict[Column, Text]
    fits: bool
    task_place: Span | None = None  # of the cells that may be merged with those of other rows
    number_place: Span | None = None
    goes_on: bool = False  # its number is the row's before it

    @property
    def says_something(self) -> bool:
        """Of two numbers so near to each other that one row takes the other's cells, the first has none."""
        return any(cell.chars for cell in self.cells.values())

    def with_more(self, cells: dict[Column, Text], last_line: int) -> "Row":
        """With the cells of a row that continues it."""
        both = {}
        for column, mine in self.cells.items():
            parts = [part for part in (mine, new_part(mine, cells[column])) if part]
            both[column] = Text.join("、" if column in DEPARTMENTS else "", parts)
        return replace(self, cells=both, last_line=max(self.last_line, last_line))


def new_part(mine: Text, more: Text) -> Text:
    """What a merged cell repeats says nothing new."""
    return Text.plain("") if more.places == mine.places else more


@dataclass(frozen=True)
class Table:
    """What was found: rows, the printings of the header, and the lines in between that belong to no row."""

    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    strays: tuple[Line, ...]


@dataclass(frozen=True)
class Stretch:
    """Where a row lies: its cells from `start`, the row after it (or the page's end) from `stop`."""

    header: Header
    start: int
    stop: int
    before: str  # "row", "header" or "end": what comes at `stop`
    length: int  # in lines, without headings that stand between the rows

    @property
    def end(self) -> int:
        """Where the cells end, if none is missing."""
        return self.start + len(self.header.columns)

    @property
    def number_at(self) -> int:
        return self.start + self.header.position(Column.NUMBER)


def read_table(lines: list[Line]) -> Table:
    """The table of a document; without a header it has no rows."""
    headers = tuple(find_headers(lines))
    spans = [span for header, stop in pages(headers, len(lines)) for span in page_spans(lines, header, stop)]
    usual = usual_lengths(lines, spans)
    rows: list[Row] = []
    covered = {i for header in headers for i in range(header.first, header.end)}
    section, free = "", 0
    for span in spans:
        headings = headings_of(lines, span, free)
        section = lines[headings[-1]].text if headings else section
        rows.append(read_row(lines, span, section, usual[span.before]))
        free = min(span.end, span.stop)
        covered.update(headings, range(span.start, free))
    body = range(headers[0].end if headers else len(lines), len(lines))
    strays = tuple(lines[i] for i in body if lines[i].text and i not in covered)
    return Table(headers, tuple(rows), strays)


def pages(headers: tuple[Header, ...], length: int) -> list[tuple[Header, int]]:
    """Each header with the index where its page ends."""
    stops = [header.first for header in headers[1:]] + [length]
    return list(zip(headers, stops, strict=False))


def page_spans(lines: list[Line], header: Header, stop: int) -> list[Stretch]:
    """The rows of one page: a number, and a task where the columns put it."""
    number, task = header.position(Column.NUMBER), header.position(Column.TASK)
    starts = [
        i - number
        for i in range(header.end, stop)
        if row_number(lines[i].text)
        and header.end <= i - number + task < stop
        and lines[i - number + task].text.strip("。 ")
    ]
    stops = [*starts[1:], stop]
    befores = ["row"] * (len(starts) - 1) + ["end" if stop == len(lines) else "header"]
    return [span_at(lines, header, *place) for place in zip(starts, stops, befores, strict=False)]


def span_at(lines: list[Line], header: Header, start: int, stop: int, before: str) -> Stretch:
    gap = lines[start + len(header.columns) : stop]
    return Stretch(header, start, stop, before, stop - start - sum(bool(HEADING.match(line.text)) for line in gap))


def usual_lengths(lines: list[Line], spans: list[Stretch]) -> dict[str, int]:
    """How many lines a row takes, apart for what follows it: as most rows do. At the end nothing can be compared.

    The header itself counts as a row. Before a header, where there are few to compare, the usual row counts too.
    """
    first = {span.header: span.start for span in reversed(spans)}
    headers = [span_at(lines, header, header.first, start, "row") for header, start in first.items()]
    row = most_common(Counter(span.length for span in spans + headers if span.before == "row"))
    header = most_common(Counter([row]) + Counter(span.length for span in spans if span.before == "header"))
    return {"row": row, "header": header, "end": 0}


def most_common(lengths: Counter[int]) -> int:
    return max(lengths, key=lambda length: (lengths[length], length), default=0)


def headings_of(lines: list[Line], span: Stretch, free: int) -> list[int]:
    """Where headings stand: lines between the rows, and the row's section cell; from `free` on no row owns a line."""
    free = max(free, span.header.end)
    found = [i for i in range(free, span.start) if HEADING.match(lines[i].text)]
    if Column.SECTION in span.header.columns:
        cell = span.start + span.header.position(Column.SECTION)
        found += [cell] if free <= cell < span.stop and lines[cell].text else []
    return found


def read_row(lines: list[Line], span: Stretch, section: str, usual: int) -> Row:
    last = min(span.end, span.stop)
    cells: dict[Column, Text] = {
        column: lines[span.start + offset].cell if span.start <= span.start + offset < last else Text.plain("")
        for offset, column in enumerate(span.header.columns)
        if column is not Column.UNKNOWN and span.start + offset >= span.header.end
    }
    departments = "".join(cells[column].chars for column in DEPARTMENTS if column in cells)
    missing = span.length < max(usual, len(span.header.columns))
    too_many = span.end < span.stop and lines[span.end].text and not HEADING.match(lines[span.end].text)
    first = lines[max(span.start, span.header.end)]
    return Row(
        first_line=first.number,
        last_line=lines[last - 1].number,
        section=section,
        number=row_number(lines[span.number_at].text),
        cells=cells,
        fits=not missing and not too_many and "。" not in departments,
    )
