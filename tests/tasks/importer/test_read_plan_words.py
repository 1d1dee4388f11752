"""The words of a plan: names of departments, deadlines, frequencies."""

from datetime import date

import pytest

from tasks.importer import Milestone, Recurrence, dates, frequencies
from tasks.importer.clean import clean
from tasks.importer.names import is_collective, split_names
from tasks.importer.similar import similar_names
from tasks.importer.source import Source, Span
from tasks.importer.text import Text


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("市公安局、市民政局，市教育局；市司法局。", ["市公安局", "市民政局", "市教育局", "市司法局"]),
        ("市级相关部门，各区、县〔市〕人民政府", ["市级相关部门", "各区、县〔市〕人民政府"]),
        ("各区、县（市）政府、市公安局", ["各区、县（市）政府", "市公安局"]),
        ("各区县、开发区管委会，市民政局", ["各区县、开发区管委会", "市民政局"]),
        ("各区、市公安局", ["各区", "市公安局"]),
        ("各区、市政府", ["各区", "市政府"]),
        ("区城管委（区城管执法局、区市政局）、区民政局", ["区城管委（区城管执法局、区市政局）", "区民政局"]),
        ("市教育局、市公安局等部门", ["市教育局", "市公安局"]),
        ("、市教育局、", ["市教育局"]),
        ("（市教育局、市公安局", ["（市教育局、市公安局"]),
        ("", []),
        ("无", []),
        ("——", []),
    ],
)
def test_where_one_name_ends(cell, names):
    assert [name.chars for name in split_names(Text.plain(cell)).names] == names


def test_an_open_list_is_said_to_be_one():
    assert split_names(Text.plain("市教育局、市公安局等部门")).doubts == (("open_list", {"words": "等部门"}),)


@pytest.mark.parametrize(
    "name",
    [
        "市级相关部门",
        "各区、县〔市〕人民政府",
        "各区县",
        "各相关部门",
        "有关部门",
        "市直单位",
        "区属部门",
        "各镇街",
        "县级以上人民政府",
        "各级各类医疗卫生机构",
        "领导小组成员单位",
        "其他有关单位",
    ],
)
def test_collectives(name):
    assert is_collective(name)


@pytest.mark.parametrize(
    "name", ["市级机关事务管理局", "市医改领导小组", "市委编办", "市外商投资促进局", "县直属机关工委"]
)
def test_names_of_one_agency(name):
    assert not is_collective(name)


@pytest.mark.parametrize(
    ("name", "other", "alike"),
    [
        ("市数据管理局", "市数据资源局", True),
        ("市发展改革委", "市发改委", True),
        ("市市场监管局", "市市场监督管理局", True),
        ("市卫健委", "市卫生健康委", True),
        ("市公安局", "市公安局", False),
        ("市公安局", "区公安局", False),
        ("市教育局", "市体育局", False),
        ("市民政局", "市财政局", False),
        ("市委编办", "市委改革办", False),
        ("市生态环境局", "市应急管理局", False),
    ],
)
def test_names_that_may_mean_one_agency(name, other, alike):
    assert list(similar_names([name, other])) == ([(name, other)] if alike else [])


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("2021年10月25日前", [date(2021, 10, 25)]),
        ("２０２１年７月底前完成", [date(2021, 7, 31)]),
        ("2021年10月中旬", [date(2021, 10, 20)]),
        ("2024年2月", [date(2024, 2, 29)]),
        ("2023年2月", [date(2023, 2, 28)]),
        ("到2022年", [date(2022, 12, 31)]),
        ("2020年年底前", [date(2020, 12, 31)]),
        ("2021年6月底前、2022年", [date(2021, 6, 30), date(2022, 12, 31)]),
        ("2021年2月30日前", []),
        ("2021年13月前", []),
        ("10月底前", []),
        ("长期", []),
    ],
)
def test_deadlines_in_a_cell(cell, due):
    found, _doubts = dates.milestones_in_cell(clean(Source(cell)).text, what="工作")

    assert found == [Milestone(day, "工作") for day in due]


def test_deadlines_in_a_text():
    text = "2018年印发的办法继续有效。2021年底前，完成11个急救工作站建设；到2022年，注册率达到99.5%。"

    found, _doubts = dates.milestones_in_text(Text.plain(text))

    assert found == [
        Milestone(date(2021, 12, 31), "完成11个急救工作站建设", 11, "个"),
        Milestone(date(2022, 12, 31), "注册率达到99.5%", 99.5, "%"),
    ]


def test_dates_that_are_left_to_a_person():
    text = Text.plain("年底前完成，2021年2月30日前上报，每年底前总结，2021年6月底前验收")

    _found, doubts = dates.milestones_in_text(text)

    assert doubts == [
        ("date_without_year", {"text": "年底前"}, Span(0, 3)),
        ("no_such_day", {"text": "2021年2月30日前"}, Span(6, 17)),
    ]


@pytest.mark.parametrize(
    ("cell", "recurrence"),
    [
        ("协商一年不少于1次", Recurrence("year")),
        ("1年内不少于两次", Recurrence("year", 2)),
        ("每年至少一次", Recurrence("year")),
        ("每季度", Recurrence("quarter")),
        ("每月通报2次", Recurrence("month", 2)),
        ("每半年检查３次", Recurrence("half year", 3)),
        ("每两年左右评估", Recurrence("2 years")),
        ("每6个月一次", Recurrence("6 months")),
        ("每周", Recurrence("week")),
        ("每日", Recurrence("day")),
        ("长期", None),
        ("三年行动", None),
        ("十一年不少于1次", None),
    ],
)
def test_frequencies_in_a_cell(cell, recurrence):
    assert frequencies.recurrences_in_cell(clean(Source(cell)).text) == ([recurrence] if recurrence else [])


def test_a_text_states_a_frequency_only_with_every():
    text = Text.plain("实施三年计划，一年内开展1次评估，每年至少检查两次。")

    assert frequencies.recurrences_in_text(text) == [Recurrence("year", 2)]
