"""In which encoding a text was saved: UTF-8, or GB18030, in which Chinese spreadsheets save CSV."""

import codecs
import re
from typing import BinaryIO

from django.utils.translation import gettext as _

from kernel.errors import WrongType

BLOCK = 1 << 20
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
RARE = 10  # a text has at most one broken sign among so many: what is GB18030 has hardly one that is whole in UTF-8
UTF_8, GB18030 = "utf-8-sig", "gb18030"


def encoding_of(file: BinaryIO) -> tuple[str, int]:
    """The encoding, and how many lines there are. Raises WrongType, which names the line that is broken."""
    found, line = _read(file, UTF_8)
    if found:
        return UTF_8, line
    if not _is_broken_utf_8(file):
        found, line = _read(file, GB18030)
        if found:
            return GB18030, line
    words = _("Line %(line)d holds bytes that are neither UTF-8 nor GB18030 text. Save the file as “CSV UTF-8”.")
    raise WrongType(words % {"line": line})


def _read(file: BinaryIO, encoding: str) -> tuple[bool, int]:
    """Whether all of it is text, and the last line that was read."""
    decoder, lines = codecs.getincrementaldecoder(encoding)(), 1
    file.seek(0)
    block = b"begin"
    while block:
        block = file.read(BLOCK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            return False, lines + error.object[: error.start].count(b"\n")
        if NO_TEXT.search(text):
            raise WrongType(_("The file is neither UTF-8 text nor XLSX. Save it as “CSV UTF-8”."))
        lines += block.count(b"\n")
    return True, lines


def _is_broken_utf_8(file: BinaryIO) -> bool:
    """GB18030 has a sign for nearly any two bytes, so that a damaged text in UTF-8 would be read as other words."""
    decoder, whole, broken = codecs.getincrementaldecoder(UTF_8)(errors="replace"), 0, 0
    file.seek(0)
    while block := file.read(BLOCK):
        text = decoder.decode(block)
        whole += len(CHINESE.findall(text))
        broken += text.count("\ufffd")
    return whole >= RARE * max(broken, 1)
