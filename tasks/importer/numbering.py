"""The numbers that items of a plan begin with: 一、 （一） 1. （1） ① and how they nest."""

import re
from dataclasses import dataclass
from enum import IntEnum

from tasks.importer.text import Text


class Level(IntEnum):
    """From the outermost to the innermost; a plan need not use all of them."""

    PART = 0  # 第一章
    CHAPTER = 1  # 一、
    GROUP = 2  # （一）
    ITEM = 3  # 1.
    DOTTED = 4  # 1.1
    DETAIL = 5  # （1） or 1）
    POINT = 6  # ①


HAN = "〇零一二三四五六七八九十百"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
NO_AMOUNT = "(?=[一-鿿“《])(?![个万亿倍元年月天米吨千公平小分‰])"  # 3.5个
MARKERS = (
    (Level.PART, re.compile(rf"第(?P<han>[{HAN}]{{1,5}})(?:部分|章|节|篇)[、．.:：\s]*")),
    (Level.CHAPTER, re.compile(rf"(?P<han>[{HAN}]{{1,5}})[、．.]\s*")),
    (Level.GROUP, re.compile(rf"[（(〔]\s*(?P<han>[{HAN}]{{1,5}})\s*[）)〕][、．.]?\s*")),
    (
        Level.DOTTED,
        re.compile(
            r"(?P<dotted>\d{1,2}(?:[.．]\d{1,2}){1,3})(?:[、．.]\s*|\s+|(?=[一-鿿“《])(?![个万亿倍元年月天米吨千公平小分‰]))"
        ),
    ),
    (Level.ITEM, re.compile(r"(?P<digits>\d{1,3})(?:[、．]|[.](?!\d)|[.](?=20\d\d年|\d{1,2}月))\s*")),
    (Level.DETAIL, re.compile(r"(?:[（(]\s*(?P<digits>\d{1,3})\s*[）)]|(?P<half>\d{1,3})[）)])[、．.]?\s*")),
    (Level.POINT, re.compile(rf"(?P<circled>[{CIRCLED}])[、．.]?\s*")),
)
BEGINS = re.compile(rf"[第{HAN}（(〔\d{CIRCLED}]")
UNITS = {character: value for value, character in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True)
class Marker:
    """A number as printed at the beginning of a line; what follows it begins at `end`."""

    level: Level
    value: int
    printed: str
    end: int

    def at(self, level: Level) -> "Marker":
        """The same number in the form of another level: （4） among （三） and （五）."""
        return Marker(level, self.value, self.printed, self.end)

    @property
    def number(self) -> str:
        """As it is cited, in one form: （一）, 1, （1）, ①; a chapter is cited without its comma."""
        forms = {
            Level.PART: han(self.value),
            Level.CHAPTER: han(self.value),
            Level.GROUP: f"（{han(self.value)}）",
            Level.ITEM: str(self.value),
            Level.DETAIL: f"（{self.value}）",
        }
        return forms.get(self.level) or re.sub(r"[\s、]|[.．]$", "", self.printed)


def marker_of(text: Text) -> Marker | None:
    """The number that the line begins with."""
    if not BEGINS.match(text.chars):
        return None
    for level, pattern in MARKERS:
        found = pattern.match(text.chars)
        if found and (value := value_of(found)):
            return Marker(level, value, found[0].strip(), found.end())
    return None


def value_of(found: re.Match) -> int:
    groups = {name: text for name, text in found.groupdict().items() if text}
    if "han" in groups:
        return from_han(groups["han"])
    if "circled" in groups:
        return CIRCLED.index(groups["circled"]) + 1
    if "dotted" in groups:
        return int(re.split("[.．]", groups["dotted"])[-1])
    return int(groups.get("digits") or groups.get("half") or 0)


def from_han(numeral: str) -> int:
    """二十一 as 21; 0 for what is no numeral."""
    total = digit = 0
    for character in numeral:
        if character in UNITS:
            digit = UNITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit


def han(value: int) -> str:
    """21 as 二十一."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    digits = "〇一二三四五六七八九"
    words = f"{digits[hundreds]}百" if 0 < hundreds < 10 else ""
    if hundreds and not tens and ones:
        words += "〇"
    if tens:
        words += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    return words + (digits[ones] if ones else "")
