"""A source as it is put together: line by line and table by table, each cell's place kept."""

import re

from django.utils.translation import gettext_lazy as _

from tasks.importer.decoding.layout import Cell, squared
from tasks.importer.decoding.limits import MAX_CHARACTERS, MAX_LINE, MAX_LINES, NotAPlan, refuse_many
from tasks.importer.source import Grid, Source, Span

DAMAGE = re.compile("\ufffd+")
LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
NO_TEXT_IN_XML = re.compile("[\x00-\x08\x0e-\x1f]")

Noted = tuple[str, Span | None, dict]


class Writer:
    """Takes what a reader sees in its order; `source` gives the whole."""

    def __init__(self):
        self._parts: list[str] = []
        self._length = 0
        self._places = 0
        self._grids: list[Grid] = []
        self._pages = [0]
        self._seen: list[Noted] = []

    def lines(self, *pieces: str | None) -> Span:
        """A paragraph; its own line ends part it into lines, None is where a page begins."""
        start = self._length
        for piece in pieces:
            if piece is None:
                self.page()
            else:
                self._write(piece)
        self._write("\n")
        return Span(start, self._length - 1)

    def page(self) -> None:
        """What follows stands on a new page."""
        if "".join(self._since(self._pages[-1])).strip():
            self._pages.append(self._length)

    def note(self, code: str, span: Span | None = None, **facts) -> None:
        self._seen.append((code, span, facts))

    def table(self, rows: list[list[Cell]]) -> None:
        """A table whose rows may be of unequal length; places that only repeat a row or column beside them go."""
        rows = squared(rows)
        if not rows:
            return
        self._places += len(rows) * len(rows[0])
        refuse_many(self._places)
        spans: dict[int, Span] = {}
        grid = []
        for row in rows:
            if any(cell.begins_page and id(cell) not in spans for cell in row):
                self.page()
            places = []
            for number, cell in enumerate(row):
                if number:
                    self._write("\t")
                if id(cell) not in spans:
                    spans[id(cell)] = self._cell(cell)
                places.append(spans[id(cell)])
            self._write("\n")
            grid.append(tuple(places))
        self._grids.append(Grid(tuple(grid)))

    def source(self) -> Source:
        text = "".join(self._parts)
        pages = tuple(self._pages) if len(self._pages) > 1 else ()
        return checked(Source(text, tuple(self._grids), pages, tuple(self._seen)))

    def _cell(self, cell: Cell) -> Span:
        span = self._write(" ".join(cell.text.strip().split("\t")))
        for code in cell.codes:
            self.note(code, span)
        return span

    def _write(self, text: str) -> Span:
        text = NO_TEXT_IN_XML.sub("", LINE_END.sub("\n", text))
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            refuse_long()
        return Span(start, self._length)

    def _since(self, start: int) -> list[str]:
        """What was written from there on; there is the start of a part."""
        parts, at = [], self._length
        for part in reversed(self._parts):
            if at <= start:
                break
            parts.append(part)
            at -= len(part)
        return parts


def checked(source: Source) -> Source:
    """The source with its damaged characters noted. Raises NotAPlan where it is empty or too long."""
    if not source.text.strip("\ufeff\u200b \t\n\u3000\xa0"):
        raise NotAPlan(_("This file is empty."))
    if len(source.text) > MAX_CHARACTERS:
        refuse_long()
    if source.text.count("\n") > MAX_LINES:
        raise NotAPlan(_("This file has more than %(limit)s lines.") % {"limit": MAX_LINES})
    for number, line in enumerate(source.text.split("\n"), 1):
        if len(line) > MAX_LINE:
            limits = {"line": number, "limit": MAX_LINE}
            raise NotAPlan(_("Line %(line)s of this file is longer than %(limit)s characters.") % limits)
    damage: list[Noted] = [("unreadable", Span(*found.span()), {}) for found in DAMAGE.finditer(source.text)]
    seen = sorted([*source.seen, *damage], key=lambda noted: noted[1] or Span(0, 0))
    return Source(source.text, source.grids, source.pages, tuple(seen))


def refuse_long() -> None:
    raise NotAPlan(_("This file has more than %(limit)s characters.") % {"limit": MAX_CHARACTERS})
