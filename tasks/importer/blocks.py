"""Lines to paragraphs: what a narrow page, a page break or a text box cut is one again, a heading stays by itself."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.importer.clean import Line
from tasks.importer.names import looks_complete
from tasks.importer.numbering import Level, Marker, marker_of
from tasks.importer.roles import label_at, labels_in
from tasks.importer.text import CLOSING, OPENING, Text

ENDS = "。！？；：…”’」》）〕】］!?;:)]"  # after these a paragraph may end
GOES_ON = "、，,—－（〔【《“"  # after these it cannot
BEGINS_NOT = "、，。；：！？）〕】》”%"  # with these no paragraph begins
INSIDE = re.compile("[。；！？]")
LONGEST_OPEN = 6  # lines that a bracket may stay open
LONGEST_LIST = 40  # lines
SLACK = 2  # half characters by which full lines of one page differ, per character


@dataclass(frozen=True)
class Block:
    """One paragraph, with the lines it was printed on."""

    text: Text
    first_line: int
    last_line: int
    cut: bool = False  # a page ended inside it

    @property
    def chars(self) -> str:
        return self.text.chars


def blocks_of(lines: Iterable[Line]) -> list[Block]:
    """The paragraphs of lines, empty lines left out."""
    filled = [line for line in lines if line.text]
    width = page_width(filled)
    run: list[Line] = []
    blocks: list[Block] = []
    for line in filled:
        if run and goes_on(run, line, width=width):
            run.append(line)
            continue
        if run:
            blocks.append(block_of(run))
        run = [line]
    return blocks + ([block_of(run)] if run else [])


def block_of(run: list[Line]) -> Block:
    parts = [run[0].cell]
    for before, line in itertools.pairwise(run):
        spaced = before.text[-1].isascii() and line.text[0].isascii() and before.text[-1].isalpha()
        parts.append(Text.join("", [Text(" ", before.cell.places[-1:]), line.cell]) if spaced else line.cell)
    cut = any(line.after_page for line in run[1:])
    return Block(Text.join("", parts), run[0].number, run[-1].number, cut)


def page_width(lines: list[Line]) -> int:
    """How many characters fill a line where the page broke sentences; 0 where it did not."""
    torn = Counter(
        len(line.text) + line.indent // 2
        for line, after in itertools.pairwise(lines)
        if len(line.text) >= 12 and is_torn(line, after)
    )
    usual = max(torn, key=lambda width: (sum(torn[w] for w in (width - 1, width, width + 1)), width), default=0)
    return usual if sum(torn[w] for w in (usual - 1, usual, usual + 1)) > 1 else 0


def is_torn(line: Line, after: Line) -> bool:
    """Whether a sentence certainly goes on: something was said before, and the end is no end."""
    if starts_something(after.cell) or line.text[-1] in ENDS:
        return False
    return bool(INSIDE.search(line.text)) or line.text[-1] in GOES_ON or after.text[0] in BEGINS_NOT


def goes_on(run: list[Line], line: Line, *, width: int) -> bool:
    """Whether a line continues the paragraph of the lines before it."""
    last = run[-1]
    if lists_departments(run):
        return list_goes_on(run, line, width=width)
    if starts_something(line.cell, after=run[0]):
        return False
    if line.text[0] in BEGINS_NOT:
        return True
    if is_open(run[-LONGEST_OPEN:]):
        return True
    if last.text[-1] in ENDS:
        return False
    indented = line.indent >= 2 and line.indent > last.indent
    if last.text[-1] in GOES_ON:
        return True
    if indented and not last.after_page:
        return False
    return bool(INSIDE.search(last.text)) or (bool(width) and abs(len(last.text) + last.indent // 2 - width) <= SLACK)


def lists_departments(run: list[Line]) -> bool:
    """Whether the paragraph so far is, or ends in, a list after its label."""
    labels = [label_at(run[0].text), *labels_in(run[-1].text)]
    last = next((label for label in reversed(labels) if label), None)
    return bool(last and last.role) and "。" not in run[-1].text[last.end if len(run) == 1 and last else 0 :]


def list_goes_on(run: list[Line], line: Line, *, width: int) -> bool:
    """A list of departments after its label goes on where it breaks off, or where the next line is more of a list."""
    if len(run) >= LONGEST_LIST:
        return False
    said = "".join(part.text for part in run)
    labels = labels_in(said)
    value = said[labels[-1].end :] if labels else said
    if starts_something(line.cell) or "。" in value:
        return False
    if not value or value[-1] in "、，,；;" or is_open(run) or line.text[0] in BEGINS_NOT:
        return len(line.text) <= 200
    pieces = re.split("[、，,；;]", value)
    if width and abs(len(run[-1].text) + run[-1].indent // 2 - width) <= SLACK and line.text[-1] not in "。：":
        return len(line.text) <= width
    if looks_complete(pieces[-1]):
        following = re.split("[、，,；;]", line.text.rstrip("。；"))
        return len(following) > 1 and len(pieces) > 1 and all(map(looks_complete, following))
    return len(pieces) > 1 and bool(re.match("[一-鿿]{1,12}(?:[、，,；;。]|$)", line.text))


def is_open(run: list[Line]) -> bool:
    """Whether a bracket or quotation mark is still open."""
    depth = Counter[str]()
    for line in run:
        for character in line.text:
            if character in OPENING:
                depth["（" if OPENING.index(character) < 7 else character] += 1
            elif character in CLOSING:
                at = CLOSING.index(character)
                depth["（" if at < 7 else OPENING[at]] -= 1
    return any(count > 0 for count in depth.values())


def starts_something(text: Text, *, after: Line | None = None) -> bool:
    """Whether a line begins with a number or label, so that it belongs to nothing before it."""
    marker = marker_of(text)
    if marker:
        return not (after and is_accident(marker, after))
    label = label_at(text.chars, bare=True)
    return bool(label)


def is_accident(marker: Marker, after: Line) -> bool:
    """A number at the beginning of a line that cannot follow: 3. inside the first sentence of item 7."""
    before = marker_of(after.cell)
    if before is None or marker.level not in {Level.ITEM, Level.DETAIL, Level.DOTTED}:
        return False
    return before.level == marker.level and marker.value not in {1, before.value + 1} and after.text[-1] not in ENDS
