"""Whatever comes is read or refused, soon; a long plan too."""

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.importer import NotAPlan, read_plan

DATA = Path(__file__).resolve().parents[2] / "data"
PLANS = [plan.read_text(encoding="utf-8") for plan in sorted(DATA.glob("*.txt"))]
LINES = [line for plan in PLANS for line in plan.split("\n")]
SIGNS = (
    "（）()〔〕【】“”《》、，。；：:,;*★一二三十1230①\n\n  年月日前底末市县局部门每责任单位牵头"
    "负责配合参与按职责分别下同均列至到?ā)國"
)
SENTENCES = "各单位要结合实际细化措施，明确时间节点，认真组织实施，定期调度进展，及时总结推广经验。" * 4
MEGABYTE = 330_000  # characters of three bytes


def read_or_refuse(text: str):
    try:
        return read_plan(text.encode(), name="plan.txt").as_json()
    except NotAPlan as refusal:
        return str(refusal.reason)


@given(st.text(st.sampled_from(SIGNS), max_size=600))
def test_any_signs_are_read_or_refused(text):
    assert read_or_refuse(text)


@given(st.lists(st.sampled_from(LINES), max_size=60), st.integers(0, 40))
def test_lines_of_plans_in_any_order_are_read_or_refused(lines, cut):
    assert read_or_refuse("\n".join(line[cut:] if i % 3 == 0 else line for i, line in enumerate(lines)))


@given(st.sampled_from(PLANS), st.integers(0, 800), st.integers(0, 200), st.text(st.sampled_from(SIGNS), max_size=12))
def test_a_damaged_plan_is_read_or_refused(plan, at, length, noise):
    assert read_or_refuse(plan[:at] + noise + plan[at + length :])


@given(st.sampled_from(PLANS), st.integers(0, 800), st.integers(0, 30))
def test_every_place_of_a_damaged_plan_lies_in_its_text(plan, at, length):
    try:
        reading = read_plan((plan[:at] + plan[at + length :]).encode(), name="plan.txt")
    except NotAPlan:
        return

    for task in reading.as_json()["tasks"]:
        source = task["source"]
        spans = [source["task"], source["title"], *source["lead"], *source["participants"], *source["milestones"]]
        assert all(0 <= start < end <= len(reading.text) for start, end in spans)


@pytest.mark.slow
@settings(max_examples=25, deadline=5000)
@given(st.text(st.sampled_from(SIGNS), min_size=1, max_size=8))
def test_a_megabyte_of_noise_takes_less_than_five_seconds(unit):
    text = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    lines = [text[i : i + 15_000] for i in range(0, len(text), 15_000)]

    assert read_or_refuse("\n".join(lines))


@pytest.mark.slow
def test_a_plan_of_two_hundred_pages_takes_less_than_five_seconds_and_300_megabytes():
    text = "\n".join(plan.replace("。", "。" + SENTENCES) for plan in PLANS * 40)[:200_000]

    begun = time.monotonic()
    reading = read_plan(text.encode(), name="plan.txt")
    took = time.monotonic() - begun
    tracemalloc.start()
    read_plan(text.encode(), name="plan.txt")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(text) == 200_000
    assert len(reading.tasks) > 300
    assert took < 5
    assert peak < 300 * 1024**2
