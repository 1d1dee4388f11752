"""PDF: lines that the margin broke are one again, ruled tables are tables."""

import io
import zlib

import pytest
import typst
from django.conf import settings
from PIL import Image
from pypdf import PdfReader, PdfWriter

from tasks.importer.decoding import NotAPlan
from tasks.importer.decoding.pdf import rulings
from tests.tasks.importer.files import codes, read, tables

FONTS = settings.BASE_DIR / "oversight" / "static" / "vendor" / "fonts"
SENTENCE = "各部门要按照职责分工抓好落实，加强协同配合，定期报告进展情况，确保各项任务按时完成，到2022年底前取得实效。"
PLAN = f"""
#set page(paper: "a4", numbering: "— 1 —")
#set text(font: "Noto Sans SC", size: 12pt, lang: "zh")
#align(center, text(size: 18pt)[河东市重点任务清单])
#par(first-line-indent: (amount: 2em, all: true))[{SENTENCE * 3}]
#par(first-line-indent: (amount: 2em, all: true))[（一）落实 Health Plan 责任。]
#pagebreak()
#table(columns: (3em, 1fr, 7em, 7em),
  table.cell(rowspan: 2)[序号], table.cell(rowspan: 2)[工作任务], table.cell(colspan: 2)[责任单位],
  [牵头], [配合],
  [1], [{SENTENCE}], table.cell(rowspan: 2)[市教育局], [市公安局、市财政局、市卫生健康委],
  [2], [完成任务], [])
结语
"""


def drawn(markup: str) -> bytes:
    return typst.compile(markup.encode(), font_paths=[FONTS], ignore_system_fonts=True, format="pdf")


@pytest.fixture(scope="module")
def plan() -> bytes:
    return drawn(PLAN)


def test_paragraphs_are_joined_and_tables_read_with_what_their_cells_cover(plan):
    source = read(plan, "plan.pdf")

    assert source.text[: source.pages[1]].split("\n") == [
        "河东市重点任务清单",
        SENTENCE * 3,
        "（一）落实 Health Plan 责任。",
        "— 1 —",
        "",
    ]
    assert tables(source) == [
        [
            ["序号", "工作任务", "责任单位", "责任单位"],
            ["序号", "工作任务", "牵头", "配合"],
            ["1", SENTENCE, "市教育局", "市公安局、市财政局、市卫生健康委"],
            ["2", "完成任务", "市教育局", ""],
        ]
    ]
    assert source.text.endswith("结语\n— 2 —\n")
    assert source.seen == ()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_shown(plan, degrees):
    turned = PdfWriter(clone_from=io.BytesIO(plan))
    for page in turned.pages:
        page.rotate(-degrees)
        page.transfer_rotation_to_content()
        page.rotate(degrees)
    file = io.BytesIO()
    turned.write(file)

    assert read(file.getvalue(), "plan.pdf") == read(plan, "plan.pdf")


def test_a_table_whose_sides_are_open_is_one_too():
    open_sides = "#set table(stroke: (x, y) => (left: if x > 0 { 0.5pt }, top: 0.5pt, bottom: 0.5pt))"

    source = read(drawn(PLAN.replace("#table(", f"{open_sides}\n#table(")), "plan.pdf")

    assert tables(source)[0][2] == ["1", SENTENCE, "市教育局", "市公安局、市财政局、市卫生健康委"]


def test_a_row_that_a_page_cuts_is_put_together():
    rows = ", ".join(f"[{number}], [{SENTENCE * 3}], [市教育局]" for number in range(1, 30))
    head = "table.header([序号], [工作任务], [责任单位])"
    markup = PLAN[: PLAN.index("#pagebreak()")] + f"#table(columns: (3em, 1fr, 7em), {head}, {rows})"

    source = read(drawn(markup), "plan.pdf")

    assert len(source.grids) > 2
    read_rows = [row for table in tables(source) for row in table if row[0] != "序号"]
    assert read_rows == [[str(number), SENTENCE * 3, "市教育局"] for number in range(1, 30)]


def locked(plan: bytes) -> bytes:
    writer, file = PdfWriter(PdfReader(io.BytesIO(plan))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def scanned(plan: bytes) -> bytes:
    file = io.BytesIO()
    Image.new("L", (200, 300), 200).save(file, "PDF")
    return file.getvalue()


def long(plan: bytes) -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    for _page in range(301):
        writer.add_blank_page(200, 200)
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (locked, "password"),
        (scanned, "scan without text"),
        (long, "more than 300 pages"),
        (lambda plan: plan[: len(plan) // 3], "cannot be read"),
        (lambda plan: b"%PDF-1.7\n" + zlib.compress(plan), "cannot be read"),
    ],
)
def test_what_has_no_text_to_read_is_refused(plan, made, reason):
    with pytest.raises(NotAPlan, match=reason):
        read(made(plan), "plan.pdf")


def test_a_page_that_was_scanned_among_others_is_noted(plan):
    writer, file = PdfWriter(PdfReader(io.BytesIO(plan))), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(scanned(plan))))
    writer.write(file)

    source = read(file.getvalue(), "plan.pdf")

    assert [(code, facts) for code, _span, facts in source.seen] == [("scanned_page", {"page": 3})]
    assert codes(source) == ["scanned_page"]


def test_a_frame_around_everything_and_a_drawing_are_no_tables():
    frame = [[0, 0, 100, 0], [0, 50, 100, 50], [0, 0, 0, 50], [100, 0, 100, 50]]
    mesh = [[0, at, 2000, at] for at in range(0, 2000, 5)] + [[at, 0, at, 2000] for at in range(0, 2000, 5)]

    assert rulings.ruled_tables(frame) == []
    assert rulings.ruled_tables(mesh) == []
    assert rulings.ruled_tables([[0, 0, 100, 0], [0, 9, 100, 9]]) == []
    assert [table.cells for table in rulings.ruled_tables([*frame, [50, 0, 50, 50]])] == [((0, 1),)]
