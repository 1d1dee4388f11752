"""The importer reads a published plan: its tasks, departments, remarks and dates."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tasks.importer import DocumentReading, Milestone, Recurrence, read_plan
from tests.tasks.importer.plan_tables import HEADER, flatten, row

ROOT = Path(__file__).resolve().parents[3]
PLAN = ROOT / "fixtures" / "hangzhou-plan.txt"


def read(text: str):
    return read_plan(text.encode(), name="plan.txt")


def codes(reading):
    return [(doubt.code, doubt.number, doubt.line) for doubt in reading.doubts]


def test_the_demonstration_plan():
    reading = read_plan(PLAN.read_bytes(), name=PLAN.name)

    assert reading.document == DocumentReading("杭州市医疗卫生行业综合监管工作重点任务清单", jurisdiction="杭州市")
    assert [task.number for task in reading.tasks] == [str(n) for n in range(1, 29)]
    assert sum(len(task.lead) for task in reading.tasks) == 28
    assert sum(len(task.participants) for task in reading.tasks) == 135
    assert sum(len(task.collective) for task in reading.tasks) == 8
    assert Counter(task.section for task in reading.tasks) == {"一": 3, "二": 10, "三": 7, "四": 8}
    assert [task.number for task in reading.tasks if not task.participants] == ["1", "21"]
    assert [(t.number, t.recurrences) for t in reading.tasks if t.recurrences] == [("3", (Recurrence("year"),))]
    assert not any(task.milestones for task in reading.tasks)
    assert all(task.certain for task in reading.tasks)


def test_one_task_of_the_demonstration_plan_as_json():
    reading = read_plan(PLAN.read_bytes(), name=PLAN.name)

    task = reading.as_json()["tasks"][22]

    text, source = task.pop("text"), task.pop("source")
    assert text.startswith("督察工作") and text.endswith("。")
    assert task == {
        "section": "四",
        "number": "23",
        "title": "建立权威有效的督察机制",
        "lead": ["市医改领导小组"],
        "participants": ["市级相关部门", "各区、县〔市〕人民政府"],
        "collective": ["市级相关部门", "各区、县〔市〕人民政府"],
        "remark": "长期",
        "recurrence": None,
        "milestones": [],
        "heading": "四、加强保障落实",
        "source_lines": [207, 212],
        "roles": "stated",
        "separately": False,
        "certain": True,
    }
    assert [reading.text[start:end] for start, end in source["lead"]] == task["lead"]
    assert [reading.text[start:end] for start, end in source["participants"]] == task["participants"]
    assert reading.text[slice(*source["title"])] == task["title"]
    assert reading.text[slice(*source["remark"])] == task["remark"]


def test_what_the_demonstration_plan_leaves_to_a_person():
    reading = read_plan(PLAN.read_bytes(), name=PLAN.name)

    assert [(doubt.code, doubt.number, dict(doubt.facts)) for doubt in reading.doubts] == [
        ("no_participants", "1", {}),
        ("collective", "2", {"name": "市级相关部门"}),
        ("collective", "2", {"name": "各区、县〔市〕人民政府"}),
        ("similar_names", "15", {"name": "市数据管理局", "other": "市数据资源局"}),
        ("no_participants", "21", {}),
        ("another_lead", "23", {"name": "市卫生健康委"}),
        ("similar_names", "26", {"name": "市发展改革委", "other": "市发改委"}),
    ]
    assert reading.as_json()["warnings"][5]["line"] == 207


def test_a_section_goes_on_over_a_page_break():
    reading = read(flatten([row(1, section="一、明确责任")], [row(2), row(3, section="二、加强保障")]))

    assert [(task.section, task.number) for task in reading.tasks] == [("一", "1"), ("一", "2"), ("二", "3")]
    assert reading.doubts == ()


def test_a_section_repeated_after_a_page_break():
    reading = read(flatten([row(1, section="一、明确责任")], [row(2, section="一、明确责任")]))

    assert [(task.section, task.heading) for task in reading.tasks] == [("一", "一、明确责任")] * 2


def test_printed_page_numbers_are_no_cells():
    text = flatten([row(1, section="一、明确责任"), row(2)], [row(3), row(4)]).replace("\n\t项目", "\n— 1 —\n\t项目")

    reading = read(text)

    assert [task.remark for task in reading.tasks] == ["长期"] * 4
    assert all(task.certain for task in reading.tasks)


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", " \u3000\t\n"),
        lambda text: text.replace("\t", ""),
        lambda text: text.replace("\t\n", "\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\t1\n", "\t１\n").replace("\t12\n", "\t１２．\n"),
        lambda text: "\n\n\n" + text,
    ],
    ids=[
        "CRLF",
        "trailing white space",
        "no tabs",
        "empty cells trimmed",
        "no last newline",
        "full width",
        "lines above",
    ],
)
def test_the_same_plan_in_other_white_space(changed):
    expected = read_plan(PLAN.read_bytes(), name=PLAN.name)

    reading = read(changed(PLAN.read_text(encoding="utf-8")))

    assert [without_lines(task) for task in reading.tasks] == [without_lines(task) for task in expected.tasks]


def without_lines(task):
    return {key: value for key, value in task.as_json().items() if key not in {"source_lines", "source"}}


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_rows_may_follow_one_another_with_or_without_empty_lines(gap):
    pages = [[row(1, section="一、明确责任"), row(2, participants=""), row(3)], [row(4), row(5), row(6, remark="")]]

    reading = read(flatten(*pages, gap=gap))

    assert [(task.number, task.lead, len(task.participants)) for task in reading.tasks] == [
        (str(n), ("市教育局",), 0 if n == 2 else 1) for n in range(1, 7)
    ]
    assert {(doubt.code, doubt.number) for doubt in reading.doubts} == {("no_participants", "2")}


@pytest.mark.parametrize(
    "header",
    [
        ("序号", "重点任务", "牵头单位", "配合单位"),
        ("编号", "工作内容", "主办单位", "协办单位"),
        ("序号", "具体举措", "责任部门", "参与单位"),
        ("序号", "主要任务", "牵头部门", "责任单位"),
    ],
)
def test_the_header_words_vary(header):
    reading = read(flatten([row(n)[1:5] for n in (1, 2)], header=header))

    assert [(task.lead, task.participants) for task in reading.tasks] == [(("市教育局",), ("市公安局",))] * 2


def test_headings_between_the_rows_of_a_table_without_a_section_column():
    text = flatten([row(n)[1:] for n in (1, 2, 3)], header=HEADER[1:])
    text = text.replace("\t1\n", "\t（一）明确责任\n\t1\n").replace("\t3\n", "\t（二）加强保障\n\t3\n")

    reading = read(text)

    assert [(task.section, task.lead) for task in reading.tasks] == [
        ("（一）", ("市教育局",)),
        ("（一）", ("市教育局",)),
        ("（二）", ("市教育局",)),
    ]
    assert all(task.certain for task in reading.tasks)


def test_numbers_may_start_again_in_a_new_section():
    reading = read(flatten([row(1, section="一、明确责任"), row(2), row(1, section="二、加强保障"), row(2)]))

    assert reading.doubts == ()


def test_a_column_of_deadlines_gives_milestones():
    header = ("序号", "工作任务", "牵头部门", "配合单位", "完成时限")
    cells = ("2021年7月底前", "2022年", "持续推进", "10月底前")

    reading = read(flatten([(*row(n)[1:5], cell) for n, cell in enumerate(cells, 1)], header=header))

    assert [task.milestones for task in reading.tasks] == [
        (Milestone(date(2021, 7, 31), "第1项工作"),),
        (Milestone(date(2022, 12, 31), "第2项工作"),),
        (),
        (),
    ]
    assert codes(reading) == [("date_without_year", "4", 26)]


def test_number_day_and_issuer_stand_around_the_table():
    text = (
        "河东市人民政府\n河政发〔2021〕7号\n\n" + flatten([row(1), row(2)]) + "\n河东市人民政府办公室\n2021年3月5日\n"
    )

    reading = read(text)

    assert reading.document == DocumentReading(
        "河东市重点任务清单", "河政发〔2021〕7号", "河东市人民政府办公室", date(2021, 3, 5), "河东市"
    )
    assert reading.tasks[1].certain


def test_a_goal_above_the_table_is_a_milestone_of_the_document():
    reading = read("到2025年底，建成12个监管平台。\n\n" + flatten([row(1)]))

    assert reading.milestones == (Milestone(date(2025, 12, 31), "建成12个监管平台", 12, "个"),)
