"""Files that are no plan, and hostile ones: one sentence each, soon, and nothing else."""

import io
import random
import struct
import time
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.importer import MAX_BYTES
from tasks.importer.decoding import NotAPlan, decode
from tests.tasks.importer.files import docx, p, packed, read
from tests.tasks.importer.test_decoding_pdf import PLAN, drawn

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (COMPOUND + "WordDocument\0".encode("utf-16-le"), "older Word or of WPS"),
        (COMPOUND + "Workbook\0".encode("utf-16-le"), "older Excel"),
        (COMPOUND + "EncryptedPackage\0".encode("utf-16-le"), "password"),
        (b"{\\rtf1\\ansi a}", "rich text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "picture"),
        (b"BM\x10\x00\x00\x00" + bytes(64), "picture"),
        (b"Rar!\x1a\x07" + bytes(64), "archive"),
        (packed({"plan.docx": "a"}), "archive"),
        (packed({"ppt/presentation.xml": "a"}), "slides"),
        (packed({"OFD.xml": "a"}), "no document"),
        (b"MIME-Version: 1.0\n\n<html>", "web archive"),
        (b"PK\x03\x04" + bytes(64), "damaged"),
        (packed({"word/other.xml": "a"}), "no document"),
        (docx("<w:p>")[:200], "damaged"),
        (docx("<w:p>"), "damaged"),
        (docx(""), "is empty"),
        (b"\n" * (MAX_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_each_kind_has_its_sentence(data, reason):
    with pytest.raises(NotAPlan, match=reason):
        read(data)


def zeros(size: int) -> bytes:
    return bytes(size)


def lying() -> bytes:
    """An archive whose directory says that its great part is small."""
    data = bytearray(packed({"word/document.xml": b"<a>" + b" " * 60_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 100)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        packed({"word/document.xml": zeros(30_000_000)}),
        packed({"word/document.xml": "a", "word/media/a.png": zeros(30_000_000)}),
        packed({f"word/{number}.xml": "" for number in range(2001)}),
        packed({f"xl/{number}.xml": random.Random(1).randbytes(3000) * 300 for number in range(120)}),
        lying(),
    ],
    ids=["part", "picture", "members", "sum", "lying"],
)
def test_bombs_are_not_opened(data):
    start = time.monotonic()

    with pytest.raises(NotAPlan):
        read(data, "plan.docx")

    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "data",
    [
        docx(p("&b;"), before=ENTITIES),
        docx(p("&x;"), before='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        docx(p("a"), before="<!DOCTYPE w>"),
        packed({"word/document.xml": f"<?xml version='1.0' encoding='utf-16'?>{ENTITIES}<a/>".encode("utf-16")}),
        packed({"xl/workbook.xml": f"{ENTITIES}<workbook/>"}),
    ],
    ids=["many", "outside", "type", "utf-16", "workbook"],
)
def test_files_that_declare_entities_are_not_opened(data):
    with pytest.raises(NotAPlan, match="declares entities"):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        docx("<w:p>" * 5000 + "</w:p>" * 5000),
        docx("<w:tbl><w:tr><w:tc>" * 80 + p("a") + "</w:tc></w:tr></w:tbl>" * 80),
        docx(f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr>{p('a')}</w:tc></w:tr></w:tbl>"),
        docx(("<w:tbl>" + "<w:tr><w:trPr><w:gridBefore w:val='200'/></w:trPr></w:tr>" * 2000 + "</w:tbl>") * 3),
        b"<html>" + b"<div>" * 50_000 + b"a",
        b"<html><table>" + b"<tr><td rowspan=1000 colspan=1000>a" * 3000,
    ],
    ids=["deep", "deep tables", "wide", "many places", "deep page", "wide page"],
)
def test_what_is_built_to_grow_is_read_or_refused_soon(data):
    start = time.monotonic()

    assert read_or_refuse(data)
    assert time.monotonic() - start < 5


NOISE = random.Random(5)
PIECES = [
    b"<table>",
    b"<tr>",
    b"<td>",
    b"</td>",
    b"<p>",
    b"&amp;",
    b"<a href=x>",
    b"|",
    b"-",
    b"\n",
    "字".encode(),
    b"<!--",
]


@pytest.mark.parametrize(
    "data",
    [
        NOISE.randbytes(1 << 20),
        bytes(NOISE.choices(range(0x20, 0x7F), k=1 << 20)),
        bytes(NOISE.choices(range(0x81, 0xFF), k=1 << 20)),
        b"\xff" * (1 << 20),
        b"\xff\xfe" + NOISE.randbytes(1 << 20),
        b"".join(NOISE.choices(PIECES, k=200_000)),
        b"<html>" + b"".join(NOISE.choices(PIECES, k=200_000)),
        b"<html>" + b"<table><tr><td>" * 70_000,
        b"<html><ul>" + b"<li><a href=1>a</a>" * 50_000,
        b"|" * (1 << 20),
        b"|a\n|-\n" * 20_000,
        b"%PDF-1.7\n" + NOISE.randbytes(1 << 20),
        b"PK\x03\x04" + NOISE.randbytes(1 << 20),
    ],
    ids=lambda data: repr(data[:9]),
)
def test_a_megabyte_of_noise_takes_less_than_five_seconds(data):
    start = time.monotonic()

    assert read_or_refuse(data)
    assert time.monotonic() - start < 5


def read_or_refuse(data: bytes):
    try:
        return read(data, "plan.html")
    except NotAPlan as refusal:
        return str(refusal.reason)


def workbook() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["序号", "任务"])
    book.active.merge_cells("A2:B3")
    book.save(file)
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


WORD = docx(
    p("甲", "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")
    + f"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr>{p('乙')}</w:tc></w:tr></w:tbl>",
    numbering="<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/>"
    "</w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
)
PAGE = "<html><meta charset=gbk><p>甲<table><tr><td rowspan=2>乙<td>丙<tr><td>丁</table><ol><li>戊</ol>".encode("gbk")
TEXT = "序号 | 任务\n--- | ---\n1 | 甲\n".encode()
CHANGE = st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12))


