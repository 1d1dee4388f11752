"""Pinyin that a web page prints after each character, and the characters that this printing broke.

Such a page puts （guó） after 國. Where the program that did so counted bytes wrongly, it cut a character of two bytes:
the bytes after the cut were read as other characters until an odd byte came, which was lost with the bracket beside it
and is printed as ?. What the bytes still say is restored; a character that they leave open is marked; both are told.
"""

import re
from functools import cache

from opencc import OpenCC

from tasks.importer.source import Span

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
SYLLABLE = rf"[bpmfdtnlgkhjqxzcsryw]?[hm]?[aeiouü{TONED}]{{1,4}}(?:ng?|r)?"
PRINTED = re.compile(rf"(?<=[㐀-鿿?a-z])[(（]({SYLLABLE})[)）]")
BROKEN = re.compile(rf"(?<![(（])\?{SYLLABLE}[)）](?P<torn>[㐀-鿿]*)(?P<odd>\?{SYLLABLE}[)）]|\?|[a-z](?=[(（]))?")
ENOUGH = 10  # toned syllables: then those without a tone are pinyin too
UNKNOWN = "�"
NUMERALS = "一二两三四五六七八九十半"


def pinyin_in(chars: str) -> list[tuple[int, int]]:
    """Where pinyin is printed in brackets after a character: 國(guó). (CA), (育) and （一） are none."""
    found = list(PRINTED.finditer(chars))
    toned = [match for match in found if any(letter in TONED for letter in match[1])]
    return [match.span() for match in (found if len(toned) >= ENOUGH else toned)]


def mend(chars: str, gone: bytearray) -> tuple[str, list[tuple[str, Span | None, dict]]]:
    """The text with its broken places restored as far as their bytes say; what is left of the pinyin marked in `gone`.

    Returns a text as long as before, and each broken place as in Source.seen.
    """
    written = list(chars)
    seen: list[tuple[str, Span | None, dict]] = []
    for found in BROKEN.finditer(chars):
        restored = restore(found["torn"], found["odd"] or "", before=chars[max(0, found.start() - 1) : found.start()])
        gone[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
        kept = (found.start(), *range(*found.span("torn")))
        for at, character in zip(kept, restored, strict=True):
            written[at], gone[at] = character, 0
        seen.append(("damaged", Span(*found.span()), {"text": restored}))
    return "".join(written), seen


def restore(torn: str, odd: str, *, before: str) -> str:
    """One character more than is printed: the first was cut, the last lost its second byte with `odd`.

    After 每 a numeral stands, so that the second byte is enough where only one numeral has it.
    """
    data = b"".join(character.encode("gbk", "replace").ljust(2, b"?") for character in torn)
    end = odd.encode() if len(odd) == 1 and odd.isalpha() else b""
    middle = [(data[i : i + 2] + end)[:2].decode("gbk", "replace")[:1] for i in range(1, len(data), 2)]
    first = UNKNOWN
    if before == "每" and data:
        fitting = set(NUMERALS) & {simple(bytes([lead, data[0]])) for lead in range(0x81, 0xFF)}
        first = fitting.pop() if len(fitting) == 1 else UNKNOWN
    return first + "".join(middle)


def simple(data: bytes) -> str:
    """The simplified form of a character of two bytes."""
    return converter().convert(data.decode("gbk", "replace"))


@cache
def converter() -> OpenCC:
    """From traditional to simplified characters."""
    return OpenCC("t2s")
