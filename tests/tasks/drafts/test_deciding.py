"""Each decision about a draft is a pure function of its work."""

from copy import deepcopy

import pytest

from kernel.errors import Refused
from tasks.deciding import Work, begin, decide
from tests.tasks.drafts.conftest import doubt, reading, task

POLICE, SCHOOL, DATA = 1, 2, 3


@pytest.fixture
def work():
    doubts = [
        doubt("unknown_agency", 1, name="市信息局"),
        doubt("similar_names", 1, name="市教育局", other="市信息局"),
        doubt("collective", 2, name="市级相关部门"),
        doubt("another_lead", 2, name="市教育局"),
        doubt("too_long", 0, limit=200),
        doubt("no_title", None),
    ]
    goal = {"due": "2026-12-31", "what": "再改", "quantity": None, "unit": None}
    tasks = (
        task(1),
        task(2, participants=["市教育局", "市信息局"], text="先查。再改。后评。", milestones=[goal],
             recurrence={"every": "year", "at_least": 1}),
        task(3, participants=["市级相关部门"], collective=["市级相关部门"]),
    )  # fmt: skip
    return begin(reading(*tasks, doubts=doubts, names={"市公安局": POLICE, "市教育局": SCHOOL, "市信息局": None}))


def left(data):
    return [row["code"] for row in Work(data).open_doubts()]


def titles(data):
    return [row["title"] for row in Work(data).tasks]


def roles(data, key):
    row = Work(data).task(key)
    return row["lead"], row["participants"]


def test_a_decision_leaves_what_it_was_given_as_it_was(work):
    before = deepcopy(work)

    decide(work, "drop_task", {"task": 2})

    assert work == before


def test_what_is_doubted_may_stand(work):
    data = decide(work, "settle", {"doubts": [1, 4]})

    assert left(data) == ["similar_names", "collective", "too_long", "no_title"]


def test_what_cannot_be_kept_is_changed(work):
    with pytest.raises(Refused):
        decide(work, "settle", {"doubts": [5]})
    words = {"title": "短", "text": "", "number": "1", "heading": "", "remark": "", "separately": True}
    data = decide(work, "edit_task", {"task": 1, **words})

    assert "too_long" not in left(data)
    assert Work(data).task(1)["separately"] is True


def test_a_name_means_an_agency_wherever_it_is_printed(work):
    data = decide(work, "map_name", {"name": "市信息局", "agency": DATA})

    assert Work(data).meant("市信息局") == DATA
    assert left(data) == ["collective", "another_lead", "too_long", "no_title"]
    assert roles(data, 2) == (["市公安局"], ["市教育局", "市信息局"])


def test_two_names_of_one_agency(work):
    data = decide(work, "unify_names", {"name": "市信息局", "other": "市教育局"})

    assert Work(data).meant("市信息局") == SCHOOL
    assert left(data) == ["collective", "another_lead", "too_long", "no_title"]
    with pytest.raises(Refused):
        decide(data, "unify_names", {"name": "市教育局", "other": "市信息局"})


@pytest.mark.parametrize("agencies", [[], [POLICE, SCHOOL, POLICE]])
def test_a_collective_has_members_or_only_indicates(work, agencies):
    data = decide(work, "confirm_members", {"name": "市级相关部门", "agencies": agencies})

    assert Work(data).names["市级相关部门"]["members"] == list(dict.fromkeys(agencies))
    assert "collective" not in left(data)


def test_a_name_leads_instead_of_taking_part(work):
    data = decide(work, "set_role", {"task": 2, "name": "市信息局", "role": "lead"})

    assert roles(data, 2) == (["市公安局", "市信息局"], ["市教育局"])


def test_whom_the_text_names_leads(work):
    data = decide(work, "lead_instead", {"task": 3, "name": "市教育局"})

    assert roles(data, 3) == (["市教育局"], ["市级相关部门", "市公安局"])
    assert "another_lead" not in left(data)


def test_a_department_is_added_and_its_name_is_in_doubt(work):
    data = decide(work, "add_part", {"task": 1, "name": " 市民 政局", "role": "participant"})

    assert roles(data, 1) == (["市公安局"], ["市教育局", "市民政局"])
    assert left(data)[-1] == "unknown_agency"
    with pytest.raises(Refused):
        decide(data, "add_part", {"task": 1, "name": "市民政局", "role": "lead"})


def test_a_doubt_about_a_name_goes_with_its_last_task(work):
    data = decide(work, "remove_part", {"task": 2, "name": "市信息局"})

    assert left(data) == ["collective", "another_lead", "too_long", "no_title"]


def test_one_task_becomes_two(work):
    data = decide(work, "split_task", {"task": 2, "title": "再改"})

    assert titles(data) == ["第1项", "第2项", "再改", "第3项"]
    first, second = Work(data).tasks[1:3]
    assert (first["text"], second["text"]) == ("先查。", "后评。")
    assert (first["milestones"], [goal["what"] for goal in second["milestones"]]) == ([], ["再改"])
    assert second["lead"] == first["lead"] and second["lead"] is not first["lead"]


