"""Each stage of the importer alone."""

import pytest

from tasks.importer.assignments import find_assignments
from tasks.importer.blocks import blocks_of
from tasks.importer.clean import clean
from tasks.importer.numbering import Level, han, marker_of
from tasks.importer.parts import parts_of
from tasks.importer.reader import read_source
from tasks.importer.rules import Kind, rule_in
from tasks.importer.source import Source
from tasks.importer.structure import heading_of, items_of, outline_of
from tasks.importer.text import Text, brackets
from tasks.importer.titles import titled


def cleaned(text: str) -> str:
    return clean(Source(text)).text.chars


def paragraphs(text: str) -> list[str]:
    return [block.chars for block in blocks_of(clean(Source(text)).lines)]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("２０２５年，（ＡＢ）完成９０％", "2025年，（AB）完成90%"),
        ("市公安局,市司法局;责任单位:市教育局(市体育局)", "市公安局，市司法局；责任单位：市教育局（市体育局）"),
        ("共1,200家，8:30开始，用时3.5小时", "共1,200家，8:30开始，用时3.5小时"),
        ("[bookmark: _GoBack]健康\u200b医疗", "健康医疗"),
        ("⼀、⼯作⽬标", "一、工作目标"),
        ("乾坤著作", "乾坤著作"),
        ("責任單位：衛生健康委", "责任单位：卫生健康委"),
        ("國(guó)家，托幼(育)機構，電子身份(CA)", "国家，托幼（育）机构，电子身份（CA）"),
        ("市(shi)场", "市（shi）场"),
    ],
)
def test_characters_are_cleaned(printed, read):
    assert cleaned(printed) == read


def test_every_clean_character_knows_its_place():
    printed = "一、責(zé)任\u200b單(dān)位 ：市公安局\n"

    text = clean(Source(printed)).text

    assert [(character, printed[place]) for character, place in zip(text.chars, text.places, strict=True)][2:5] == [
        ("责", "責"),
        ("任", "任"),
        ("单", "單"),
    ]


def test_characters_that_pinyin_broke_are_restored_and_told():
    torn = "兩年左右對".encode("gbk")
    broken = "每?jī)" + torn[1:-1].decode("gbk") + "?duì)各縣(xiàn)督(dū)察(chá)"

    found = clean(Source(broken))

    assert found.text.chars.startswith("每两年左右")
    assert [(code, span.start) for code, span, _facts in found.seen] == [("damaged", 1)]


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("健全医疗机\n构监督。开展检\n\n查。\n二、下一项", ["健全医疗机", "构监督。开展检查。", "二、下一项"]),
        ("（一）健全机制\n建立会议制度。", ["（一）健全机制", "建立会议制度。"]),
        ("开展检查，\n落实《办\n法》。", ["开展检查，落实《办法》。"]),
        ("责任单位：市公安局、\n市司法局\n其他说明文字", ["责任单位：市公安局、市司法局", "其他说明文字"]),
        ("牵头单位：市公安局\n配合单位：市教育局", ["牵头单位：市公安局", "配合单位：市教育局"]),
        ("开展检查。落实\n— 3 —\n责任。", ["开展检查。落实责任。"]),
        ("完成3项。达到\n3.5个百分点。", ["完成3项。达到3.5个百分点。"]),
    ],
)
def test_lines_become_paragraphs(lines, read):
    assert paragraphs(lines) == read


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [
        ("一、总体要求", Level.CHAPTER, "一"),
        ("十二、附则", Level.CHAPTER, "十二"),
        ("第三章 任务", Level.PART, "三"),
        ("（二）重点", Level.GROUP, "（二）"),
        ("( 十一 )重点", Level.GROUP, "（十一）"),
        ("3．任务", Level.ITEM, "3"),
        ("1.2021年底前完成", Level.ITEM, "1"),
        ("12、任务", Level.ITEM, "12"),
        ("1.2 任务", Level.DOTTED, "1.2"),
        ("（4）任务", Level.DETAIL, "（4）"),
        ("5）任务", Level.DETAIL, "（5）"),
        ("③任务", Level.POINT, "③"),
    ],
)
def test_numbers_that_items_begin_with(line, level, number):
    marker = marker_of(Text.plain(line))

    assert (marker.level, marker.number) == (level, number)


