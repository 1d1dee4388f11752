"""A page as it is printed: its lines and tables from above; rows that the end of a page cut in two."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tasks.importer.decoding.layout import Cell
from tasks.importer.decoding.pdf.flowing import Character, Line, lines_of, paragraphs
from tasks.importer.decoding.pdf.rulings import NEAR, Ruled, ruled_tables

INSET = 6  # points between the text of a cell and its side, as Word sets it
ENDS = ("。", "；", ";", "！")


@dataclass(frozen=True)
class Printed:
    """A table on a page."""

    ruled: Ruled
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Page:
    parts: list[list[Line] | Printed]
    characters: int  # without white space
    has_picture: bool

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts if not isinstance(part, Printed) for line in part]

    @property
    def tables(self) -> list[Printed]:
        return [part for part in self.parts if isinstance(part, Printed)]


def page_of(facts: dict[str, Any]) -> Page:
    """facts: as `extraction` gives them."""
    characters = [Character(chr(code), *box) for code, *box in facts["characters"]]
    tables = sorted(ruled_tables(facts["rulings"]), key=lambda table: -table.ys[-1])
    inside: list[dict[int, list[Character]]] = [{} for _table in tables]
    free = []
    for character in characters:
        for table, cells in zip(tables, inside, strict=True):
            cell = table.cell_at(*character.middle)
            if cell is not None:
                cells.setdefault(cell, []).append(character)
                break
        else:
            free.append(character)
    lines = lines_of(free)
    parts: list[list[Line] | Printed] = []
    for table, cells in zip(tables, inside, strict=True):
        above = [line for line in lines if line.bottom > table.ys[-1] - line.size / 2]
        parts += [above, Printed(table, _rows(table, cells))]
        lines = lines[len(above) :]
    parts.append(lines)
    return Page(parts, sum(not one.text.isspace() for one in characters), facts["has_picture"])


def _rows(table: Ruled, inside: dict[int, list[Character]]) -> list[list[Cell]]:
    cells = {}
    for cell, characters in inside.items():
        lines = lines_of(characters)
        right = max([table.right_of(cell) - INSET, *(line.right for line in lines)])
        cells[cell] = Cell("\n".join(paragraphs(lines, left=math.inf, right=right)))
    empty: dict[int, Cell] = {}
    return [[cells.get(cell) or empty.setdefault(cell, Cell()) for cell in row] for row in table.cells]


def join_cut_rows(pages: list[Page]) -> None:
    """Put the second half of a row that the end of a page cut to its first; a header printed again stands between."""
    open_ended: Printed | None = None  # the table that may go on
    header: list[list[str]] = []
    for before, page in pairwise(pages):
        if before.tables and before.tables[-1] is not open_ended:
            open_ended = before.tables[-1]
            header = [_texts(row) for row in open_ended.rows]
        if not page.tables or open_ended is None or not _same_columns(open_ended.ruled, page.tables[0].ruled):
            open_ended = None
            continue
        rows = page.tables[0].rows
        first = next((at for at, row in enumerate(rows) if header[at : at + 1] != [_texts(row)]), 0)
        if _is_rest(rows[first], open_ended.rows[-1]):
            for cell, more in zip(open_ended.rows[-1], rows.pop(first), strict=True):
                cell.text += more.text
        if len(page.tables) == 1 and rows:
            open_ended = page.tables[0]


def _same_columns(one: Ruled, other: Ruled) -> bool:
    pairs = zip(one.xs, other.xs, strict=False)
    return len(one.xs) == len(other.xs) and all(abs(here - there) <= NEAR for here, there in pairs)


def _is_rest(row: list[Cell], before: list[Cell]) -> bool:
    """It begins with an empty cell, and goes on only where a text was left without an end."""
    said = [number for number, cell in enumerate(row) if cell.text]
    return (
        bool(said)
        and not row[0].text
        and 2 * len(said) <= len(row)
        and all(before[number].text and not before[number].text.endswith(ENDS) for number in said)
    )


def _texts(row: list[Cell]) -> list[str]:
    return [cell.text for cell in row]
