"""A plan's bytes as Source, until the package `decoding` does it."""

import re

from django.utils.translation import gettext_lazy as _

from tasks.importer.lines import MAX_BYTES, NO_TEXT, SIGNATURES, WORKBOOK, NotAPlan, workbook_lines
from tasks.importer.lines import decode as decode_text
from tasks.importer.source import Grid, Source, Span

MAX_LINES = 50_000
MAX_LINE = 20_000


def decode(data: bytes, *, name: str) -> Source:
    if len(data) > MAX_BYTES:
        raise NotAPlan(_("This file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024**2})
    if data.startswith(SIGNATURES):
        raise NotAPlan(NO_TEXT)
    text = "\n".join(workbook_lines(data)) if data.startswith(WORKBOOK) else decode_text(data)
    text = re.sub("\r\n|\r|\f", "\n", text)
    if not text.strip("\ufeff\u200b \n\t"):
        raise NotAPlan(_("This file is empty."))
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise NotAPlan(_("This file has more than %(limit)s lines.") % {"limit": MAX_LINES})
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise NotAPlan(
                _("Line %(line)s of this file is longer than %(limit)s characters.")
                % {"line": number, "limit": MAX_LINE}
            )
    return Source(text, grids=grids(text))


def grids(text):
    found, rows, at = [], [], 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if line.startswith("|") and line.rstrip().endswith("|"):
            if re.fullmatch(r"[|\-: ]+", line):
                continue
            cells, p = [], start + 1
            for cell in line.rstrip()[1:-1].split("|"):
                a = p + len(cell) - len(cell.lstrip())
                cells.append(Span(a, max(a, p + len(cell.rstrip()))))
                p += len(cell) + 1
            rows.append(tuple(cells))
        elif rows:
            found.append(Grid(tuple(rows)))
            rows = []
    if rows:
        found.append(Grid(tuple(rows)))
    return tuple(found)
