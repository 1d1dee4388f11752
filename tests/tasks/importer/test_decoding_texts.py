"""Text files: their encodings, what is damaged in them, and tables of pipes."""

import pytest

from tasks.importer.decoding import NotAPlan
from tasks.importer.source import Span
from tests.tasks.importer.files import codes, read, tables

LINE = "各部门要按照职责分工抓好落实，加强协同配合，定期报告进展情况。"
TEXT = f"河东市重点任务清单\n{LINE * 9}\n责任单位：市教育局、市公安局\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v"])
def test_a_text_is_read_in_its_encoding_with_plain_line_ends(encoding, end):
    source = read(TEXT.replace("\n", end).encode(encoding))

    assert (source.text, source.grids, source.pages, source.seen) == (TEXT, (), (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_traditional_text_is_read_too(encoding):
    text = "為進一步加強醫療衛生行業綜合監管，推動醫療機構規範執業，現制定本實施方案。\n" * 3

    assert read(text.encode(encoding)).text == text


@pytest.mark.parametrize("byte", [b"\xff", b"\x80", b"\x00"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_byte_is_shown_and_the_rest_is_read(encoding, byte):
    before, after = TEXT[:60], TEXT[60:]
    damaged = after[0].encode(encoding)
    data = before.encode(encoding) + byte + damaged[1:] + after[1:].encode(encoding)

    source = read(data)

    assert source.text.startswith(before + "\ufffd")
    assert source.text.endswith(after[1:])
    assert [(code, span.start) for code, span, _facts in source.seen] == [("unreadable", 60)]


def test_a_lost_byte_that_shifts_those_after_it_is_noted_over_what_it_spoils():
    start = TEXT.index(LINE) + 2
    data = TEXT[:start].encode("gb18030") + TEXT[start:].encode("gb18030")[1:]

    source = read(data)

    spoiled = [span for code, span, _facts in source.seen if code == "unreadable"]
    assert spoiled
    assert spoiled[0].start - start < 8
    assert source.text.endswith("责任单位：市教育局、市公安局\n")


def test_damage_that_stood_in_the_text_already_is_noted():
    source = read("第一项\ufffd\ufffd工作\n")

    assert source.seen == (("unreadable", Span(3, 5), {}),)


def test_a_half_of_a_pair_in_utf_16_is_damage():
    source = read(TEXT[:9].encode("utf-16") + b"\x3d\xd8" + TEXT[9:].encode("utf-16-le"))

    assert source.text == TEXT[:9] + "\ufffd" + TEXT[9:]
    assert codes(source) == ["unreadable"]


def test_form_feeds_begin_pages():
    source = read("一\n二\n\f三\f四\n")

    assert source.text == "一\n二\n\n三\n四\n"
    assert [source.text[page:][:1] for page in source.pages] == ["一", "三", "四"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes(range(256)) * 20, "no document"),
        (b"\xff" * 3000, "cannot be read"),
        (bytes(range(0x81, 0xFF)) * 30, "cannot be read"),
        (TEXT.encode()[:300] + b"\xc3\n" * 9, "cannot be read"),
        (b"1\n" * 50_001, "more than 50000 lines"),
        (b"1\n" + b"1" * 20_001, "Line 2 of this file"),
        (b"1" * 2_000_001, "more than 2000000 characters"),
    ],
)
def test_noise_and_what_is_too_long_is_refused(data, reason):
    with pytest.raises(NotAPlan, match=reason):
        read(data)


def test_a_table_of_pipes_is_read_where_it_stands():
    text = (
        "# 清单\n\n前言 | 不是表格\n"
        "| 序号 | 工作任务 | 牵头单位 |\n| --- | :---: | ---: |\n"
        "| 1 | 甲\\|乙 | 市教育局 |\n| 2 | 丙 |\n| 3 | 丁 | 市公安局 | 长期 |\n\n结语\n"
    )

    source = read(text)

    assert source.text == text
    assert tables(source) == [
        [
            ["序号", "工作任务", "牵头单位", ""],
            ["1", "甲\\|乙", "市教育局", ""],
            ["2", "丙", "", ""],
            ["3", "丁", "市公安局", "长期"],
        ]
    ]


def test_a_table_of_pipes_needs_none_at_its_edges():
    source = read("序号 | 任务\n-|-\n1 | 甲\n | 乙 |\n\n序号|任务\n---|---|---\n")

    assert tables(source) == [[["序号", "任务"], ["1", "甲"], ["乙", ""]]]


@pytest.mark.parametrize("text", ["甲 | 乙\n丙 | 丁\n", "甲\n---\n乙\n", "|\n|-|-|\n", "| 甲 |\n", "---|---\n---|---"])
def test_lines_without_a_header_over_dashes_are_no_table(text):
    assert read(text).text == text
