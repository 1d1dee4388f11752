"""Rows of a real table: its header, merged cells, sections between rows, rows that a page break cut."""

import re
from dataclasses import dataclass

from tasks.importer.clean import Cleaned
from tasks.importer.columns import DEPARTMENTS, HEADING, Column, column_of, row_number, settle_roles
from tasks.importer.rows import Row
from tasks.importer.source import Grid, Source, Span
from tasks.importer.text import Text

MOST_HEADER_ROWS = 6
FEWEST_COLUMNS = 3  # that tabs part


def grids_of(source: Source) -> list[Grid]:
    """The tables of a document, those too that a plain text draws with tabs."""
    taken = [grid.span for grid in source.grids]
    drawn: list[Grid] = []
    rows: list[tuple[Span, ...]] = []
    at = 0
    for line in [*source.text.split("\n"), ""]:
        cells = cells_of(line, at)
        at += len(line) + 1
        if rows and len(cells) != len(rows[-1]):
            drawn.append(Grid(tuple(rows)))
            rows = []
        if len(cells) >= FEWEST_COLUMNS:
            rows.append(cells)
    drawn = [
        grid for grid in drawn if not any(grid.span.start < one.end and one.start < grid.span.end for one in taken)
    ]
    return sorted([*source.grids, *drawn], key=lambda grid: grid.span.start)


def cells_of(line: str, at: int) -> tuple[Span, ...]:
    """The parts of a line between its tabs."""
    ends = [found.start() for found in re.finditer("\t", line)] if line.strip() else []
    starts = [0, *(end + 1 for end in ends)]
    return tuple(Span(at + start, at + end) for start, end in zip(starts, [*ends, len(line)], strict=True))


@dataclass(frozen=True)
class Head:
    """The columns of a table, in order, and how many of its rows name them."""

    columns: tuple[Column, ...]
    words: tuple[str, ...]
    rows: int


def head_of(grid: Grid, cleaned: Cleaned) -> Head | None:
    """The row that names tasks and departments; a heading above it may fill the rows before."""
    for i, row in enumerate(grid.rows[:MOST_HEADER_ROWS]):
        words = tuple(cleaned.within(cell).without_space().chars for cell in row)
        columns = tuple(settle_roles(unmerged(row, [column_of(word) for word in words])))
        if Column.TASK in columns and DEPARTMENTS & set(columns):
            return Head(columns, words, i + 1)
    return None


def unmerged(row: tuple[Span, ...], columns: list[Column]) -> list[Column]:
    """A header cell that covers several columns names the first of them."""
    return [Column.UNKNOWN if i and row[i] == row[i - 1] else column for i, column in enumerate(columns)]


def rows_of_grids(source: Source, cleaned: Cleaned) -> tuple[list[Row], list[Grid], list[str]]:
    """The tasks of all tables, the tables that hold them, and the words of columns that are not known."""
    rows: list[Row] = []
    used: list[Grid] = []
    unknown: dict[str, None] = {}
    head: Head | None = None
    section = ""
    for grid in grids_of(source):
        own = head_of(grid, cleaned)
        if own is None and (head is None or len(grid.rows[0]) != len(head.columns)):
            continue
        head = own or head
        if head is None:
            continue
        used.append(grid)
        unknown |= dict.fromkeys(
            word for word, column in zip(head.words, head.columns, strict=True) if column is Column.UNKNOWN and word
        )
        for cells in grid.rows[own.rows if own else 0 :]:
            section = read_row(cells, head, cleaned, rows, section)
    return rows, used, list(unknown)


def read_row(cells: tuple[Span, ...], head: Head, cleaned: Cleaned, rows: list[Row], section: str) -> str:
    """Add what a row of the table says to `rows`; returns the section in force after it."""
    texts = [cleaned.within(cell) for cell in cells]
    if len(set(cells)) == 1 or (sum(bool(text) for text in texts) == 1 and HEADING.match("".join(map(str, texts)))):
        return next((text.chars for text in texts if text), section)
    if tuple(text.without_space().chars for text in texts) == head.words:
        return section
    by_column = {
        column: (text, cell)
        for column, text, cell in zip(head.columns, texts, cells, strict=True)
        if column is not Column.UNKNOWN
    }
    task, place = by_column[Column.TASK]
    section = by_column[Column.SECTION][0].without_space().chars or section if Column.SECTION in by_column else section
    number, number_place = by_column.get(Column.NUMBER, (Text.plain(""), None))
    values: dict[Column, Text] = {column: text for column, (text, _place) in by_column.items()}
    last = rows[-1] if rows else None
    if last and (not task or place == last.task_place) and (not number or number_place == last.number_place):
        rows[-1] = last.with_more(values, cells_line(cells, cleaned))
    elif task:
        first, end = (cells_line(cells[::step], cleaned) for step in (1, -1))
        rows.append(
            Row(first, end, section, row_number(number.chars) or number.chars or str(len(rows) + 1), values, fits=True,
                task_place=place, number_place=number_place,
                goes_on=bool(last and number_place and number_place == last.number_place))
        )  # fmt: skip
    return section


def cells_line(cells: tuple[Span, ...], cleaned: Cleaned) -> int:
    return cleaned.line_at(min(cell.start for cell in cells))
