"""The bytes of a published plan to its text and tables, or a refusal that says what to do instead.

A file is known by its content; its name only tells a part of an HTML page from a text.
"""

from django.utils.translation import gettext_lazy as _

from tasks.importer.decoding.archives import Archive
from tasks.importer.decoding.kinds import other_package, refuse_other_kinds
from tasks.importer.decoding.limits import MAX_BYTES, NotAPlan
from tasks.importer.decoding.pdf import read_pdf
from tasks.importer.decoding.plain import read_text
from tasks.importer.decoding.webpages import is_html, read_html
from tasks.importer.decoding.word import read_docx
from tasks.importer.decoding.workbooks import read_xlsx
from tasks.importer.source import Source

__all__ = ["MAX_BYTES", "NotAPlan", "decode"]


def decode(data: bytes, *, name: str) -> Source:
    """What a plan's file says. name: the file's. Raises NotAPlan, with a sentence to show, for any other file."""
    if len(data) > MAX_BYTES:
        raise NotAPlan(_("This file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024**2})
    refuse_other_kinds(data)
    if data.startswith(b"PK\x03\x04"):
        return _read_package(data)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return read_pdf(data)
    return read_html(data) if is_html(data, name=name) else read_text(data)


def _read_package(data: bytes) -> Source:
    archive = Archive(data)
    if any(name.startswith("word/") for name in archive.names):
        return read_docx(archive)
    if any(name.startswith("xl/") for name in archive.names):
        return read_xlsx(archive, data)
    raise other_package(archive.names)
