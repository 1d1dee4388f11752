"""Tables as they are drawn: from ruled lines to cells, those that reach over several rows or columns included."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

NEAR = 2.5  # points: lines so near are one, ends so near meet
SHORTEST = 4
MOST_LINES, MOST_PLACES = 1_000, 20_000  # more of them are a drawing


class Line(NamedTuple):
    """A level line at height `at`, or an upright one at that distance, from start to end."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Ruled:
    """A table on a page: where its lines run, from left and from below, and which cell each of its places belongs to.

    cells: rows from above, each with a number for each column; merged places have the same.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def cell_at(self, x: float, y: float) -> int | None:
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.cells[len(self.cells) - 1 - row][column]
        return None

    def right_of(self, cell: int) -> float:
        """How far the cell reaches."""
        return max(self.xs[at + 1] for row in self.cells for at, other in enumerate(row) if other == cell)


def ruled_tables(rulings: list[list[float]]) -> list[Ruled]:
    """The tables of a page; a frame around a single cell is none."""
    level = _joined(Line((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in rulings if y1 - y0 <= NEAR < x1 - x0)
    upright = _joined(Line((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in rulings if x1 - x0 <= NEAR < y1 - y0)
    if len(level) > MOST_LINES or len(upright) > MOST_LINES:
        return []
    tables = []
    for rows, columns in _connected(level, upright):
        table = _table(rows, columns)
        if table and len({cell for row in table.cells for cell in row}) > 1:
            tables.append(table)
    return tables


def _joined(lines: Iterator[Line]) -> list[Line]:
    """Lines at one height joined where they meet; pieces too short for a cell go."""
    found: list[list[Line]] = []
    for line in sorted(lines):
        if found and line.at - found[-1][0].at <= NEAR:
            found[-1].append(line)
        else:
            found.append([line])
    joined = []
    for group in found:
        at = sum(line.at for line in group) / len(group)
        start, end = min((line.start, line.end) for line in group)
        for line in sorted(group, key=lambda one: one.start):
            if line.start > end + NEAR:
                joined.append(Line(at, start, end))
                start, end = line.start, line.end
            end = max(end, line.end)
        joined.append(Line(at, start, end))
    return [line for line in joined if line.end - line.start >= SHORTEST]


def _connected(level: list[Line], upright: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """The lines that hang together, table by table."""
    leaders = list(range(len(level) + len(upright)))

    for row, one in enumerate(level):
        for column, other in enumerate(upright, len(level)):
            if one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR:
                leaders[_leader(leaders, row)] = _leader(leaders, column)
    tables: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate([*level, *upright]):
        tables[_leader(leaders, number)][number >= len(level)].append(line)
    return [table for table in tables.values() if len(table[0]) > 1 and table[1]]


def _leader(leaders: list[int], number: int) -> int:
    while leaders[number] != number:
        leaders[number] = leaders[leaders[number]]
        number = leaders[number]
    return number


def _table(level: list[Line], upright: list[Line]) -> Ruled | None:
    """Sides that are left open, as many documents have them, end where the level lines do."""
    edges = [min(line.start for line in level), max(line.end for line in level)]
    xs = _apart([line.at for line in upright] + edges)
    ys = _apart([line.at for line in level])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_PLACES:
        return None
    width, height = len(xs) - 1, len(ys) - 1
    leaders = list(range(width * height))
    for row, (bottom, top) in enumerate(pairwise(ys)):
        for column, (left, right) in enumerate(pairwise(xs)):
            place = row * width + column
            if column + 1 < width and not _covers(upright, right, (bottom + top) / 2):
                leaders[_leader(leaders, place + 1)] = _leader(leaders, place)
            if row + 1 < height and not _covers(level, top, (left + right) / 2):
                leaders[_leader(leaders, place + width)] = _leader(leaders, place)
    cells = [tuple(_leader(leaders, row * width + column) for column in range(width)) for row in range(height)]
    return Ruled(tuple(xs), tuple(ys), tuple(reversed(cells)))


def _covers(lines: list[Line], at: float, middle: float) -> bool:
    return any(abs(line.at - at) <= NEAR and line.start <= middle <= line.end for line in lines)


def _apart(places: list[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found
