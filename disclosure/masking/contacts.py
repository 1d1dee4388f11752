"""Phones, bank cards, addresses of mail, what is half hidden already, and what a word before it says it is."""

import re
from collections.abc import Callable, Iterator

from disclosure.masking.cards import DATE, Span, overlaps, public_codes
from disclosure.masking.signs import GAP

_COUNTRY = rf"\+?(?:00)?86{GAP}"
_CELL = rf"1{GAP}[3-9](?:{GAP}\d){{9}}"
_MOBILE = rf"(?<!\d)(?:{_COUNTRY})?0?{_CELL}(?![\d元])"
_AREA = r"(?:10|2\d|[3-9]\d\d)"
_EXTENSION = r"(?:\s?(?:转|-|[Ee]xt\.?)\s?\d{1,5})?"
_LOCAL = rf"[2-9](?:{GAP}\d){{6,7}}{_EXTENSION}"
_LANDLINE = rf"(?<!\d)(?:{_COUNTRY}0?{_AREA}|\(?0{_AREA}){GAP}{_LOCAL}(?!\d)"
_AND = r"(?:\([^()\d]{1,6}\))?(?:\s*[、,;/|~和或及与至]\s*|\s+)"  # what parts the numbers of a list
_MORE = re.compile(rf"{_AND}(?P<value>{_LOCAL})(?![\d元万]|\.\d)")
LOCAL_PART = re.compile(rf"(?:(?:00)?86)?(?:0?{_AREA})?([2-9]\d{{6,7}})")
_SPOKEN = str.maketrans("〇○零一二三四五六七八九幺", "0001234567891")
_BANK_CARD = r"(?<!\d)(?:62|60|4\d|5[1-5]|35|95)\d\d(?:[\s\-]?\d){12,15}(?!\d)"
_MAIL = r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_HALF_HIDDEN = r"(?<!\d)\d{3,}[*xX×●]{3,}\d{2,}[xX]?"
_IS = r"(?:号码|编号|编码|号)?\s*(?:[:：是为]\s*){0,2}"
_LABELLED = (  # (the words before it, its shape)
    (
        "电话|手机|座机|传真|联系方式|联系|致电|拨打|[Tt][Ee][Ll]|[Pp]hone|[Mm]obile",
        rf"\.?\s*(?:{_LOCAL}|{_CELL})(?!\d)",
    ),
    ("身份证件?|公民身份", r"[\dxX*](?:[\s\-]?[\dxX*]){7,24}"),
    ("银行卡|账户|帐户|账|帐|卡", r"\d(?:[\s\-]?\d){8,24}"),
    (
        "护照|台胞证|回乡证|(?<!许可)(?<!执业)证件|通行证|军官证|士兵证|警官证|居留证|驾驶证",
        r"[A-Za-z]{0,3}\d{6,18}[xX]?",
    ),
    ("微信|[Qq]{2}|[Ww]e[Cc]hat|[Ww]eixin", r"[A-Za-z0-9_-]{5,20}"),
    ("(?:病历|病案|住院|门诊|就诊卡|社保卡|医保卡)(?=号)", r"[A-Za-z0-9-]{4,24}"),
    ("医师资格证书?|资格证书", r"[\dxX](?:[\s\-]?[\dxX]){14,28}"),
)


def passes_luhn(text: str) -> bool:
    """Whether the check figure of a bank card fits (ISO/IEC 7812)."""
    figures = [int(sign) for sign in reversed(text) if sign.isdigit()]
    return (sum(figures[::2]) + sum(sum(divmod(2 * figure, 10)) for figure in figures[1::2])) % 10 == 0


def _is_no_day(text: str) -> bool:
    """1998-05-12 120 is a day and a number behind it."""
    return not DATE.match(text)


_SHAPES: list[tuple[re.Pattern, Callable[[str], bool]]] = [
    (re.compile(_MOBILE), _is_no_day),
    (re.compile(_LANDLINE), _is_no_day),
    (re.compile(_BANK_CARD), passes_luhn),
    (re.compile(_MAIL), bool),
    (re.compile(_HALF_HIDDEN), bool),
]
_LABELS = [re.compile(rf"(?<![A-Za-z])(?:{words}){_IS}(?P<value>{value})") for words, value in _LABELLED]


def find_contacts(plain: str) -> Iterator[Span]:
    """Where they stand; within codes of institutions nothing is looked for."""
    codes = public_codes(plain)
    found = [match.span() for shape, fits in _SHAPES for match in shape.finditer(plain) if fits(match.group())]
    for figures in (plain, plain.translate(_SPOKEN)):
        found += [match.span("value") for label in _LABELS for match in label.finditer(figures)]
        found += [span for _start, end in found for span in _listed(figures, end)]
    yield from (span for span in found if not overlaps(span, codes))


def _listed(plain: str, end: int) -> Iterator[Span]:
    """The numbers of a list whose first one ends there."""
    while (more := _MORE.match(plain, end)) and _is_no_day(more["value"]):
        yield more.span("value")
        end = more.end()
