"""Characters on a page to lines, lines to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

BEGINS = re.compile(  # what begins a paragraph, however full the line before it was
    r"第[一二三四五六七八九十百零\d]+[章节条部]|[（(]?[一二三四五六七八九十百]+[、）)．.]|[（(]?\d+[、）)．]|[①-⑳●★]|附\s*件"
)
LABEL = re.compile("[一-鿿]{2,8}[：:]")
WORDS = re.compile("[A-Za-z]{2}")
UNBROKEN = re.compile(r"[（《“‘〔【]*(?:[A-Za-z0-9.%/-]+|.)[，。、；：！？）》”’〕】…]*")  # what no line end may part


class Character(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True)
class Line:
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        return self.top - self.bottom


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """From above; characters whose heights overlap by half stand in one line."""
    rows: list[list[Character]] = []
    for character in sorted(characters, key=lambda one: (-one.middle[1], one.left)):
        if rows and _in_line(rows[-1][0], character):
            rows[-1].append(character)
        else:
            rows.append([character])
    return [_line(sorted(row, key=lambda one: one.left)) for row in rows]


def _in_line(first: Character, other: Character) -> bool:
    overlap = min(first.top, other.top) - max(first.bottom, other.bottom)
    return overlap > 0.5 * min(first.top - first.bottom, other.top - other.bottom)


def _line(row: list[Character]) -> Line:
    """Letters printed twice for boldness are one; a gap as wide as a character is a space."""
    text, before = "", None
    for character in row:
        size = character.top - character.bottom
        if before and character.text == before.text and character.left - before.left < 0.2 * size:
            continue
        if before and before.text != " ":
            gap = character.left - before.right
            if gap > (0.2 if before.text.isascii() and character.text.isascii() else 0.8) * size:
                text += " "
        text += character.text
        before = character
    sides = min(one.left for one in row), min(one.bottom for one in row)
    return Line(text.strip(), *sides, max(one.right for one in row), max(one.top for one in row))


def margins(lines: list[Line]) -> tuple[float, float]:
    """(left, right) of the text of a document: where several of its lines begin, and end."""
    lefts = Counter(round(line.left / 3) for line in lines)
    rights = Counter(round(line.right / 3) for line in lines)
    several = max(2, len(lines) // 50)
    left = min((at for at, count in lefts.items() if count >= several), default=min(lefts, default=0))
    right = max((at for at, count in rights.items() if count >= several), default=max(rights, default=0))
    return left * 3, right * 3


def paragraphs(lines: list[Line], *, left: float, right: float) -> Iterator[str]:
    """Lines that were only broken at the right margin go on in one, unless they begin right of the left one."""
    lines = [line for line in lines if line.text]
    if not lines:
        return
    text = lines[0].text
    for before, line in pairwise(lines):
        if _goes_on(before, line, left=left, right=right):
            text += (" " if WORDS.fullmatch(text[-1] + line.text[0]) else "") + line.text
        else:
            yield text
            text = line.text
    yield text


def _width(line: Line) -> float:
    """Of what had to fit to stay in the line before, a little more."""
    found = UNBROKEN.match(line.text)
    return line.size * sum([0.6 if sign.isascii() else 1 for sign in found[0]] if found else [1], 0.4)


def _goes_on(before: Line, line: Line, *, left: float, right: float) -> bool:
    return (
        before.right + _width(line) > right
        and line.left < left + 0.8 * line.size
        and before.bottom - line.top < 1.5 * line.size
        and abs(before.size - line.size) < 0.2 * line.size
        and not BEGINS.match(line.text)
        and not (before.text[-1] in "。；" and LABEL.match(line.text))
    )
