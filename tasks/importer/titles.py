"""What a task is called: its heading, or the first phrase of a text without one."""

import re
from typing import NamedTuple

from tasks.importer.text import Text

STOP = re.compile("[。；;！\n]")
PHRASE = re.compile("[。；;，,！\n]")
DATED = re.compile(r"\s*[（(〔][^（）()]{0,40}?\d[^（）()]{0,40}[月年日季期前底][^（）()]{0,20}[）)〕]$")
AND_SUCH = re.compile(r"、[^、，。]{1,30}等")


class Measure(NamedTuple):
    """A first phrase of fewer than `least` characters goes on, as long as the whole stays within `most`."""

    least: int
    most: int


LONGEST_HEADING = 60
SAYS_ENOUGH = 10  # characters
ITEM = Measure(13, 40)
PART = Measure(10, 25)


class Titled(NamedTuple):
    title: Text
    text: Text  # what stands after the title; all of it where the title is but a phrase of it


def titled(text: Text, *, is_part: bool = False, is_cell: bool = False) -> Titled:
    """Part a task's text into title and text.

    is_part: it is one of several under a number.  is_cell: it stands in a table, where sentences have no headings.
    """
    text = text.strip().lstrip("。，、； \n")
    line_end = text.chars.find("\n")
    line = text[: line_end if line_end >= 0 else len(text)]
    sentence = until(STOP, line)
    more = text[len(sentence) :].lstrip("。；！ \n")
    if is_part:
        return called(part_phrase(line), text, more)
    if len(sentence) <= ITEM.most and ((more and not is_cell) or len(until(PHRASE, sentence)) < ITEM.least):
        return Titled(bare(sentence), more)
    if line_end >= 0 and len(sentence) == len(line.strip(" 。；")) and len(line) <= LONGEST_HEADING:
        return Titled(bare(sentence), more)
    return called(phrase(sentence), text, more)


def called(title: Text, text: Text, more: Text) -> Titled:
    whole = len(title) + len(more) >= len(text) - 3
    return Titled(bare(title), more if whole else text)


def part_phrase(line: Text) -> Text:
    """A part of an item has no heading of its own: its first phrase, and the next where that is short."""
    first = phrase(line)
    if len(first) >= PART.least or len(first) == len(line):
        return first
    rest = line[len(first) + 1 :]
    both = len(first) + 1 + len(until(PHRASE, rest))
    return line[:both] if both <= PART.most else first


def phrase(text: Text) -> Text:
    """Up to the first comma; an enumeration that ends in 等 up to its first member, where that says enough."""
    first = until(PHRASE, text)
    for found in AND_SUCH.finditer(first.chars):
        if found.start() >= SAYS_ENOUGH:
            return first[: found.start()]
    return first


def until(stop: re.Pattern, text: Text) -> Text:
    found = stop.search(text.chars)
    return text[: found.start()] if found else text


def bare(title: Text) -> Text:
    """A title without white space, the date in its brackets and the punctuation at its end."""
    dated = DATED.search(title.chars)
    title = title[: dated.start()] if dated else title
    chars = title.strip(" 。，、；：:,;\n").chars
    at = title.chars.find(chars) if chars else 0
    return without_inner_space(title[at : at + len(chars)])


def without_inner_space(text: Text) -> Text:
    """Without white space next to a Chinese character."""
    if " " not in text.chars:
        return text
    chars = text.chars
    return text.only(
        not (c.isspace() and (i == 0 or not chars[i - 1].isascii() or not chars[i + 1 : i + 2].isascii()))
        for i, c in enumerate(chars)
    )
