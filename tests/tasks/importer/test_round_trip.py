"""A plan that is written down in any notation is read back to the same matrix (hypothesis makes the plans)."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tasks.exports import LIST_HEADER
from tasks.importer import read_plan
from tests.tasks.importer.plan_tables import flatten

TITLE = "河东市医疗卫生行业综合监管重点任务清单"
AGENCIES = (
    "市卫生健康委", "市公安局", "市司法局", "市财政局", "市民政局", "市教育局", "市医保局", "市市场监管局",
    "市生态环境局", "市委网信办", "市数据资源局", "市消防救援支队", "市税务局",
)  # fmt: skip
DEEDS = ("规范", "加强", "推进", "健全", "查处", "公开")
MATTERS = ("医疗收费", "诊所备案", "广告发布", "医废处置", "信用记录", "投诉办理", "校医配备", "饮水安全")
DAYS = ("", "2027年6月30日前", "2026年12月底前", "2028年底前")


@dataclass(frozen=True)
class Line:
    title: str
    lead: tuple[str, ...]
    participants: tuple[str, ...]
    due: str


@st.composite
def plans(draw, *, leads: int = 2) -> list[Line]:
    titles = st.builds(str.__add__, st.sampled_from(DEEDS), st.sampled_from(MATTERS))
    lines = []
    for title in draw(st.lists(titles, min_size=2, max_size=8, unique=True)):
        names = draw(st.permutations(AGENCIES))
        first, others = draw(st.integers(1, leads)), draw(st.integers(1, 4))
        lines.append(
            Line(title, tuple(names[:first]), tuple(names[first : first + others]), draw(st.sampled_from(DAYS)))
        )
    return lines


def rows(lines: list[Line]) -> list[list[str]]:
    return [
        ["一、任务", str(n), f"{line.title}。按职责落实。", "、".join(line.lead), "、".join(line.participants), "",
         line.due]
        for n, line in enumerate(lines, 1)
    ]  # fmt: skip


def workbook(lines):
    book = Workbook()
    for row in ([TITLE], LIST_HEADER, *rows(lines)):
        book.active.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def document(lines):
    file, paper = BytesIO(), Document()
    paper.add_paragraph(TITLE)
    table = paper.add_table(rows=0, cols=len(LIST_HEADER))
    for row in (LIST_HEADER, *rows(lines)):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    paper.save(file)
    return file.getvalue()


def cells_on_lines(lines):
    header = ("项目", "序号", "工作任务", "牵头部门", "责任单位（参与部门）", "完成时限")
    return flatten([[*row[:5], row[6]] for row in rows(lines)], title=TITLE, header=header).encode()


def markdown(lines):
    table = [LIST_HEADER, ["---"] * len(LIST_HEADER), *rows(lines)]
    return "\n".join([f"# {TITLE}", "", *("| " + " | ".join(row) + " |" for row in table)]).encode()


def webpage(lines):
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (LIST_HEADER, *rows(lines))
    )
    return f"<html><meta charset='utf-8'><h1>{TITLE}</h1><table>{body}</table></html>".encode()


def prose(lines, ending) -> bytes:
    text = [TITLE, "一、任务"]
    for n, line in enumerate(lines, 1):
        due = f"{line.due}完成。" if line.due else ""
        text += [f"{n}．{line.title}。按职责落实。{due}" + ending(n, line)]
    return "\n".join(text).encode()


def in_brackets(lines):
    return prose(lines, lambda n, line: f"（{'、'.join(line.lead)}牵头，{'、'.join(line.participants)}参与）")


def labelled(lines):
    def ending(n, line):
        return f"\n牵头单位：{'、'.join(line.lead)}\n配合单位：{'、'.join(line.participants)}"

    return prose(lines, ending)


def first_leads(lines):
    def ending(n, line):
        rule = "（第一个部门为牵头部门，下同）" if n == 1 else ""
        return f"\n责任部门：{'、'.join(line.lead + line.participants)}{rule}"

    return prose(lines, ending)


def check(data: bytes, name: str, lines: list[Line]) -> None:
    reading = read_plan(data, name=name)

    found = [(task.title, task.lead, task.participants) for task in reading.tasks]
    assert found == [(line.title, line.lead, line.participants) for line in lines]
    assert [bool(task.milestones) for task in reading.tasks] == [bool(line.due) for line in lines]


@pytest.mark.parametrize(
    ("write", "name"),
    [(workbook, "a.xlsx"), (document, "a.docx"), (cells_on_lines, "a.txt"), (markdown, "a.md"), (webpage, "a.html"),
     (in_brackets, "a.txt"), (labelled, "a.txt")],
)  # fmt: skip
def test_what_is_written_is_read_back(write, name):
    @settings(max_examples=25, deadline=None)
    @given(lines=plans())
    def holds(lines):
        check(write(lines), name, lines)

    holds()


@settings(max_examples=25, deadline=None)
@given(lines=plans(leads=1))
def test_a_rule_that_is_said_once_holds_for_all(lines):
    check(first_leads(lines), "a.txt", lines)
