"""Files of every kind: read in any of the usual encodings, or refused with one sentence."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.importer import MAX_BYTES, NotAPlan, read_plan
from tests.tasks.importer.plan_tables import flatten, row

PAGES = [[row(1, section="一、明确责任"), row(2)], [row(3, participants="")]]
PLAN = flatten(*PAGES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_encoding_is_detected(encoding, end):
    data = flatten(*PAGES, end=end).encode(encoding)

    assert read_plan(data, name="plan.txt") == read_plan(PLAN.encode(), name="plan.txt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        ("\ufeff\n".encode(), "is empty"),
        (b"%PDF-1.7\n" + PLAN.encode(), "cannot be read"),
        (b"\xff\xfe" + b"\x00\x00" * 40, "no document that can be read"),
        (PLAN.encode() + bytes(20), "no document that can be read"),
        (PLAN.encode()[:-20] + b"\xff" * 20, "cannot be read"),
        (b"\n" * (MAX_BYTES + 1), "larger than 5 MB"),
        (b"1\n" * 50_001, "more than 50000 lines"),
        ("字" * 20_001, "Line 1 of this file is longer than 20000"),
        ("\n\n今天开会。\n明天不开。\n", "No tasks were found"),
        (flatten([]), "has no tasks"),
        (flatten([row(n % 1000) for n in range(1, 2002)]), "more than 2000 tasks"),
        (
            flatten([row(n, participants="、".join(f"市{n:03}{m:03}局" for m in range(150))) for n in range(1, 15)]),
            "more than 1000 departments",
        ),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_one_sentence(data, reason):
    data = data.encode() if isinstance(data, str) else data

    with pytest.raises(NotAPlan) as refusal:
        read_plan(data, name="plan.txt")

    assert reason in str(refusal.value.reason)
    assert str(refusal.value.reason).endswith(".")


def read_or_refuse(data: bytes):
    try:
        return read_plan(data, name="plan.txt").as_json()
    except NotAPlan as refusal:
        return str(refusal.reason)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data):
    assert read_or_refuse(data)


@example(b"0", 112, 20)  # two numbers that take each other's cells
@given(st.binary(max_size=20), st.integers(0, len(PLAN.encode())), st.integers(0, 40))
def test_a_damaged_plan_is_read_or_refused(noise, at, length):
    data = PLAN.encode()

    assert read_or_refuse(data[:at] + noise + data[at + length :])


@given(
    st.lists(
        st.sampled_from([*PLAN.split("\n"), "", "7", "二、加强保障", "2021年2月30日前", "每两年一次"]), max_size=60
    )
)
def test_any_lines_of_a_plan_in_any_order_are_read_or_refused(lines):
    assert read_or_refuse("\n".join(lines).encode())
