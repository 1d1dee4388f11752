"""What a file is, told from its content alone: a name proves nothing."""

import codecs
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from kernel.archives import open_archive
from kernel.errors import WrongType

OPEN_XML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A type that is accepted, with the endings its names may have; the first is given to a name that has none."""

    content_type: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", ("pdf",))
OFD = Kind("application/ofd", ("ofd",))  # GB/T 33190
DOCX = Kind(f"{OPEN_XML}wordprocessingml.document", ("docx",))
XLSX = Kind(f"{OPEN_XML}spreadsheetml.sheet", ("xlsx",))
DOC = Kind("application/msword", ("doc", "wps"))
XLS = Kind("application/vnd.ms-excel", ("xls", "et"))
TEXT = Kind("text/plain", ("txt", "csv", "tsv", "md", "json"))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
PNG = Kind("image/png", ("png",))
WEBP = Kind("image/webp", ("webp",))

IMAGES = frozenset({JPEG, PNG, WEBP})
SHEETS = frozenset({XLSX, XLS, TEXT})
DOCUMENTS = frozenset({PDF, OFD, DOCX, XLSX, DOC, XLS, TEXT})
EVERY = IMAGES | DOCUMENTS

PACKED = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}
COMPOUND = {"WordDocument": DOC, "Workbook": XLS, "Book": XLS}
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
MACROS = re.compile(r"vbaProject\.bin$|^xl/macrosheets/", re.IGNORECASE)
BLOCK = 1 << 20


def kind_of(path: Path) -> Kind | None:
    """The kind of a file, or None when it is none that is known. Raises WrongType for one with macros."""
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    return TEXT if head and _is_text(path) else None


def _packed(path: Path) -> Kind | None:
    """DOCX, XLSX and OFD are archives that hold a certain member; nothing is unpacked."""
    try:
        with path.open("rb") as file, open_archive(file) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(MACROS.search(name) for name in members):
        raise WrongType(_("Files with macros are not accepted. Save the document without them."))
    return next((kind for member, kind in PACKED.items() if member in members), None)


def _compound(path: Path) -> Kind | None:
    """The older formats of Word, Excel and WPS: the names of their streams stand in directory entries of 128 bytes."""
    content = path.read_bytes()
    if _has_entry(content, "_VBA_PROJECT"):
        raise WrongType(_("Files with macros are not accepted. Save the document without them."))
    return next((kind for name, kind in COMPOUND.items() if _has_entry(content, name)), None)


def _has_entry(content: bytes, name: str) -> bool:
    entry = f"{name}\0".encode("utf-16-le")
    at = content.find(entry)
    while at > 0 and at % 128:
        at = content.find(entry, at + 1)
    return at > 0


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        is_utf16 = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return any(_decodes(path, encoding) for encoding in (("utf-16",) if is_utf16 else ("utf-8", "gb18030")))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if CONTROL.search(decoder.decode(block)):
                    return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
