"""Real tables: merged cells, sections between rows, rows that a page break cut."""

from datetime import date

from tasks.importer import Milestone
from tasks.importer.reader import read_source
from tasks.importer.source import Grid, Source, Span

HEADER = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
UP = object()  # merged with the cell above
LEFT = object()  # merged with the cell before


def table(*rows, title="青山市重点任务清单\n"):
    """A document that consists of a table; cells are written one after another, a merged one once."""
    text, grid = title, []
    for row in rows:
        cells = []
        for at, cell in enumerate(row):
            if cell is UP:
                cells.append(grid[-1][at])
            elif cell is LEFT:
                cells.append(cells[-1])
            else:
                cells.append(Span(len(text), len(text) + len(cell)))
                text += cell + "\t"
        grid.append(tuple(cells))
        text += "\n"
    return Source(text, grids=(Grid(tuple(grid)),))


def read(*rows):
    return read_source(table(*rows), name="plan.docx")


def in_short(reading):
    return [(task.number, task.title, task.lead, task.participants) for task in reading.tasks]


def test_a_table_with_a_header():
    reading = read(
        HEADER,
        ["1", "检查。每季度一次。", "甲局", "乙局、丙局", "2025年6月底前"],
        ["2", "培训", "乙局", "无", "持续推进"],
    )

    assert in_short(reading) == [("1", "检查", ("甲局",), ("乙局", "丙局")), ("2", "培训", ("乙局",), ())]
    assert reading.tasks[0].milestones == (Milestone(date(2025, 6, 30), "检查"),)
    assert reading.tasks[1].remark == "持续推进"
    assert reading.document.title == "青山市重点任务清单"


def test_one_number_over_several_tasks():
    reading = read(HEADER, ["1", "检查", "甲局", "", ""], [UP, "培训", "乙局", "", ""], ["2", "宣传", "丙局", "", ""])

    assert [(task.number, task.title) for task in reading.tasks] == [
        ("1", "检查"),
        ("1", "培训"),
        ("2", "宣传"),
    ]
    assert "duplicate_number" not in {doubt.code for doubt in reading.doubts}


def test_one_task_over_several_rows_of_departments():
    reading = read(HEADER, ["1", "检查", "甲局", "乙局", ""], [UP, UP, UP, "丙局", ""])

    assert in_short(reading) == [("1", "检查", ("甲局",), ("乙局", "丙局"))]


def test_a_row_that_goes_on_after_a_page_break():
    first, rest = ["1", "检查", "甲局", "乙局、", ""], ["", "", "", "丙局", ""]

    reading = read(HEADER, first, HEADER, rest, ["2", "培训", "丁局", "", ""])

    assert in_short(reading) == [("1", "检查", ("甲局",), ("乙局", "丙局")), ("2", "培训", ("丁局",), ())]


def test_a_section_is_a_row_or_a_merged_cell():
    rows = [
        ["一、机制", *[LEFT] * 4],
        ["1", "检查", "甲局", "", ""],
        ["二、保障", *[LEFT] * 4],
    ]
    in_rows = read(HEADER, *rows, ["2", "培训", "乙局", "", ""])
    in_cells = read(
        ["重点领域", "序号", "工作任务", "责任单位"], ["机制", "1", "检查", "甲局"], [UP, "2", "培训", "乙局、丙局"]
    )

    assert [(task.section, task.number) for task in in_rows.tasks] == [("一", "1"), ("二", "2")]
    assert [(task.section, str(task.roles)) for task in in_cells.tasks] == [("机制", "stated"), ("机制", "joint")]


def test_names_that_a_narrow_cell_broke():
    reading = read(HEADER, ["1", "检查", "市卫生\n健康委", "市公安局\n市司法局", ""])

    assert in_short(reading) == [("1", "检查", ("市卫生健康委",), ("市公安局", "市司法局"))]


def test_a_table_that_holds_no_tasks_is_text():
    source = table(["（一）检查。（甲局负责）", ""], ["（二）培训。（乙局负责）", ""])

    assert [task.lead for task in read_source(source, name="x").tasks] == [("甲局",), ("乙局",)]


def test_a_column_that_is_not_known():
    reading = read([*HEADER, "经费来源"], ["1", "检查", "甲局", "乙局", "", "财政"])

    assert [(doubt.code, doubt.facts) for doubt in reading.doubts] == [("unknown_column", {"column": "经费来源"})]
