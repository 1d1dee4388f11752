"""Word files: what stands on the paper once every tracked change is accepted."""

import io

import docx as python_docx
import pytest

from tests.tasks.importer.files import codes, docx, p, read, tables

WIDE, FIRST = "<w:gridSpan w:val='2'/>", "<w:vMerge w:val='restart'/>"
NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def test_paragraphs_and_tables_come_in_the_order_of_the_document():
    document = python_docx.Document()
    document.add_heading("河东市重点任务清单", 0)
    document.add_paragraph("第一行\n第二行\t后")
    table = document.add_table(rows=4, cols=3)
    for row, texts in zip(
        table.rows, [["序号", "单位", ""], ["1", "甲", "乙"], ["2", "丙", ""], ["3", "", ""]], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 1).merge(table.cell(3, 1))
    table.cell(1, 2).add_paragraph("丁")
    document.add_page_break()
    document.add_paragraph("附件")
    file = io.BytesIO()
    document.save(file)

    source = read(file.getvalue(), "plan.docx")

    assert source.text.split("\n")[:4] == ["河东市重点任务清单", "第一行", "第二行\t后", "序号\t单位\t"]
    assert tables(source) == [
        [["序号", "单位", "单位"], ["1", "甲\n丙", "乙\n丁"], ["2", "甲\n丙", ""], ["3", "甲\n丙", ""]]
    ]
    assert [source.text[page:].strip() for page in source.pages][1:] == ["附件"]


def level(depth: int, form: str, text: str) -> str:
    facts = f"<w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>"
    return f"<w:lvl w:ilvl='{depth}'>{facts}</w:lvl>"


OFFICIAL = "<w:abstractNum w:abstractNumId='7'>" + "".join(
    level(depth, form, text)
    for depth, (form, text) in enumerate(
        [
            ("chineseCounting", "%1、"),
            ("japaneseCounting", "（%2）"),
            ("decimal", "%3．"),
            ("decimal", "（%4）"),
            ("decimalEnclosedCircle", "%5"),
            ("decimal", "%3.%4.%6"),
            ("bullet", "\uf0b7"),
        ]
    )
) + "</w:abstractNum>"  # fmt: skip
NUM = "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"


def test_the_numbers_word_puts_before_paragraphs_are_written_out():
    depths = [0, 1, 2, 3, 4, 4, 5, 3, 1, 2, 0, 1, 6]
    body = "".join(p("某", NUMBERED.format(depth, 1)) for depth in depths) + p("无", NUMBERED.format(0, 0))

    source = read(docx(body, numbering=OFFICIAL + NUM))

    assert source.text.split() == (
        [
            "一、某",
            "（一）某",
            "1．某",
            "（1）某",
            "①某",
            "②某",
            "1.1.1",
            "某",
            "（2）某",
            "（二）某",
            "1．某",
            "二、某",
            "（一）某",
            "某",
            "无",
        ]
    )


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (10, "chineseCountingThousand", "十"),
        (21, "chineseCounting", "二十一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "taiwaneseCountingThousand", "一千零五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (10, "ideographDigital", "一〇"),
        (3, "ideographTraditional", "丙"),
        (20, "decimalEnclosedCircleChinese", "⑳"),
        (28, "lowerLetter", "bb"),
        (1994, "upperRoman", "MCMXCIV"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
    ],
)
def test_numbers_are_written_as_word_writes_them(number, form, written):
    start = f"<w:lvlOverride w:ilvl='0'><w:startOverride w:val='{number}'/></w:lvlOverride></w:num>"
    numbering = f"<w:abstractNum w:abstractNumId='7'>{level(0, form, '%1、')}</w:abstractNum>"
    numbering += NUM.replace("</w:num>", start)

    assert read(docx(p("某", NUMBERED.format(0, 1)), numbering=numbering)).text == f"{written}、某\n"


def test_a_list_that_starts_anew_and_a_number_by_style():
    styles = (
        "<w:style w:type='paragraph' w:styleId='a'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='b'><w:basedOn w:val='a'/></w:style>"
    )
    again = NUM.replace("'1'", "'2'").replace(
        "</w:num>", "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
    )
    body = "".join(p("某", f"<w:pStyle w:val='{style}'/>") for style in "ab") + p("某", NUMBERED.format(0, 2))

    source = read(docx(body, numbering=OFFICIAL + NUM + again, styles=styles))

    assert source.text == "一、某\n二、某\n一、某\n"


