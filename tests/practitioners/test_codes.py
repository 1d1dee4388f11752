"""The numbers of practitioners: which sign is wrong, and what would be right (rules 2.4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practitioners.codes import card_fault, certificate_fault, qualification_fault
from practitioners.masking import masked
from tests.factories import make_card, make_qualification

TODAY = date(2026, 11, 20)
STANDARD = "11010519491231002X"  # the example of GB 11643


def test_the_example_of_the_standard_is_right():
    assert card_fault(STANDARD, today=TODAY) == ""


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (STANDARD[:-1], "has 18 characters, this one has 17"),
        ("1101O519491231002X", "Character 5, “O”, cannot stand there"),
        ("99010519491231002X", "Characters 1 and 2, “99”, name no province"),
        ("11010519490231002X", "Characters 7 to 14 are no day of birth"),
        ("11010520491231002X", "Characters 7 to 14 are no day of birth"),
        ("110105194912310021", "Check character 18 is “1”; from the characters before it follows “X”"),
    ],
)
def test_the_wrong_sign_is_named(number, fault):
    assert fault in card_fault(number, today=TODAY)


@given(n=st.integers(0, 999_999), place=st.integers(0, 17), sign=st.sampled_from("0123456789X"))
def test_one_changed_sign_is_always_found(n, place, sign):
    number = make_card(n)
    assert card_fault(number, today=TODAY) == ""

    changed = number[:place] + sign + number[place + 1 :]

    assert (card_fault(changed, today=TODAY) == "") == (changed == number)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (f"200133110{STANDARD}", ""),
        ("200133110110105491231002", ""),  # of the time of cards with 15 figures
        (f"20013311{STANDARD}", "has 24 or 27 characters, this one has 26"),
        (f"190133110{STANDARD}", "Characters 1 to 4, “1901”, are no year"),
        (f"200199110{STANDARD}", "Characters 5 and 6, “99”, name no province"),
        (f"2001331X0{STANDARD}", "Character 8, “X”, cannot stand there"),
        (f"200133110{STANDARD[:-1]}A", "Character 27, “A”, cannot stand there"),
        (f"200133110{STANDARD[:-1]}1", "Its last 18 characters are no number of an identity card: Check character 18"),
        (make_qualification(make_card(5)), "Behind character 9 does not follow the number of the identity card"),
    ],
)
def test_a_doctors_qualification_ends_with_the_card(code, fault):
    found = qualification_fault(code, profession="doctor", id_number=STANDARD, today=TODAY)

    assert fault in found and bool(fault) == bool(found)


@pytest.mark.parametrize(
    ("profession", "number", "fault"),
    [
        ("doctor", "110330102000001", ""),
        ("doctor", "11033010200001", "has 15 figures, this number has 14"),
        ("assistant", "11033O102000001", "Character 6, “O”, cannot stand there"),
        ("nurse", "202133000001", ""),
        ("nurse", "20213300001", "has 12 to 16 figures, this number has 11"),
        ("technician", "示例", "has 3 to 40 figures"),
        ("pharmacist", "ZY-2021-0001", ""),
    ],
)
def test_practice_certificates(profession, number, fault):
    found = certificate_fault(number, profession=profession)

    assert fault in found and bool(fault) == bool(found)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(STANDARD, "110105**********2X"), ("", ""), ("123456789", "*********"), ("1234567890", "123456**90")],
)
def test_the_first_six_and_the_last_two_signs_are_shown(number, shown):
    assert masked(number) == shown
