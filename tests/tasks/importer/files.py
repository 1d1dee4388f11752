"""Files of each kind as the tests need them, and what was read of them."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from tasks.importer.decoding import decode
from tasks.importer.source import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def tables(source: Source) -> list[list[list[str]]]:
    """What the cells of each table say."""
    return [[[source.at(cell) for cell in row] for row in grid.rows] for grid in source.grids]


def codes(source: Source) -> list[str]:
    return [code for code, _span, _facts in source.seen]


def packed(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(body: str, *, numbering: str = "", styles: str = "", before: str = "", namespace: str = W) -> bytes:
    """A Word file of raw parts, for what python-docx does not write."""
    related = {"numbering": numbering, "styles": styles}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in related if related[name]
    )
    return packed(
        {
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
            "word/document.xml": f'{before}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>',
            **{
                f"word/{name}.xml": f'<w:{name} xmlns:w="{namespace}">{part}</w:{name}>'
                for name, part in related.items()
                if part
            },
        }
    )


def p(text: str, facts: str = "") -> str:
    return f"<w:p><w:pPr>{facts}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(data: bytes | str, name: str = "plan") -> Source:
    """As `decode`; every place of the source is looked at."""
    source = decode(data.encode() if isinstance(data, str) else data, name=name)
    for grid in source.grids:
        assert len({len(row) for row in grid.rows}) == 1
        assert all(0 <= cell.start <= cell.end <= len(source.text) for row in grid.rows for cell in row)
    assert all(span is None or 0 <= span.start <= span.end <= len(source.text) for _code, span, _facts in source.seen)
    assert list(source.pages) == sorted(set(source.pages))
    return source