@pytest.mark.parametrize(
    "line", ["2021年底前", "3.5个百分点", "1.2万人", "一是加强", "（市公安局）", "第二天", "12345热线", ""]
)
def test_lines_that_begin_with_no_number(line):
    assert marker_of(Text.plain(line)) is None


def test_numerals_are_written_as_they_are_read():
    assert [marker_of(Text.plain(f"{han(n)}、")).value for n in range(1, 130)] == list(range(1, 130))


def outline(text: str):
    return outline_of(blocks_of(clean(Source(text)).lines))


def test_items_nest_and_a_slip_in_a_number_is_mended():
    found = outline("一、机制\n（一）甲。\n1.乙。\n（二）丙。\n（3）丁。\n二、保障\n（一）戊。")

    assert [
        ("".join(n.marker.number for n in [*node.path(), node]), heading_of(node).chars) for node in found.nodes
    ] == [
        ("一", "机制"),
        ("一（一）", "甲"),
        ("一（一）1", "乙"),
        ("一（二）", "丙"),
        ("一（三）", "丁"),
        ("二", "保障"),
        ("二（一）", "戊"),
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("一、基本原则\n（一）依法。\n二、任务\n（一）检查。", ["（一）"]),
        ("一、总体要求\n（一）工作目标。\n二、任务\n1.检查。", ["1"]),
        ("一、任务\n（一）甲。（市公安局负责）\n具体措施：\n1.乙。（市司法局负责）", ["（一）", "1"]),
        ("一、任务\n1.甲。\n（1）子。\n（2）丑。（市司法局负责）", ["1"]),
        ("一、任务\n1.甲。（市公安局负责）\n（1）子。\n（2）丑。", ["1"]),
        ("一、任务\n1.甲。\n（1）子。（市公安局负责）\n（2）丑。（市司法局负责）", ["（1）", "（2）"]),
        ("一、任务\n（一）检查。\n（二）各区参照本方案执行。", ["（一）"]),
        ("一、加强检查。\n二、加强宣传。", ["一", "二"]),
    ],
)
def test_which_items_are_tasks(text, numbers):
    assert [item.node.marker.number for item in items_of(outline(text))] == numbers


def who(text: str, rule: str = ""):
    """Leads, participants, how that is known; of one assignment."""
    (found,) = find_assignments(clean(Source(text)).text)
    parts = parts_of(found.groups, rule_in(rule) if rule else None, [])
    return "、".join(map(str, parts.lead)), "、".join(map(str, parts.participants)), str(parts.roles)


FIRST = "各项任务排第一位的为牵头单位"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("（甲局牵头，乙局、丙局参与）", ("甲局", "乙局、丙局", "stated")),
        ("（甲局、乙局牵头负责，丙局，各区政府配合）", ("甲局、乙局", "丙局、各区政府", "stated")),
        ("（甲局牵头，丙局和各区按职责分工负责）", ("甲局", "丙局、各区", "stated")),
        ("（甲局负责，乙局参加）", ("甲局", "乙局", "stated")),
        ("（甲局、乙局负责）", ("甲局、乙局", "", "joint")),
        ("（甲局负责）", ("甲局", "", "stated")),
        ("（甲局、乙局指导）", ("甲局、乙局", "", "joint")),
        ("（甲局指导，各区政府负责落实）", ("各区政府", "甲局", "stated")),
        ("（甲局会同乙局、丙局负责）", ("甲局", "乙局、丙局", "stated")),
        ("（由甲局牵头，乙局配合）", ("甲局", "乙局", "stated")),
        ("（甲局牵头、乙局配合）", ("甲局", "乙局", "stated")),
        ("（牵头单位：甲局；配合单位：乙局、丙局）", ("甲局", "乙局、丙局", "stated")),
        ("【责任部门】甲局、乙局【完成时限】长期", ("甲局、乙局", "", "joint")),
        ("牵头单位：甲局\n责任单位：乙局", ("甲局", "乙局", "stated")),
        ("牵头单位：甲局\n配合单位：无", ("甲局", "", "stated")),
        ("责任单位：甲局（牵头）、乙局", ("甲局", "乙局", "stated")),
        ("责任单位：甲局、乙局牵头，丙局配合", ("甲局、乙局", "丙局", "stated")),
        ("（甲局牵头，2025年底前完成）", ("甲局", "", "stated")),
        ("（甲局牵头，甲局、乙局参与）", ("甲局", "乙局", "stated")),
    ],
)
def test_who_does_what(text, read):
    assert who(text) == read