def test_words_that_the_task_does_not_say_split_nothing(work):
    with pytest.raises(Refused):
        decide(work, "split_task", {"task": 2, "title": "没有"})


def test_two_tasks_become_one(work):
    data = decide(work, "join_task", {"task": 3})

    assert titles(data) == ["第1项", "第2项"]
    assert roles(data, 2) == (["市公安局"], ["市教育局", "市信息局", "市级相关部门"])
    assert Work(data).task(2)["text"] == "先查。再改。后评。\n第3项。"
    assert {row["task"] for row in Work(data).doubts} == {1, 2, None}
    with pytest.raises(Refused):
        decide(work, "join_task", {"task": 1})


def test_tasks_change_places(work):
    assert titles(decide(work, "place_task", {"task": 3, "position": 1})) == ["第3项", "第1项", "第2项"]


def test_a_task_that_was_not_read(work):
    data = decide(work, "add_task", {"after": 2, "title": "漏掉的"})

    assert titles(data) == ["第1项", "第2项", "漏掉的", "第3项"]
    assert Work(data).tasks[2]["heading"] == "一、监管"
    assert left(data)[-1] == "no_lead"


def test_what_is_no_task_goes_with_its_doubts(work):
    data = decide(work, "drop_task", {"task": 3})

    assert titles(data) == ["第1项", "第2项"]
    assert left(data) == ["unknown_agency", "similar_names", "too_long", "no_title"]


def test_a_doubt_about_a_name_goes_on_to_the_next_task_that_prints_it(work):
    work["tasks"][2]["lead"] = ["市信息局"]

    data = decide(work, "drop_task", {"task": 2})

    assert {(row["code"], row["task"]) for row in Work(data).open_doubts()} >= {("unknown_agency", 3)}


def test_members_of_a_name_that_was_read_as_one_agency(work):
    data = decide(work, "confirm_members", {"name": "市信息局", "agencies": [POLICE]})

    assert Work(data).task(2)["collective"] == ["市信息局"]
    assert "unknown_agency" not in left(data)


def test_names_are_not_unified_in_a_ring(work):
    work["tasks"][2]["lead"] = ["甲", "乙", "丙"]
    for name, other in (("甲", "乙"), ("乙", "丙")):
        work = decide(work, "unify_names", {"name": name, "other": other})

    with pytest.raises(Refused):
        decide(work, "unify_names", {"name": "丙", "other": "甲"})


def test_what_was_said_about_a_name_stands_where_it_is_added(work):
    data = decide(work, "map_name", {"name": "市信息局", "agency": DATA})

    data = decide(data, "add_part", {"task": 1, "name": "市信息局", "role": "lead", "agency": POLICE})

    assert Work(data).meant("市信息局") == DATA


def test_all_doubts_of_a_sort_stand(work):
    assert "collective" not in left(decide(work, "settle_sort", {"code": "collective"}))


def test_the_last_task_stays(work):
    data = decide(decide(work, "drop_task", {"task": 3}), "drop_task", {"task": 2})

    with pytest.raises(Refused):
        decide(data, "drop_task", {"task": 1})


@pytest.mark.parametrize(("kind", "kept"), [("milestone", ([], 1)), ("recurrence", (["再改"], 0))])
def test_a_goal_is_left_out(work, kind, kept):
    data = decide(work, "drop_goal", {"task": 2, "kind": kind, "place": 0})

    row = Work(data).task(2)
    assert ([goal["what"] for goal in row["milestones"]], int(row["recurrence"] is not None)) == kept


def test_the_document_gets_its_title(work):
    facts = {"title": "新名", "number": "杭政办〔2026〕1号", "issuer": "", "issued": "2026-01-02"}
    data = decide(work, "edit_document", facts)

    assert Work(data).document | {"jurisdiction": None} == {**facts, "issuer": None, "jurisdiction": None}
    assert "no_title" not in left(data)


@pytest.mark.parametrize(
    ("verb", "facts"),
    [
        ("settle", {"doubts": [99]}),
        ("set_role", {"task": 9, "name": "市公安局", "role": "lead"}),
        ("set_role", {"task": 1, "name": "没有", "role": "lead"}),
        ("map_name", {"name": "没有", "agency": 1}),
        ("unify_names", {"name": "市公安局", "other": "市公安局"}),
        ("drop_goal", {"task": 1, "kind": "milestone", "place": 0}),
        ("edit_document", {"title": " ", "number": "", "issuer": "", "issued": None}),
        ("add_task", {"after": 1, "title": " "}),
        ("add_part", {"task": 1, "name": " ", "role": "lead"}),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(work, verb, facts):
    with pytest.raises(Refused) as refusal:
        decide(work, verb, facts)
    assert str(refusal.value.reason).endswith(".")
