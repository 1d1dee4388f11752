"""The codes of institutions: which sign is wrong, and what would be right (rules 2.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from institutions.codes import ALPHABET, reg_code_fault, uscc_fault
from tests.factories import make_uscc

RIGHT = ["91350100M000100Y43", "12110101400500012Q", "52310115MJ2000011X", "92330102MA2B00019U", "121101014005004850"]


@pytest.mark.parametrize("code", RIGHT)
def test_what_the_standard_makes_is_right(code):
    assert uscc_fault(code) == ""


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y4", "has 18 characters, this one has 17"),
        ("91350100M000100Y4Z", "Character 18, “Z”, cannot stand there"),
        ("9135O100M000100Y43", "Character 5, “O”, cannot stand there"),
        ("91350100M000100Y53", "Check character 17 is “5”; from the characters before it follows “4”"),
        ("91350100M000100Y44", "Check character 18 is “4”; from the characters before it follows “3”"),
    ],
)
def test_the_wrong_sign_is_named(code, fault):
    assert fault in uscc_fault(code)


@given(n=st.integers(0, 999_999), place=st.integers(0, 17), sign=st.sampled_from(ALPHABET))
def test_one_changed_sign_is_always_found(n, place, sign):
    code = make_uscc(n)
    assert uscc_fault(code) == ""

    changed = code[:place] + sign + code[place + 1 :]

    assert (uscc_fault(changed) == "") == (changed == code)


@pytest.mark.parametrize(
    ("code", "is_right"),
    [("PDY10007X11010512A1001", True), ("330102000101", True), ("PDY10007X110105", False), ("33010200010X", False)],
)
def test_registration_codes(code, is_right):
    assert (reg_code_fault(code) == "") == is_right
