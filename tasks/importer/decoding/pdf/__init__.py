"""A PDF with a text layer: page by page its lines and its ruled tables, in the order in which they stand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from tasks.importer.decoding.kinds import PROTECTED
from tasks.importer.decoding.layout import Cell
from tasks.importer.decoding.limits import MAX_CHARACTERS, NotAPlan
from tasks.importer.decoding.pdf.flowing import Character, lines_of, paragraphs
from tasks.importer.decoding.pdf.rulings import Ruled, ruled_tables
from tasks.importer.decoding.writing import Writer
from tasks.importer.source import Source

PROGRAM = Path(__file__).with_name("extraction.py")
MAX_PAGES = 300
MAX_SECONDS = 20  # of the reading of its pages; what takes longer is hostile
INSET = 6  # points between the text of a cell and its side, as Word sets it
SPARSE = 15  # characters a page: less is a scan with page numbers or a stamp
BROKEN = _("This PDF cannot be read. Open it, print it to a new PDF and import that one, or import the .docx file.")
REFUSALS = {
    "password": PROTECTED,
    "broken": BROKEN,
    "pages": _("This PDF has more than %(pages)s pages."),
    "characters": _("This file has more than %(limit)s characters."),
}


def read_pdf(data: bytes) -> Source:
    writer, found = Writer(), []
    for number, facts in enumerate(_pages(data), 1):
        characters = [Character(chr(code), *box) for code, *box in facts["characters"]]
        visible = [character for character in characters if not character.text.isspace()]
        found.append(len(visible))
        if not visible and facts["has_picture"]:
            writer.note("scanned_page", page=number)
        writer.page()
        for part in _parts(characters, ruled_tables(facts["rulings"])):
            if isinstance(part, str):
                writer.lines(part)
            else:
                writer.table(part)
    if sum(found) < SPARSE * len(found):
        raise NotAPlan(_("This PDF is a scan without text. Import the .docx file, or a PDF that was not scanned."))
    return writer.source()


def _pages(data: bytes) -> list[dict[str, Any]]:
    """The facts of each page as `extraction` gives them."""
    limits = [str(limit) for limit in (MAX_PAGES, MAX_CHARACTERS, MAX_SECONDS)]
    try:
        run = subprocess.run(
            [sys.executable, "-I", str(PROGRAM), *limits], input=data, capture_output=True, timeout=2 * MAX_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise NotAPlan(BROKEN) from None
    pages = [json.loads(line) for line in run.stdout.splitlines()]
    if run.returncode or not pages:
        raise NotAPlan(BROKEN)
    for facts in pages:
        if "error" in facts:
            raise NotAPlan(REFUSALS[facts["error"]] % {"pages": MAX_PAGES, "limit": MAX_CHARACTERS})
    return pages


def _parts(characters: list[Character], tables: list[Ruled]) -> list[str | list[list[Cell]]]:
    """Paragraphs and tables of a page from above."""
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
    parts: list[str | list[list[Cell]]] = []
    for table, cells in sorted(zip(tables, inside, strict=True), key=lambda one: -one[0].ys[-1]):
        above = [line for line in lines if line.bottom > table.ys[-1] - line.size / 2]
        parts += paragraphs(above)
        parts.append(_rows(table, cells))
        lines = lines[len(above) :]
    return [*parts, *paragraphs(lines)]


def _rows(table: Ruled, inside: dict[int, list[Character]]) -> list[list[Cell]]:
    cells = {
        cell: Cell("\n".join(paragraphs(lines_of(characters), right=table.right_of(cell) - INSET)))
        for cell, characters in inside.items()
    }
    empty: dict[int, Cell] = {}
    return [[cells.get(cell) or empty.setdefault(cell, Cell()) for cell in row] for row in table.cells]
