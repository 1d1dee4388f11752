"""Bytes to text: UTF-8, UTF-16 or GB18030, told by the bytes; what is damaged in it shows as U+FFFD, never a guess.

The first encoding is taken in which little is damaged and the rest looks like text.
"""

import codecs
import re

from django.utils.translation import gettext_lazy as _

from tasks.importer.decoding.limits import NO_TEXT, NotAPlan
from tasks.importer.decoding.pairing import common, is_mostly_rare, paired_anew

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SOUND = 100  # characters for each damaged one, at least
WIDE = {"utf-16-le", "utf-16-be"}
ASCII = re.compile("[\t-\r -~]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
DAMAGED, DAMAGE = "\ufffd", re.compile("\ufffd+")


def text_of(data: bytes, *, declared: str = "") -> tuple[str, str]:
    """(text, encoding); line ends are as in the file. declared: the encoding that the document itself names, or "".

    Raises NotAPlan where no encoding makes a text of the bytes.
    """
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    if b"\x00" in data:  # in text only as half of a UTF-16 digit, tab or line end
        encodings = ("utf-16-le", "utf-16-be", *encodings)
    if declared:
        encodings = tuple(dict.fromkeys((declared, *encodings)))
    for bom, encoding in BOMS:
        if data.startswith(bom):
            data, encodings = data[len(bom) :], (encoding,)
            break
    for encoding in encodings:
        damage, text = _read(data, encoding)
        if damage * SOUND <= 1:
            return text, encoding
    if CONTROL.search(data.decode("latin-1")):
        raise NotAPlan(NO_TEXT)
    raise NotAPlan(_("The characters of this file cannot be read. Save it as UTF-8 and import it again."))


def _read(data: bytes, encoding: str) -> tuple[float, str]:
    """(damaged places for each character, the text with U+FFFD at each)."""
    readable = len(data.decode(encoding, "ignore").encode(encoding, "ignore"))
    if (len(data) - readable) * SOUND > len(data) * 4:  # hopeless: the slow way is not gone for each byte
        return 1.0, ""
    text = _decoded(data, encoding)
    if encoding == "gb18030":
        text = _decoded(paired_anew(data, text), encoding)
    if is_mostly_rare(text) or (b"\x00" in data and encoding in WIDE and not ASCII.search(text)):
        return 1.0, ""
    stood_there = data.count(DAMAGED.encode(encoding, "ignore") or DAMAGED.encode())
    damaged = sum(-(len(run) // -3) for run in DAMAGE.findall(text)) - stood_there  # a byte may spoil three
    return max(damaged, 0) / max(len(text), 1), text


def _decoded(data: bytes, encoding: str) -> str:
    return CONTROL.sub(DAMAGED, data.decode(encoding, "as-damaged"))


def _as_damaged(error: UnicodeError) -> tuple[str, int]:
    """U+FFFD for what no character can be, and reading on where the bytes pair again."""
    assert isinstance(error, UnicodeDecodeError)
    data, after = error.object, error.start + 1
    if error.encoding != "gb18030":
        return DAMAGED, max(error.end, after)
    ahead = data[after : after + 40]
    is_half_left = ahead[:1] >= b"\x80" and common(ahead[1:]) > common(ahead)
    return DAMAGED, after + is_half_left


codecs.register_error("as-damaged", _as_damaged)
