"""A .docx: its paragraphs and tables in their order, as they read with every tracked change accepted."""

from collections.abc import Iterator

from lxml import etree

from tasks.importer.decoding.archives import Archive
from tasks.importer.decoding.layout import Cell, Layout
from tasks.importer.decoding.limits import MAX_COLUMNS, NO_TEXT, NotAPlan
from tasks.importer.decoding.numbering import Numbering, child, tag, value, whole
from tasks.importer.decoding.writing import Writer
from tasks.importer.source import Source

MAIN = "word/document.xml"
SAID = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}
WITHOUT_TEXT = {  # in a paragraph; any other element is looked into
    "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt", "rubyPr",
    "footnoteReference", "endnoteReference", "commentReference", "annotationRef", "fldChar",
}  # fmt: skip
DRAWN = {"AlternateContent", "drawing", "pict", "object"}
AROUND = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}  # what paragraphs, rows and cells stand in
OFF = {"0", "false", "off"}
Pieces = list[str | None]  # None: a page begins


def read_docx(archive: Archive) -> Source:
    """Headers, footers, notes and comments are no part of it. What is left out of the text is noted."""
    main = archive.related("").get("officeDocument", MAIN)
    body = child(archive.xml(main), "body") if main in archive.names else None
    if body is None:
        raise NotAPlan(NO_TEXT)
    related = archive.related(main)
    parts = [archive.xml(related[name]) if name in related else None for name in ("numbering", "styles")]
    reader = _Reader(Numbering(*parts))
    reader.blocks(body)
    return reader.writer.source()


class _Reader:
    def __init__(self, numbering: Numbering):
        self.writer = Writer()
        self.numbering = numbering

    def blocks(self, parent: etree._Element) -> None:
        joined: Pieces = []  # of a paragraph whose end was deleted
        for block in _unwrapped(parent):
            if tag(block) == "tbl":
                self.writer.table(self.rows(block))
            elif tag(block) == "p":
                pieces, codes = self.paragraph(block)
                joined += pieces
                if _is_open(block) and not codes:
                    continue
                span = self.writer.lines(*joined)
                joined = []
                for code in codes:
                    self.writer.note(code, span)
            elif tag(block) == "altChunk":
                self.writer.note("embedded_document")
        if joined:
            self.writer.lines(*joined)

    def paragraph(self, paragraph: etree._Element) -> tuple[Pieces, list[str]]:
        """(its pieces with its number, codes of what could not be taken over)."""
        codes = []
        label = self.numbering.label(paragraph)
        pieces = list(_inline(paragraph))
        if label is None:
            codes.append("numbering")
        elif label and any(piece and piece.strip() for piece in pieces):
            pieces.insert(0, label)
        if any(tag(part) == "txbxContent" and _says(part) for part in paragraph.iter()):
            codes.append("text_box")
        return pieces, codes

    def rows(self, table: etree._Element) -> list[list[Cell]]:
        layout = Layout()
        for row in _unwrapped(table):
            if tag(row) != "tr" or child(row, "trPr", "del") is not None:
                continue
            layout.row()
            around = child(row, "trPr")
            for _place in range(min(whole(value(child(around, "gridBefore"))), MAX_COLUMNS)):
                layout.place(Cell())
            for cell in _unwrapped(row):
                if tag(cell) == "tc":
                    self.place(layout, cell)
        return layout.finished()

    def place(self, layout: Layout, element: etree._Element) -> None:
        facts = child(element, "tcPr")
        merge = child(facts, "vMerge")
        cell = layout.above() if merge is not None and value(merge) != "restart" else None
        written = self.cell(element)
        if child(facts, "hMerge") is not None and value(child(facts, "hMerge")) != "restart" and layout.rows[-1]:
            cell = layout.rows[-1][-1]
        layout.place(cell or written, across=whole(value(child(facts, "gridSpan")), 1))

    def cell(self, element: etree._Element) -> Cell:
        """Its paragraphs as lines; a table inside it as a line for each row."""
        lines, codes, begins_page = [], list[str](), False
        for block in _unwrapped(element):
            if tag(block) == "p":
                pieces, of_it = self.paragraph(block)
                lines.append("".join(piece for piece in pieces if piece))
                begins_page |= None in pieces
                codes += of_it
            elif tag(block) == "tbl":
                rows = self.rows(block)
                lines += [" ".join(cell.text for cell in dict.fromkeys(row) if cell.text.strip()) for row in rows]
                codes.append("nested_table")
        return Cell("\n".join(lines), codes=tuple(dict.fromkeys(codes)), begins_page=begins_page)


def _unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    for element in parent:
        if tag(element) in AROUND:
            yield from _unwrapped(element)
        else:
            yield element


def _inline(parent: etree._Element) -> Iterator[str | None]:
    """The text below an element; what is hidden, deleted or drawn is left out."""
    for element in parent:
        name = tag(element)
        if name == "t":
            yield element.text or ""
        elif name in SAID:
            yield SAID[name]
        elif name == "br":
            yield "\n"
            if value(element, "type") == "page":
                yield None
        elif name == "lastRenderedPageBreak":
            yield None
        elif name not in WITHOUT_TEXT and name not in DRAWN and not _is_hidden(element):
            yield from _inline(element)


def _is_hidden(element: etree._Element) -> bool:
    vanish = child(element, "rPr", "vanish")
    return vanish is not None and value(vanish) not in OFF


def _is_open(paragraph: etree._Element) -> bool:
    """Whether the end of the paragraph was deleted, so that the next goes on in its line."""
    mark = child(paragraph, "pPr", "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _says(element: etree._Element) -> bool:
    return any(tag(part) == "t" and (part.text or "").strip() for part in element.iter())
