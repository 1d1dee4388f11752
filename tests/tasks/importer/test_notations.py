"""Plans of our own in the notations that published ones use, beside what a person reads in them."""

import json
from pathlib import Path

import pytest

from tasks.importer import read_plan

DATA = Path(__file__).resolve().parents[2] / "data"
PLANS = sorted(DATA.glob("*.txt"))


def shown(reading):
    """What a person would write down of a plan."""
    return {
        "title": reading.document.title,
        "rule": reading.document.rule,
        "goals": [f"{goal.due}" for goal in reading.milestones],
        "tasks": [in_short(task) for task in reading.tasks],
        "doubts": sorted({f"{doubt.code} {doubt.number}" for doubt in reading.doubts if doubt.code not in EVERYWHERE}),
    }


EVERYWHERE = {"collective", "no_participants", "joint_list", "similar_names"}


def in_short(task):
    return {
        "number": f"{task.section} {task.number}".strip(),
        "title": task.title,
        "lead": "、".join(task.lead),
        "participants": "、".join(task.participants),
        "roles": f"{task.roles}{', separately' if task.separately else ''}",
        **({"dues": [str(one.due) for one in task.milestones]} if task.milestones else {}),
        **({"every": [f"{one.every} {one.at_least}" for one in task.recurrences]} if task.recurrences else {}),
        **({"remark": task.remark} if task.remark else {}),
    }


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_a_plan_of_our_own(plan):
    reading = read_plan(plan.read_bytes(), name=plan.name)

    assert shown(reading) == json.loads(plan.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_every_name_and_date_stands_at_its_place(plan):
    reading = read_plan(plan.read_bytes(), name=plan.name)

    for task in reading.tasks:
        places = zip(task.names, (*task.places.lead, *task.places.participants), strict=True)
        for name, (start, end) in places:
            assert name in squeezed(reading.text[start:end])
        for one in (*task.milestones, *task.recurrences):
            assert 0 < one.span.end - one.span.start < 30
            assert task.places.task.start <= one.span.start < one.span.end <= task.places.task.end


def squeezed(text):
    """Without what a page break leaves between the characters, in full-width punctuation."""
    kept = "".join(line for line in text.split("\n") if not line.strip().startswith(("—", "-", "第")))
    return "".join(kept.split()).replace("(", "（").replace(")", "）").replace("★", "")