@pytest.mark.parametrize(
    ("text", "rule", "read"),
    [
        ("（甲局、乙局负责）", FIRST, ("甲局", "乙局", "document rule")),
        ("责任单位：甲局、乙局", FIRST, ("甲局", "乙局", "document rule")),
        ("（甲局牵头，乙局配合）", FIRST, ("甲局", "乙局", "stated")),
        ("（甲局、乙局，丙局）", "第一个逗号前为牵头单位", ("甲局、乙局", "丙局", "document rule")),
        ("（甲局、乙局）", "第一个逗号前为牵头单位", ("甲局、乙局", "", "document rule")),
        ("责任单位：甲局；乙局", "第一个分号前的为牵头部门", ("甲局", "乙局", "document rule")),
        ("责任单位：甲局、*乙局", "标*的为牵头单位", ("乙局", "甲局", "document rule")),
        ("（甲局、乙局分别负责）", "分别负责为各单位按职责分别牵头", ("甲局、乙局", "", "document rule")),
    ],
)
def test_who_leads_by_a_rule_of_the_document(text, rule, read):
    assert who(text, rule) == read


@pytest.mark.parametrize(
    "text",
    [
        "（征求意见稿）",
        "（分管卫生健康）",
        "（主要负责人负责）",
        "建立市公安局（以下简称公安局）数据平台。",
        "办公室设在县卫生健康局，负责日常协调。",
        "联系电话：0000",
    ],
)
def test_what_assigns_nothing(text):
    assert find_assignments(clean(Source(text)).text) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("第一个部门为牵头责任部门", Kind.FIRST),
        ("排在第一位的部门为牵头部门", Kind.FIRST),
        ("列首位的单位为牵头单位", Kind.FIRST),
        ("牵头单位为排名第一的单位", Kind.FIRST),
        ("第一个逗号前为牵头单位", Kind.BEFORE),
        ("带*号的为牵头单位", Kind.MARKED),
        ("注：加“★”的是牵头部门", Kind.MARKED),
        ("分别负责为各单位按职责分别牵头", Kind.EACH),
        ("市公安局牵头开展第一批检查", None),
        ("把质量放在首位，由市卫生健康委牵头", None),
    ],
)
def test_rules_that_a_document_states(sentence, kind):
    rule = rule_in(sentence)

    assert (rule.kind if rule else None) == kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("强化主导，实施监管。充分发挥作用。", "强化主导，实施监管"),
        ("启动阶段（2021年7月底前）\n制订方案。", "启动阶段"),
        (
            "健全医疗机构综合监管的长效机制，完善多部门联合执法和信息共享的工作制度。",
            "健全医疗机构综合监管的长效机制",
        ),
        ("推进综合 监管。", "推进综合监管"),
    ],
)
def test_what_a_task_is_called(text, title):
    assert titled(clean(Source(text)).text).title.chars == title


def test_brackets_that_nest_and_that_never_close():
    assert [tuple(pair) for pair in brackets("（甲（乙）〔丙〕）丁（戊")] == [(0, 9)]


OPINION = "河东市规范诊所管理的实施意见"
NOTICE = "河东市卫生健康委关于印发诊所管理方案的通知"


@pytest.mark.parametrize(
    ("lines", "title", "issuer"),
    [
        (f"河府规〔2026〕5号《{OPINION}》\n{OPINION}", OPINION, None),
        ("河东市规范诊所\n管理的实施方案\n（征求意见稿）", "河东市规范诊所管理的实施方案（征求意见稿）", None),
        ("河东区关于规范诊所管理的实施方案", "河东区关于规范诊所管理的实施方案", None),
        (NOTICE, NOTICE, "河东市卫生健康委"),
    ],
)
def test_what_a_document_is_called_and_who_issued_it(lines, title, issuer):
    tasks = "一、规范备案。（市公安局牵头，市司法局参与）\n二、规范收费。（市司法局牵头，市公安局参与）\n"

    document = read_source(Source(f"{lines}\n{tasks}"), name="a.txt").document

    assert (document.title, document.issuer) == (title, issuer)
