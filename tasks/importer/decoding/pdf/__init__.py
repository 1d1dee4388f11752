"""A PDF with a text layer: page by page its lines and its ruled tables, in the order in which they stand."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

from django.utils.translation import gettext_lazy as _

from tasks.importer.decoding.kinds import PROTECTED
from tasks.importer.decoding.limits import MAX_CHARACTERS, NotAPlan
from tasks.importer.decoding.pdf.flowing import margins, paragraphs
from tasks.importer.decoding.pdf.pages import Printed, join_cut_rows, page_of
from tasks.importer.decoding.writing import Writer
from tasks.importer.source import Source

PROGRAM = Path(__file__).with_name("extraction.py")
MAX_PAGES = 300
MAX_SECONDS = 20  # of the reading of its pages; what takes longer is hostile
SPARSE = 15  # characters a page: less is a scan with page numbers or a stamp
BROKEN = _("This PDF cannot be read. Open it, print it to a new PDF and import that one, or import the .docx file.")
REFUSALS = {
    "password": PROTECTED,
    "broken": BROKEN,
    "pages": _("This PDF has more than %(pages)s pages."),
    "characters": _("This file has more than %(limit)s characters."),
}


def read_pdf(data: bytes) -> Source:
    pages = [page_of(facts) for facts in _pages(data)]
    if sum(page.characters for page in pages) < SPARSE * len(pages):
        raise NotAPlan(_("This PDF is a scan without text. Import the .docx file, or a PDF that was not scanned."))
    join_cut_rows(pages)
    left, right = margins([line for page in pages for line in page.lines])
    writer = Writer()
    for number, page in enumerate(pages, 1):
        if not page.characters and page.has_picture:
            writer.note("scanned_page", page=number)
        writer.page()
        for part in page.parts:
            if isinstance(part, Printed):
                writer.table(part.rows)
            else:
                for paragraph in paragraphs(part, left=left, right=right):
                    writer.lines(paragraph)
    return writer.source()


def _pages(data: bytes) -> Iterator[dict[str, Any]]:
    """The facts of each page as `extraction` gives them, while it reads the next."""
    limits = [str(limit) for limit in (MAX_PAGES, MAX_CHARACTERS, MAX_SECONDS)]
    command = [sys.executable, "-I", str(PROGRAM), *limits]
    try:
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=subprocess.DEVNULL) as program:
            end = threading.Timer(2 * MAX_SECONDS, program.kill)
            end.start()
            try:
                yield from _talk(program, data)
            finally:
                end.cancel()
                program.kill()
    except (OSError, ValueError):
        raise NotAPlan(BROKEN) from None


def _talk(program: subprocess.Popen, data: bytes) -> Iterator[dict[str, Any]]:
    assert program.stdin and program.stdout
    program.stdin.write(data)
    program.stdin.close()
    for line in program.stdout:
        facts = json.loads(line)
        if "error" in facts:
            raise NotAPlan(REFUSALS[facts["error"]] % {"pages": MAX_PAGES, "limit": MAX_CHARACTERS})
        yield facts
    if program.wait():
        raise ValueError(program.returncode)
