"""The numbers of practitioners: what each position says, and which is wrong (rules 2.4)."""

import re
from datetime import date

from django.utils.translation import gettext as _

from disclosure.masking.cards import PROVINCE, card_check
from practitioners.enums import DOCTORS, Profession

FIGURES = "0123456789"
CARD_LENGTH = 18
QUALIFICATION_HEAD = 9  # year 4, province 2, level 1, category 2; behind it the identity card of 15 or 18 signs
QUALIFICATION_LENGTHS = (24, 27)
DOCTOR_LENGTH = 15
NURSE_LENGTHS = range(12, 17)
OTHER_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z〔〕()（）-]{2,39}|")


def card_fault(number: str, *, today: date) -> str:
    """What is wrong with the number of an identity card (GB 11643), "" for nothing: names the first wrong sign."""
    if len(number) != CARD_LENGTH:
        return _("The number of an identity card has 18 characters, this one has %(count)d.") % {"count": len(number)}
    if fault := _fault_of_figures(number[:-1]):
        return fault
    if not PROVINCE.match(number):
        return _("Characters 1 and 2, “%(signs)s”, name no province.") % {"signs": number[:2]}
    born = _day(number[6:14])
    if born is None or born > today:
        return _("Characters 7 to 14 are no day of birth.")
    if (expected := card_check(number[:-1])) != number[-1]:
        words = _("Check character %(place)d is “%(sign)s”; from the characters before it follows “%(expected)s”.")
        return words % {"place": CARD_LENGTH, "sign": number[-1], "expected": expected}
    return ""


def qualification_fault(code: str, *, profession: str, id_number: str, today: date) -> str:
    """What is wrong with the code of a qualification certificate, "" for nothing.

    id_number: what the record says; a doctor's code ends with it.
    """
    if profession not in DOCTORS:
        return _fault_of_other(code)
    if len(code) not in QUALIFICATION_LENGTHS:
        words = _("The code of a doctor's qualification has 24 or 27 characters, this one has %(count)d.")
        return words % {"count": len(code)}
    if fault := _fault_of_figures(code[:-1]) or ("" if code[-1] in f"{FIGURES}X" else _misplaced(len(code), code[-1])):
        return fault
    if not 1950 <= int(code[:4]) <= today.year:
        return _("Characters 1 to 4, “%(signs)s”, are no year in which it can have been given.") % {"signs": code[:4]}
    if not PROVINCE.match(code[4:]):
        return _("Characters 5 and 6, “%(signs)s”, name no province.") % {"signs": code[4:6]}
    card = code[QUALIFICATION_HEAD:]
    if len(card) == CARD_LENGTH and (fault := card_fault(card, today=today)):
        return _("Its last 18 characters are no number of an identity card: %(fault)s") % {"fault": fault}
    if id_number and card not in {id_number, id_number[:6] + id_number[8:17]}:
        return _("Behind character 9 does not follow the number of the identity card.")
    return ""


def certificate_fault(number: str, *, profession: str) -> str:
    """What is wrong with the number of a practice certificate, "" for nothing; sources contradict each other on the
    parts of doctors' numbers, so only length and figures are looked at."""
    if profession in DOCTORS:
        if len(number) != DOCTOR_LENGTH:
            words = _("A doctor's practice certificate has 15 figures, this number has %(count)d characters.")
            return words % {"count": len(number)}
        return _fault_of_figures(number)
    if profession == Profession.NURSE:
        if len(number) not in NURSE_LENGTHS:
            words = _("A nurse's practice certificate has 12 to 16 figures, this number has %(count)d characters.")
            return words % {"count": len(number)}
        return _fault_of_figures(number)
    return _fault_of_other(number)


def _fault_of_figures(text: str) -> str:
    wrong = next(((place, sign) for place, sign in enumerate(text, 1) if sign not in FIGURES), None)
    return _misplaced(*wrong) if wrong else ""


def _misplaced(place: int, sign: str) -> str:
    return _("Character %(place)d, “%(sign)s”, cannot stand there.") % {"place": place, "sign": sign}


def _fault_of_other(number: str) -> str:
    if OTHER_NUMBER.fullmatch(number):
        return ""
    return _("Such a number has 3 to 40 figures, capital letters, hyphens or brackets.")


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
