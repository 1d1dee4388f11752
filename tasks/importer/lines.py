"""Bytes to numbered lines of text, or a refusal that says why the file cannot be read."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused
from kernel.tables import sheets_of

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 50_000
MAX_LINE = 20_000  # characters

WORKBOOK = b"PK\x03\x04"  # what xlsx begins with, docx and zip too
SIGNATURES = (  # what people most often take for text
    b"%PDF-",
    b"\xd0\xcf\x11\xe0",  # doc, xls, wps
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
)
NO_TEXT = _("This file is not plain text. Save the document as a .txt file and import that one.")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
PAGE_NUMBER = re.compile(r"[-—–－―]+\s*\d{1,4}\s*[-—–－―]+|第\s*\d{1,4}\s*页(?:[,，/]?\s*共\s*\d{1,4}\s*页)?")


class NotAPlan(Refused):
    """The file is no plan that can be read; `reason` is a sentence to show."""

    status = 400


@dataclass(frozen=True)
class Line:
    """One line without the white space around it; `number` counts from 1 as an editor does."""

    number: int
    text: str


def read_lines(data: bytes) -> list[Line]:
    """The lines of a text file in UTF-8, UTF-16 or GB18030, or of a workbook; printed page numbers are left out.

    Raises NotAPlan for a file that is empty, too large, neither text nor a workbook, or in an unknown encoding.
    """
    if len(data) > MAX_BYTES:
        raise NotAPlan(_("This file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024**2})
    if data.startswith(SIGNATURES):
        raise NotAPlan(NO_TEXT)
    written = workbook_lines(data) if data.startswith(WORKBOOK) else re.split(r"\r\n|\r|\n", decode(data))
    texts = [INVISIBLE.sub("", text).strip() for text in written]
    if not any(texts):
        raise NotAPlan(_("This file is empty."))
    if len(texts) > MAX_LINES:
        raise NotAPlan(_("This file has more than %(limit)s lines.") % {"limit": MAX_LINES})
    for number, text in enumerate(texts, 1):
        if len(text) > MAX_LINE:
            limits = {"line": number, "limit": MAX_LINE}
            raise NotAPlan(_("Line %(line)s of this file is longer than %(limit)s characters.") % limits)
    return [Line(number, text) for number, text in enumerate(texts, 1) if not PAGE_NUMBER.fullmatch(text)]


def workbook_lines(data: bytes) -> list[str]:
    """The sheet with the table of tasks as a flattened one: a line for each cell, empty ones too."""
    try:
        sheets = list(sheets_of(data))
    except Refused:
        raise NotAPlan(NO_TEXT) from None
    for rows in sheets:
        if width := next((len(header) for header in map(filled, rows) if names_columns(header)), 0):
            return [line for row in rows for line in flattened(row, width)]
    return [cell for rows in sheets for row in rows for cell in row]


def names_columns(cells: list[str]) -> bool:
    """Whether a row heads the table: it has words for the row number and for a department."""
    words = [re.sub(r"\s+", "", cell) for cell in cells]
    return any(re.search("序号|编号", word) for word in words) and any(re.search("部门|单位", word) for word in words)


def filled(row: list[str]) -> list[str]:
    """The cells up to the last that says something, each on one line."""
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def flattened(row: list[str], width: int) -> list[str]:
    """A row of the table cell by cell; one of a single cell, as a title or heading is, by itself."""
    cells = filled(row)
    said = [cell for cell in cells if cell]
    return said if len(said) < 2 else cells + [""] * (width - len(cells))


def decode(data: bytes) -> str:
    """The text of the bytes, by its byte order mark or else by what its bytes can be."""
    readable = False
    for encoding in possible_encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readable = True
        if not CONTROL.search(text) and (b"\x00" not in data or looks_like_text(text)):
            return text
    if readable or CONTROL.search(data.decode("latin-1")):
        raise NotAPlan(NO_TEXT)
    raise NotAPlan(_("The characters of this file cannot be read. Save it as UTF-8 and import it again."))


def possible_encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in data:  # in text only as half of a UTF-16 digit, tab or line end
        return ("utf-16-le", "utf-16-be")
    return ("utf-8", "gb18030")


def looks_like_text(text: str) -> bool:
    """Whether it has lines, of characters that exist: the wrong byte order, and other bytes, make some that do not."""
    categories = {unicodedata.category(character) for character in set(text)}
    return bool(re.search("[\r\n]", text)) and categories.isdisjoint({"Cn", "Co", "Cs"})
