"""An HTML page: what its reader sees of the document, without menus, scripts and what is hidden."""

import re
from collections.abc import Iterator
from itertools import count

from lxml import etree

from tasks.importer.decoding.counting import written
from tasks.importer.decoding.encodings import text_of
from tasks.importer.decoding.layout import Cell, Layout
from tasks.importer.decoding.limits import NO_TEXT, NotAPlan
from tasks.importer.decoding.numbering import whole
from tasks.importer.decoding.writing import Writer
from tasks.importer.source import Source

BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
ELEMENT = re.compile(rb"<(?:p|div|table|br|span|h[1-6])\b[^<>]*>", re.I)
CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "big5": "big5",
}
UNSEEN = {
    "head", "script", "style", "template", "noscript", "iframe", "object", "svg", "canvas", "audio", "video",
    "rt", "rp", "button", "select", "input", "textarea", "datalist", "map",
}  # fmt: skip
ABOUT_THE_SITE = {"nav", "aside", "footer", "menu"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "title", "tr", "ul",
}  # fmt: skip
MENUS = {"div", "dl", "ol", "p", "section", "table", "td", "tr", "ul"}
LINKS, LINKED = 4, 0.8  # a block of so many links that are so much of its text is a menu
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
SPACE = re.compile(r"[ \t\n\r\f]+")
LINE_IN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\x7f])")
LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def is_html(data: bytes, *, name: str) -> bool:
    """By its beginning; a part of a page is known by its elements, if its name says so."""
    if data.startswith(UTF_16):
        data = data[2:].replace(b"\0", b"")
    if BEGINS.match(data[:4096]):
        return True
    return name.lower().endswith((".html", ".htm", ".xhtml")) and bool(ELEMENT.search(data))


def read_html(data: bytes) -> Source:
    declared = CHARSET.search(data[:4096])
    encoding = ENCODINGS.get(declared[1].decode().lower(), "") if declared else ""
    text, _encoding = text_of(data, declared=encoding)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotAPlan(NO_TEXT) from None
    if root is None:
        raise NotAPlan(NO_TEXT)
    page = _Page(root)
    page.walk(root)
    page.end_line()
    if page.left_menus:
        page.writer.note("menus")
    return page.writer.source()


class _Page:
    """Reads element after element; what stands in one line is gathered until a block begins or ends."""

    def __init__(self, root: etree._Element):
        self.writer = Writer()
        self.left_menus = False
        self._line: list[str] = []
        self._cell: list[str] | None = None  # the lines of the cell that is being read
        self._menus = _menus(root)
        self._numbers: dict[etree._Element, Iterator[int]] = {}

    def walk(self, element: etree._Element) -> None:
        name = _name(element)
        if not name or name in UNSEEN or _is_hidden(element):
            return
        if name in ABOUT_THE_SITE or element in self._menus:
            self.left_menus = True
            self.end_line()
        elif name == "br":
            self.end_line()
        elif name == "table" and self._cell is None and _is_data(element):
            self.end_line()
            self.table(element)
        else:
            self._inside(element, name)

    def end_line(self) -> None:
        line = LINE_IN_CHINESE.sub("", "".join(self._line))
        self._line = []
        for part in line.split("\v"):  # as <pre> parts it
            part = SPACE.sub(" ", part).strip(" \xa0\u3000")
            if part and self._cell is None:
                self.writer.lines(part)
            elif part and self._cell is not None:
                self._cell.append(part)

    def table(self, table: etree._Element) -> None:
        layout = Layout()
        for element in table.iter("caption", "tr", "td", "th"):
            name = _name(element)
            if name == "caption":
                self.walk(element)
            elif name == "tr" or not layout.rows:
                layout.row()
            if name in {"td", "th"} and not _is_hidden(element):
                layout.place(self.cell(element), across=_reach(element, "colspan"), down=_reach(element, "rowspan"))
        self.writer.table(layout.finished())

    def cell(self, element: etree._Element) -> Cell:
        self._cell = []
        self._inside(element, "td")
        text, self._cell = "\n".join(self._cell), None
        return Cell(text)

    def _inside(self, element: etree._Element, name: str) -> None:
        is_block = name in BLOCKS
        if is_block:
            self.end_line()
        if name == "li":
            self._line.append(self._number(element))
        self._line.append(_as_said(element.text, name))
        for below in element:
            self.walk(below)
            self._line.append(_as_said(below.tail, name))
        if is_block:
            self.end_line()

    def _number(self, item: etree._Element) -> str:
        """What stands before an item of a numbered list."""
        around = item.getparent()
        if around is None or _name(around) != "ol":
            return ""
        numbers = self._numbers.setdefault(around, count(whole(around.get("start", ""), 1)))
        number = written(next(numbers), LIST_FORMS.get(around.get("type", ""), "decimal"))
        return f"{number}. " if number else ""


def _name(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _as_said(text: str | None, around: str) -> str:
    return (text or "").replace("\n", "\v") if around == "pre" else text or ""


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(HIDING.search(element.get("style", "")))


def _is_data(table: etree._Element) -> bool:
    """Whether it is a table of facts: one that holds another, or but one cell, only places what is in it."""
    cells = table.iter("td", "th")
    return next(table.iterdescendants("table"), None) is None and len(list(zip(cells, range(2), strict=False))) == 2


def _reach(cell: etree._Element, attribute: str) -> int:
    """rowspan="0" reaches to the end of the table."""
    said = cell.get(attribute, "").strip()
    return 1000 if said == "0" and attribute == "rowspan" else min(max(whole(said, 1), 1), 1000)


def _menus(root: etree._Element) -> set[etree._Element]:
    """The blocks that are little but links."""
    length: dict[etree._Element, int] = {}
    linked: dict[etree._Element, tuple[int, int]] = {}  # (links, characters in them)
    menus = set()
    for element in reversed(list(root.iter())):
        name = _name(element)
        below = [child for child in element if child in length]
        own = len((element.text or "").strip()) if name and name not in UNSEEN else 0
        length[element] = own + sum(length[child] + len((child.tail or "").strip()) for child in below)
        if name == "a":
            linked[element] = 1, length[element]
        else:
            linked[element] = sum(linked[child][0] for child in below), sum(linked[child][1] for child in below)
        links, characters = linked[element]
        if name in MENUS and links >= LINKS and characters > LINKED * length[element]:
            menus.add(element)
    return menus