def test_a_number_that_cannot_be_told_is_noted():
    numbering = f"<w:abstractNum w:abstractNumId='7'>{level(0, 'koreanDigital', '%1')}</w:abstractNum>" + NUM

    source = read(docx(p("某", NUMBERED.format(0, 1)), numbering=numbering))

    assert source.text == "某\n"
    assert [(code, source.at(span)) for code, span, _facts in source.seen] == [("numbering", "某")]


def test_deleted_hidden_and_noted_words_are_left_out_and_inserted_ones_taken():
    body = (
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        "<w:r><w:footnoteReference w:id='1'/><w:instrText>PAGE</w:instrText><w:t>留</w:t><w:br/><w:t>下</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>框</w:t></w:r></w:sdtContent></w:sdt>"
        "</w:p>"
        + p("前", "<w:rPr><w:del/></w:rPr>")
        + p("后")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>行</w:t></w:r></w:p></w:tc></w:tr>"
        f"<w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    )

    source = read(docx(body))

    assert source.text == "增留\n下链框\n前后\n甲\t乙\n"
    assert source.seen == ()


def test_text_boxes_are_left_out_and_noted():
    box = f"<w:p><w:r><w:t>正文</w:t><w:pict><w:txbxContent>{p('框内')}</w:txbxContent></w:pict></w:r></w:p>"

    source = read(docx(box + "<w:altChunk/>"))

    assert source.text == "正文\n"
    assert [(code, span and source.at(span)) for code, span, _facts in source.seen] == [
        ("text_box", "正文"),
        ("embedded_document", None),
    ] or codes(source) == ["embedded_document", "text_box"]


def cell(text: str, facts: str = "") -> str:
    return f"<w:tc><w:tcPr>{facts}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def test_cells_that_reach_across_and_down_and_rows_that_begin_later():
    body = (
        "<w:tbl>"
        f"<w:tr>{cell('甲', WIDE)}{cell('乙', FIRST)}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('丙')}{cell('', '<w:vMerge/>')}</w:tr>"
        f"<w:tr>{cell('丁')}</w:tr></w:tbl>"
    )

    source = read(docx(body))

    assert tables(source) == [[["甲", "甲", "乙"], ["", "丙", "乙"], ["丁", "", ""]]]
    assert source.grids[0].rows[0][2] == source.grids[0].rows[1][2]


def test_columns_that_only_the_layout_has_are_left_out():
    body = f"<w:tbl><w:tr>{cell('甲', WIDE)}{cell('乙')}</w:tr><w:tr>{cell('丙', WIDE)}{cell('丁')}</w:tr></w:tbl>"

    assert tables(read(docx(body))) == [[["甲", "乙"], ["丙", "丁"]]]


def test_a_table_in_a_cell_becomes_its_lines():
    inner = f"<w:tbl><w:tr>{cell('1')}{cell('2')}</w:tr><w:tr>{cell('3')}{cell('4')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr>{cell(p('前') + inner + p('后'))}{cell('旁')}</w:tr></w:tbl>"

    source = read(docx(body))

    assert tables(source) == [[["前\n1 2\n3 4\n后", "旁"]]]
    assert [(code, source.at(span)) for code, span, _facts in source.seen] == [("nested_table", "前\n1 2\n3 4\n后")]


def test_the_strict_form_of_the_format_is_read_too():
    assert read(docx(p("甲"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")).text == "甲\n"


def test_pages_begin_where_word_last_broke_them():
    broken = "<w:p><w:r><w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r></w:p>"
    row = f"<w:tr><w:tc>{broken}</w:tc><w:tc>{broken}</w:tc></w:tr>"

    source = read(docx(p("前") + broken + f"<w:tbl>{row}</w:tbl>"))

    assert source.text == "前\n甲乙\n甲乙\t甲乙\n"
    assert [source.text[page:] for page in source.pages] == [source.text, "乙\n甲乙\t甲乙\n", "甲乙\t甲乙\n"]
