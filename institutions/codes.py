"""The codes of institutions: what each position says, and which is wrong (rules 2.4)."""

import re
from operator import mul

from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: index = value; I O Z S V are never used
VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
FIGURES = "0123456789"
USCC_LENGTH = 18
REG_CODE = re.compile(r"[0-9A-Z]{8}[0-9X][0-9]{8}[A-P][0-9]{3}[1-9]|[0-9]{12}")
PROFIT_OF = {
    "12": "non_profit",
    "52": "non_profit",
    "91": "for_profit",
}  # what the first two signs of a code lead to expect


def uscc_fault(code: str) -> str:
    """What is wrong with a unified social credit code (GB 32100-2015), "" for nothing: names the first wrong sign."""
    if len(code) != USCC_LENGTH:
        return _("A unified social credit code has 18 characters, this one has %(count)d.") % {"count": len(code)}
    for place, sign in enumerate(code, 1):
        if sign not in VALUES or (3 <= place <= 8 and sign not in FIGURES):
            return _("Character %(place)d, “%(sign)s”, cannot stand there.") % {"place": place, "sign": sign}
    if (expected := organisation_check(code[8:16])) != code[16]:
        return _wrong_check(17, code[16], expected)
    if (expected := uscc_check(code[:17])) != code[17]:
        return _wrong_check(18, code[17], expected)
    return ""


def uscc_check(head: str) -> str:
    """The check character of the first seventeen."""
    total = sum(map(mul, map(VALUES.__getitem__, head), WEIGHTS))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(head: str) -> str:
    """The check character of an organisation code's first eight (GB 11714), in which letters count from 10 for A."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(head, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def reg_code_fault(code: str) -> str:
    """What is wrong with an institution registration code, "" for nothing."""
    if REG_CODE.fullmatch(code):
        return ""
    return _("A registration code has 22 characters (parts of 9, 6, 2, 4 and 1), or 12 digits.")


def _wrong_check(place: int, sign: str, expected: str) -> str:
    words = _("Check character %(place)d is “%(sign)s”; from the characters before it follows “%(expected)s”.")
    return words % {"place": place, "sign": sign, "expected": expected}
