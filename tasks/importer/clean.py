"""Source text to clean lines: what office programs, scanners and web pages left between the characters is taken out.

Every kept character keeps its place. Full-width letters and digits become plain ones, punctuation next to Chinese
characters becomes full-width, traditional characters simplified ones where the document is written in them.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.importer.pinyin import converter, mend, pinyin_in
from tasks.importer.source import Source, Span
from tasks.importer.text import Text

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]|[\x00-\x08\x0b-\x1f\x7f]")
OFFICE_MARK = re.compile(r"\[(?:bookmark|image|comment|footnote):[^\]\n]{0,80}\]")
PAGE_NUMBER = re.compile(r"[-—–－―]+ ?\d{1,4} ?[-—–－―]+|第 ?\d{1,4} ?页(?:[,，/]? ?共 ?\d{1,4} ?页)?")
HAN = r"一-鿿㐀-䶿〇"
NEAR_HAN = f"[{HAN}（）〔〕【】《》〈〉“”、。，；：？！％\\s]"
HALF_WIDTH = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
HALF = re.compile(rf"(?<={NEAR_HAN})[(),;:?!]|[(),;:?!](?={NEAR_HAN})")
PAIR = re.compile(r"（([^（）()\n]{0,200})\)|\(([^（）()\n]{0,200})）")  # of one width at one end only
PLAIN = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0x21 + i).isalnum()} | {
    ord("％"): "%", ord("＋"): "+", ord("．"): ".", ord("｡"): "。", ord("､"): "、", ord("\u00a0"): " ",
    ord("\u3000"): " ", ord("\t"): "\t", ord("﹕"): "：", ord("︰"): "：", ord("﹔"): "；", ord("﹐"): "，",
}  # fmt: skip
LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")  # radicals and compatibility forms, which print programs write
TRADITIONAL_SHARE = 0.05  # of the Chinese characters: below, those that occur are meant as they are


@dataclass(frozen=True)
class Line:
    """One line without the white space around it; `number` counts from 1 as an editor does."""

    number: int
    cell: Text
    indent: int = 0
    after_page: bool = False  # the first on its page

    @property
    def text(self) -> str:
        return self.cell.chars


@dataclass(frozen=True)
class Cleaned:
    """text: all of it.  lines: empty ones too, without printed page numbers.  starts: where the source's lines begin.

    seen: as in Source, and what was mended.
    """

    text: Text
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    seen: tuple[tuple[str, Span | None, dict], ...]

    def within(self, span: Span) -> Text:
        """The clean characters of a part of the source, as one line."""
        start, end = (bisect_left(self.text.places, place) for place in span)
        part = self.text[start:end]
        return Text(part.chars.replace("\n", " "), part.places).strip()

    def line_at(self, place: int) -> int:
        """The number of the line on which a place of the source stands."""
        return bisect_right(self.starts, place)


def clean(source: Source) -> Cleaned:
    raw = Text.plain(source.text)
    text, seen = without_artefacts(raw)
    text = Text(fold(simplified(text.chars)), text.places)
    starts = (0, *(found.end() for found in re.finditer("\n", source.text)))
    return Cleaned(text, tuple(lines_of(text, source, starts)), starts, (*source.seen, *seen))


def without_artefacts(text: Text) -> tuple[Text, list[tuple[str, Span | None, dict]]]:
    """The text without invisible characters, marks of office programs, and pinyin printed after characters."""
    gone = bytearray(len(text))
    for pattern in (INVISIBLE, OFFICE_MARK):
        for found in pattern.finditer(text.chars):
            gone[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    written = pinyin_in(text.chars)
    for start, end in written:
        gone[start:end] = b"\x01" * (end - start)
    chars, seen = mend(text.chars, gone) if written else (text.chars, [])
    if not any(gone):
        return Text(chars, text.places), seen
    return Text(chars, text.places).only(not flag for flag in gone), seen


def simplified(chars: str) -> str:
    """In simplified characters, where the text is written in traditional ones; as long as before."""
    han = len(re.findall(f"[{HAN}]", chars))
    if not han:
        return chars
    converted = converter().convert(chars)
    if len(converted) != len(chars):
        table = {ord(c): s for c in set(chars) if len(s := converter().convert(c)) == 1}
        converted = chars.translate(table)
    changed = sum(a != b for a, b in zip(chars, converted, strict=True))
    return converted if changed > han * TRADITIONAL_SHARE else chars


def fold(chars: str) -> str:
    """One form of each character that is printed in several; as long as before."""
    chars = chars.translate(PLAIN)
    chars = LOOKALIKES.sub(lambda found: single(unicodedata.normalize("NFKC", found[0]), found[0]), chars)
    chars = HALF.sub(lambda found: HALF_WIDTH[found[0]] if between_digits(found) is False else found[0], chars)
    return PAIR.sub(r"（\g<1>\g<2>）", chars)


def single(normal: str, printed: str) -> str:
    return normal if len(normal) == 1 else printed


def between_digits(found: re.Match) -> bool:
    """1,000 and 8:30 keep their punctuation."""
    before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    return found[0] in ",:" and before.isdigit() and after.isdigit()


def lines_of(text: Text, source: Source, starts: tuple[int, ...]) -> Iterator[Line]:
    """Every line of the source by its number; only printed page numbers are left out."""
    pages = iter([*source.pages, len(source.text) + 1])
    page = next(pages)
    at, number, broken = 0, 0, False
    for printed in text.chars.split("\n"):
        line = text[at : at + len(printed)]
        at += len(printed) + 1
        number += 1
        while page <= starts[min(number, len(starts)) - 1]:
            broken, page = True, next(pages)
        cell = line.strip()
        if is_page_number(cell.chars):
            broken = True
            continue
        indent = len(line.chars) - len(line.chars.lstrip())
        yield Line(number, cell, indent, after_page=broken and bool(cell))
        broken = broken and not cell


def is_page_number(chars: str) -> bool:
    return len(chars) <= 20 and bool(PAGE_NUMBER.fullmatch(chars))
