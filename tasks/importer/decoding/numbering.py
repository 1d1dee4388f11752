"""The numbers Word puts before paragraphs by itself: they stand in no text, but the reader sees them."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from tasks.importer.decoding.counting import written

PLACE = re.compile(r"%([1-9])")
NO_NUMBER = {"bullet", "none"}


def tag(element: etree._Element) -> str:
    """The name without its namespace: the strict and the usual form of the format differ in that alone."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        element = next((below for below in element if tag(below) == name), None) if element is not None else None
    return element


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute by its name without namespace, "" where it is missing."""
    if element is None:
        return ""
    return next((said for key, said in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def whole(text: str, default: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else default


@dataclass(frozen=True)
class Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    restarts: bool = True
    is_legal: bool = False  # all its numbers are 1, 2, 3

    @classmethod
    def of(cls, element: etree._Element) -> "Level":
        return cls(
            start=whole(value(child(element, "start")), 0 if child(element, "start") is None else 1),
            form=value(child(element, "numFmt")) or "decimal",
            text=value(child(element, "lvlText")),
            style=value(child(element, "pStyle")),
            restarts=value(child(element, "lvlRestart")) != "0",
            is_legal=child(element, "isLgl") is not None,
        )


@dataclass
class Series:
    """Paragraphs that are counted together; several lists may go on in one."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


@dataclass
class List:
    series: Series
    changed: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)  # until they were used once

    def level(self, depth: int) -> Level | None:
        return self.changed.get(depth) or self.series.levels.get(depth)


class Numbering:
    """Counts on from paragraph to paragraph in the order of the document."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None):
        self._lists: dict[str, List] = {}
        self._styles: dict[str, tuple[str, str, str]] = {}  # {style: (list, depth, style it is based on)}
        self._usual = ""  # the style of paragraphs that name none
        if numbering is not None:
            self._read_lists(numbering)
        for style in styles if styles is not None else ():
            if tag(style) != "style":
                continue
            number = child(style, "pPr", "numPr")
            facts = value(child(number, "numId")), value(child(number, "ilvl")), value(child(style, "basedOn"))
            self._styles[value(style, "styleId")] = facts
            if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}:
                self._usual = value(style, "styleId")

    def label(self, paragraph: etree._Element) -> str | None:
        """What stands before the paragraph, "" where nothing does; None where it cannot be told."""
        name, depth = self._place(child(paragraph, "pPr"))
        counted = self._lists.get(name)
        level = counted.level(depth) if counted else None
        if counted is None or level is None:
            return ""
        self._count(counted, depth)
        if level.form in NO_NUMBER:
            return PLACE.sub("", level.text) if level.form == "none" else ""
        numbers = {}
        for place in map(int, PLACE.findall(level.text)):
            other = counted.level(place - 1) or Level()
            form = "decimal" if level.is_legal else other.form
            number = counted.series.counts.get(place - 1, other.start)
            numbers[str(place)] = "" if form in NO_NUMBER else written(number, form)
            if not numbers[str(place)] and form not in NO_NUMBER:
                return None
        label = PLACE.sub(lambda found: numbers[found[1]], level.text).strip()
        return label + " " if label[-1:].isascii() and label else label

    def _place(self, said: etree._Element | None) -> tuple[str, int]:
        """(list, depth) of a paragraph, by itself or by its style."""
        number = child(said, "numPr")
        name, depth = value(child(number, "numId")), value(child(number, "ilvl"))
        style = value(child(said, "pStyle")) or self._usual
        first, passed = style, set[str]()
        while style in self._styles and style not in passed and not (name and depth):
            passed.add(style)
            of_style, its_depth, base = self._styles[style]
            if of_style and not name:
                name, depth = of_style, depth or its_depth or self._depth_of(of_style, style)
            style = base
        return name, whole(depth or self._depth_of(name, first))

    def _depth_of(self, name: str, style: str) -> str:
        levels = self._lists[name].series.levels if name in self._lists else {}
        return next((str(depth) for depth, level in levels.items() if level.style and level.style == style), "")

    def _count(self, counted: List, depth: int) -> None:
        counts = counted.series.counts
        for above in range(depth):
            if above not in counts and (level := counted.level(above)):
                counts[above] = level.start
        level = counted.level(depth) or Level()
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        if depth in counted.starts:
            counts[depth] = counted.starts.pop(depth)
        for below in [other for other in counts if other > depth]:
            under = counted.level(below)
            if under is None or under.restarts:
                del counts[below]

    def _read_lists(self, numbering: etree._Element) -> None:
        series, linked = {}, {}
        for element in numbering:
            if tag(element) == "abstractNum":
                name = value(element, "abstractNumId")
                series[name] = Series(_levels(element))
                if style := value(child(element, "styleLink")):
                    linked[style] = name
        wanted = {
            value(element, "abstractNumId"): linked[style]
            for element in numbering
            if (style := value(child(element, "numStyleLink"))) in linked
        }
        for element in numbering:
            if tag(element) == "num":
                name = value(child(element, "abstractNumId"))
                if found := series.get(wanted.get(name, name)):
                    self._lists[value(element, "numId")] = _changed(element, found)


def _levels(element: etree._Element) -> dict[int, Level]:
    return {whole(value(level, "ilvl")): Level.of(level) for level in element if tag(level) == "lvl"}


def _changed(element: etree._Element, series: Series) -> List:
    """A list with what it changes about its series."""
    found = List(series)
    for change in element:
        if tag(change) != "lvlOverride":
            continue
        depth = whole(value(change, "ilvl"))
        if (level := child(change, "lvl")) is not None:
            found.changed[depth] = Level.of(level)
        if (start := child(change, "startOverride")) is not None:
            found.starts[depth] = whole(value(start), 1)
            found.changed[depth] = replace(found.level(depth) or Level(), start=found.starts[depth])
    return found