def changed(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, length, noise in changes:
        at = int(share * len(data))
        data = data[:at] + noise + data[at + length :]
    return data


@pytest.mark.parametrize(
    "data",
    [WORD, PAGE, TEXT, TEXT.decode().encode("utf-16"), workbook()],
    ids=["word", "page", "text", "utf-16", "book"],
)
@given(changes=st.lists(CHANGE, max_size=4))
@settings(max_examples=40, deadline=5000)
def test_a_file_that_was_changed_anywhere_is_read_or_refused(data, changes):
    assert read_or_refuse(changed(data, changes))


@pytest.mark.parametrize("data", [WORD, workbook()], ids=["word", "book"])
@given(draw=st.data())
@settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
def test_an_archive_whose_parts_were_changed_is_read_or_refused(data, draw):
    parts = unpacked(data)
    name = draw.draw(st.sampled_from(sorted(parts)))
    parts[name] = changed(parts[name], draw.draw(st.lists(CHANGE, min_size=1, max_size=3)))

    assert read_or_refuse(packed(parts))


@given(changes=st.lists(CHANGE, min_size=1, max_size=6))
@settings(max_examples=12, deadline=None)
def test_a_pdf_that_was_changed_is_read_or_refused(changes):
    assert read_or_refuse(changed(PRINTED, changes))


PRINTED = drawn(PLAN)


def test_the_program_that_reads_pdf_cannot_take_along_the_portal(monkeypatch, tmp_path):
    program = tmp_path / "crash.py"
    program.write_text("import ctypes; ctypes.string_at(0)")
    monkeypatch.setattr("tasks.importer.decoding.pdf.PROGRAM", program)

    for data in (PRINTED, PRINTED + bytes(1 << 20)):
        with pytest.raises(NotAPlan, match="cannot be read"):
            decode(data, name="plan.pdf")
