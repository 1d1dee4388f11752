"""Whatever table is flattened reads back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.importer import read_plan
from tests.tasks.importer.plan_tables import flatten

WORDS = st.text(st.sampled_from("健康医疗服务监督改革信息质量安全"), min_size=1, max_size=12)
AGENCIES = st.sampled_from(
    [
        "市卫生健康委",
        "市委宣传部",
        "市公安局",
        "市医改领导小组",
        "市市场监管局（市知识产权局）",
        "各区、县〔市〕人民政府",
        "市级相关部门",
    ]
)
SEPARATORS = st.sampled_from("、，；")
NUMERALS = "一二三四五六七八九十"


@st.composite
def agency_cells(draw, least):
    names = draw(st.lists(AGENCIES, min_size=least, max_size=5, unique=True))
    separator = draw(SEPARATORS)
    return separator.join(names), tuple(names)


@st.composite
def tables(draw):
    """Pages of cells, and what each task should be read as."""
    pages, expected, section = [], [], ""
    number = 0
    for _page in range(draw(st.integers(1, 3))):
        page = []
        for first in [True] + [False] * draw(st.integers(0, 4)):
            number += 1
            new = number == 1 or draw(st.booleans())
            section = (
                NUMERALS[len({s for s, *_ in expected})] if new and len({s for s, *_ in expected}) < 10 else section
            )
            printed = f"{section}、重点工作" if new or (first and draw(st.booleans())) else ""
            lead_cell, lead = draw(agency_cells(1))
            cell, participants = draw(agency_cells(0).filter(lambda pair, lead=lead: not set(pair[1]) & set(lead)))
            title, text = draw(WORDS), draw(WORDS)
            remark = draw(st.sampled_from(["", "长期", "持续推进"]))
            page.append((printed, str(number), f"{title}。{text}。", lead_cell, cell, remark))
            expected.append((section, str(number), title, f"{text}。", lead, participants, remark))
        pages.append(page)
    return pages, expected


@given(tables(), st.integers(0, 2), st.sampled_from(["", "\t", "　"]), st.sampled_from(["\n", "\r\n"]))
def test_a_flattened_table_reads_back_identically(table, gap, indent, end):
    pages, expected = table

    reading = read_plan(flatten(*pages, gap=gap, indent=indent, end=end).encode(), name="plan.txt")

    assert [
        (task.section, task.number, task.title, task.text, task.lead, task.participants, task.remark)
        for task in reading.tasks
    ] == expected
    assert all(task.certain for task in reading.tasks)
