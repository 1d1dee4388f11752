"""A bulletin as a file: Word to be edited on, PDF to be sent."""

import io
import json
from typing import Any

import docx
import typst
from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kernel.encodings import NO_TEXT
from reports.drawing.parts import Part, parts_of
from reports.models import Bulletin

FONTS = settings.BASE_DIR / "oversight" / "static" / "vendor" / "fonts"  # embedded: the reader needs none
SHEET = settings.BASE_DIR / "reports" / "drawing" / "bulletin.typ"
TITLE_FONT, TEXT_FONT = "方正小标宋简体", "仿宋"  # of GB/T 9704; Word takes another where they are missing


def facts_of(bulletin: Bulletin) -> dict[str, Any]:
    """What stands around the parts."""
    signed = bulletin.signed_at
    return {
        "title": bulletin.title,
        "number": bulletin.number or _("Draft, without a number"),
        "issuer": bulletin.issuer.name,
        "day": formats.date_format(timezone.localdate(signed or bulletin.made_at), "DATE_FORMAT"),
        "as_of": _("Figures as of %(time)s; their meaning stands in the portal under “What the figures mean”.")
        % {"time": timezone.localtime(bulletin.as_of).strftime("%Y-%m-%d %H:%M")},
        "signed_by": _("Signed by: %(name)s") % {"name": bulletin.signed_by.user.name} if bulletin.signed_by else "",
    }


def sheet_of(bulletin: Bulletin) -> tuple[dict[str, Any], list[Part]]:
    """What stands in the file, without the control characters that no XML may hold; Word pastes some into forms."""
    return _readable(facts_of(bulletin)), [Part(**_readable(vars(part))) for part in parts_of(bulletin)]


def _readable(said: Any) -> Any:
    if isinstance(said, str):
        return NO_TEXT.sub(" ", said)
    if isinstance(said, list):
        return [_readable(row) for row in said]
    return {key: _readable(row) for key, row in said.items()} if isinstance(said, dict) else said


def as_pdf(bulletin: Bulletin) -> bytes:
    """A4, with its fonts; nothing of it is read as markup."""
    facts, parts = sheet_of(bulletin)
    data = {"facts": facts, "parts": [vars(part) for part in parts]}
    return typst.compile(
        SHEET, root=SHEET.parent, font_paths=[FONTS], ignore_system_fonts=True, format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )  # fmt: skip


def as_word(bulletin: Bulletin) -> bytes:
    (facts, parts), document = sheet_of(bulletin), docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    _font(document.styles["Normal"], TEXT_FONT, 12)
    _line(document, facts["title"], WD_ALIGN_PARAGRAPH.CENTER, font=TITLE_FONT, size=20)
    _line(document, facts["number"], WD_ALIGN_PARAGRAPH.CENTER)
    for part in parts:
        _part(document, part)
    for words in (facts["issuer"], facts["day"], facts["signed_by"]):
        _line(document, words, WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, facts["as_of"], WD_ALIGN_PARAGRAPH.LEFT, size=9)
    document.core_properties.title, document.core_properties.author = facts["title"], facts["issuer"]
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _part(document, part: Part) -> None:
    heading = document.add_heading(level=1)
    _font(heading.add_run(part.title), "黑体", 14)
    for words in part.paragraphs:
        paragraph = document.add_paragraph(words)
        paragraph.paragraph_format.first_line_indent = Pt(24)
        paragraph.paragraph_format.line_spacing = 1.5
    if part.rows:
        table = document.add_table(rows=1, cols=len(part.header), style="Table Grid")
        for row in (part.header, *part.rows):
            cells = table.rows[0].cells if row is part.header else table.add_row().cells
            for cell, words in zip(cells, row, strict=True):
                cell.text = words
                _font(cell.paragraphs[0].runs[0] if words else cell.paragraphs[0].add_run(), TEXT_FONT, 9)
    if part.more:
        _line(document, part.more, WD_ALIGN_PARAGRAPH.LEFT, size=9)


def _line(document, words: str, alignment, *, font: str = TEXT_FONT, size: int = 12) -> None:
    if words:
        paragraph = document.add_paragraph()
        paragraph.alignment = alignment
        _font(paragraph.add_run(words), font, size)


def _font(styled, name: str, size: int) -> None:
    """The Latin and the Chinese font are two attributes."""
    styled.font.name, styled.font.size = name, Pt(size)
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
