"""What the importer is not sure of: said with its place, never guessed."""

import pytest

from tasks.importer import NotAPlan, read_plan
from tests.tasks.importer.plan_tables import HEADER, flatten, row


def read(text: str):
    return read_plan(text.encode(), name="plan.txt")


def found(reading):
    return [(doubt.code, doubt.number, doubt.line) for doubt in reading.doubts]


def certain(reading):
    return [task.certain for task in reading.tasks]


def test_both_rows_of_a_duplicate_number():
    reading = read(flatten([row(1), row(2), row(2), row(3)]))

    assert found(reading) == [("duplicate_number", "2", 16), ("duplicate_number", "2", 23)]
    assert certain(reading) == [True, False, False, True]
    assert [task.title for task in reading.tasks] == ["第1项工作", "第2项工作", "第2项工作", "第3项工作"]


def test_a_gap_in_the_numbers():
    reading = read(flatten([row(1), row(4), row(5)]))

    assert [(doubt.code, doubt.number, doubt.facts) for doubt in reading.doubts] == [
        ("number_gap", "4", {"expected": 2})
    ]
    assert certain(reading) == [True, True, True]


@pytest.mark.parametrize("missing", [3, 4, 5])  # lead, participants, remark
@pytest.mark.parametrize("page_break", [False, True])
def test_a_row_that_lacks_a_cell(missing, page_break):
    rows = [row(n) for n in range(1, 10)]
    at = 2 if page_break else 1
    rows[at] = rows[at][:missing] + rows[at][missing + 1 :]

    reading = read(flatten(rows[:3], rows[3:6], rows[6:]))

    task = reading.tasks[at]
    assert [doubt.code for doubt in reading.doubts] == ["cells_do_not_fit"]
    assert (task.title, task.lead, task.participants, task.remark) == (f"第{at + 1}项工作", (), (), "")
    assert certain(reading) == [n != at for n in range(9)]


def test_a_row_whose_task_goes_on_in_a_second_line():
    rows = [row(1), row(2), row(3)]
    rows[1] = (*rows[1][:2], "第2项工作。前半句", "后半句。", *rows[1][3:])

    reading = read(flatten(rows))

    assert ("cells_do_not_fit", "2", 16) in found(reading)
    assert certain(reading) == [True, False, True]
    assert (reading.tasks[1].lead, reading.tasks[1].participants) == ((), ())


def test_an_empty_lead_cell():
    reading = read(flatten([row(1), row(2, lead=""), row(3)]))

    assert found(reading) == [("no_lead", "2", 16)]
    assert certain(reading) == [True, False, True]
    assert reading.tasks[1].participants == ("市公安局",)


def test_a_table_with_one_column_of_responsible_bodies_does_not_say_who_leads():
    both = row(2, lead="市教育局、市公安局")[1:4]
    reading = read(flatten([row(1)[1:4], both], header=("序号", "工作任务", "责任单位")))

    assert [(task.lead, task.participants, task.roles) for task in reading.tasks] == [
        (("市教育局",), (), "stated"),
        (("市教育局", "市公安局"), (), "joint"),
    ]


def test_an_unknown_column_is_left_out():
    reading = read(flatten([(*row(1), "张三"), (*row(2), "李四")], header=(*HEADER, "联系人")))

    assert [(doubt.code, doubt.facts) for doubt in reading.doubts] == [("unknown_column", {"column": "联系人"})]
    assert [(task.lead, task.participants, task.remark) for task in reading.tasks] == [
        (("市教育局",), ("市公安局",), "长期")
    ] * 2


def test_a_line_that_belongs_to_no_row():
    reading = read(flatten([row(1), row(2)]) + "\n注：本清单由市政府办公室解释。\n")

    assert [(doubt.code, doubt.line, doubt.facts) for doubt in reading.doubts] == [
        ("stray_text", 24, {"text": "注：本清单由市政府办公室解释。"})
    ]
    assert certain(reading) == [True, True]


def test_a_row_without_a_number_is_missed_loudly():
    rows = [row(1), row(2), row(3)]
    rows[1] = ("", "", *rows[1][2:])

    reading = read(flatten(rows))

    assert [task.number for task in reading.tasks] == ["1", "3"]
    assert {"number_gap", "stray_text"} <= {doubt.code for doubt in reading.doubts}


def test_a_document_without_a_title_takes_the_name_of_its_file():
    reading = read_plan(flatten([row(1)], title="").encode(), name="清单.txt")

    assert (reading.document.title, [doubt.code for doubt in reading.doubts]) == ("清单", ["no_title"])


@pytest.mark.parametrize(
    ("participants", "names", "code"),
    [
        ("市公安局、张三同志", ("市公安局", "张三同志"), "odd_name"),
        ("市司法局 市民政局", ("市司法局", "市民政局"), "space_in_name"),
        ("市司 法局", ("市司法局",), "space_in_name"),
        ("市公安局、市公安局", ("市公安局",), "named_twice"),
        ("市公安局、市教育局", ("市公安局",), "named_twice"),
    ],
)
def test_names_a_person_should_look_at(participants, names, code):
    reading = read(flatten([row(1, participants=participants), row(2)]))

    assert [(doubt.code, doubt.number) for doubt in reading.doubts] == [(code, "1")]
    assert reading.tasks[0].participants == names
    assert certain(reading) == [False, True]


def test_a_title_longer_than_a_title():
    reading = read(flatten([row(1, title="推进" * 101), row(2)]))

    assert found(reading) == [("too_long", "1", 9)]
    assert certain(reading) == [False, True]


def test_a_table_whose_rows_are_torn_is_refused():
    rows = [row(n, title="推进工作")[: 3 + n % 3] for n in range(1, 10)]

    with pytest.raises(NotAPlan, match="do not fit its columns"):
        read(flatten(rows, gap=0))


def test_every_doubt_speaks_in_a_whole_sentence():
    rows = [
        row(2, lead="", participants="某某某等部门"),
        row(2, title="长" * 201, lead="市 教育局"),
        row(3)[:4],
        row(9),
    ]
    reading = read(flatten(rows, title="", header=HEADER) + "\n注\n")

    sentences = [doubt.as_json()["message"] for doubt in reading.doubts]

    assert len(sentences) > 6
    assert all("%(" not in sentence and sentence.endswith(".") for sentence in sentences)
