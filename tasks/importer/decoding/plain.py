"""A text file, tables of pipes in it included."""

import re

from tasks.importer.decoding.encodings import text_of
from tasks.importer.decoding.markdown import pipe_tables
from tasks.importer.decoding.pairing import wrongly_paired
from tasks.importer.decoding.writing import Noted, checked
from tasks.importer.source import Source

LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def read_text(data: bytes) -> Source:
    """The text as it stands, but for its line ends; a form feed begins a page."""
    text, encoding = text_of(data)
    text = text.replace("\r\n", "\n")
    pages = [found.end() for found in re.finditer("\f", text)]
    text = LINE_END.sub("\n", text)
    seen: tuple[Noted, ...] = (
        tuple(("unreadable", span, {}) for span in wrongly_paired(text)) if encoding == "gb18030" else ()
    )
    return checked(Source(text, pipe_tables(text), (0, *pages) if pages else (), seen))
