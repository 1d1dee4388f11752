"""A document once its file is decoded: the text every later stage points into, and the real tables found in it."""

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """text[start:end] of a source."""

    start: int
    end: int


@dataclass(frozen=True)
class Grid:
    """A real table: the place of each cell. All rows are of one width; a merged cell fills each place it covers."""

    rows: tuple[tuple[Span, ...], ...]

    @property
    def span(self) -> Span:
        return Span(self.rows[0][0].start, max(cell.end for row in self.rows for cell in row))


@dataclass(frozen=True)
class Source:
    """text: what a reader sees, a paragraph to a line, "\\n" between lines, never changed after this stage.

    grids: in order; their cells lie in `text`, parted by tabs and lines.  pages: where each page begins, where the
    file says so.  seen: (code, span, facts) of what could not be taken over or is damaged, for doubts.
    """

    text: str
    grids: tuple[Grid, ...] = ()
    pages: tuple[int, ...] = ()
    seen: tuple[tuple[str, Span | None, dict], ...] = ()

    def at(self, span: Span) -> str:
        return self.text[span.start : span.end]
