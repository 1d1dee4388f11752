"""Identity cards, wherever they stand in figures and whatever parts these, and the codes that only look like them.

What is public stays: unified social credit codes, registration codes, numbers of practice certificates, dates, amounts.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from disclosure.masking.signs import folded

Span = tuple[int, int]

_BREAK = r"、；;()（）〔〕\[\]【】《》“”\"…"  # never within a number
_GAP = rf"(?:[^\w{_BREAK}]|_){{0,4}}"
_RUN = re.compile(rf"\d(?:{_GAP}(?:\d|[xX×](?![A-Za-z])))*")
_TOKEN = re.compile(r"\d+|[xX×]")
_LOOSE = re.compile(r"[,，:：/|*]")  # between figures these more often part two numbers than join the halves of one

USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18}(?![0-9A-Za-z])")
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_REGISTRATION = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{8}[0-9X]\d{8}[A-P]\d{3}[1-9](?![0-9A-Za-z])")
_PRACTICE = re.compile(r"执业证书?(?:编码|编号|号码|号)?\s*[:：]?\s*\d{12,16}(?!\d)")
DATE = re.compile(r"(?<!\d)(?:18|19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|(?<![\d.])\d+\.\d{1,2}(?![\d.])")

PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1-7]")  # 9: of foreigners
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_card(text: str) -> bool:
    """Whether 18 signs read as an identity card: a province, and a day of birth."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text) or not PROVINCE.match(text):
        return False
    return 1880 <= int(text[6:10]) < 2100 and _is_day(text[10:14])


def card_check(head: str) -> str:
    """The check sign of the first seventeen figures (GB 11643)."""
    return "10X98765432"[sum(int(figure) * n for figure, n in zip(head, _WEIGHTS, strict=True)) % 11]


def has_right_check(text: str) -> bool:
    """An identity card whose check sign fits."""
    return is_card(text) and card_check(text[:17]) == text[17]


def is_old_card(text: str) -> bool:
    """Whether 15 figures read as an identity card of the first generation."""
    return bool(re.fullmatch(r"[0-9]{15}", text) and PROVINCE.match(text)) and _is_day(text[8:12])


def _is_day(text: str) -> bool:
    return 1 <= int(text[:2]) <= 12 and 1 <= int(text[2:]) <= 31


def is_credit_code(text: str) -> bool:
    """Whether the check sign of a unified social credit code fits (GB 32100, rules 2.4)."""
    if not USCC.fullmatch(text):
        return False
    values = [_USCC_SIGNS.index(sign) for sign in text.upper()]
    return (31 - sum(value * pow(3, n, 31) for n, value in enumerate(values[:17])) % 31) % 31 == values[17]


def public_codes(plain: str) -> list[Span]:
    """Where codes of institutions and numbers of practice certificates stand."""
    credit = [match.span() for match in USCC.finditer(plain) if is_credit_code(match.group())]
    return credit + [match.span() for pattern in (_REGISTRATION, _PRACTICE) for match in pattern.finditer(plain)]


def find_cards(plain: str) -> Iterator[Span]:
    """The groups of figures that make an identity card, or in which one stands, as in a doctor's qualification code."""
    codes = public_codes(plain)
    parted = [match.span() for pattern in (_AMOUNT, DATE) for match in pattern.finditer(plain)]
    for run in _RUN.finditer(plain):
        tokens = list(_TOKEN.finditer(plain, *run.span()))
        yield from _certain(tokens)
        yield from (span for span in _likely(plain, tokens, parted) if not overlaps(span, codes))


def holds_a_card(text: str) -> bool:
    """Whether an identity card whose check sign fits stands anywhere in it."""
    return any(True for run in _RUN.finditer(folded(text)) for _ in _certain(list(_TOKEN.finditer(run.group()))))


def overlaps(span: Span, others: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _certain(tokens: list[re.Match]) -> Iterator[Span]:
    """Cards whose check sign fits, at whatever place in the figures."""
    signs = "".join(map(_sign, tokens))
    owner = [token for token in tokens for _ in token.group()]
    for n in range(len(signs) - 17):
        if has_right_check(signs[n : n + 18]):
            yield owner[n].start(), owner[n + 17].end()


def _likely(plain: str, tokens: list[re.Match], parted: list[Span]) -> Iterator[Span]:
    """Cards without a check sign that fits, where whole groups of figures make exactly one.

    parted: dates and amounts, which are no half of an old card.
    """
    for n, first in enumerate(tokens):
        if len(first.group()) == 24 and is_old_card(first.group()[9:]):
            yield first.span()
        for m, length in enumerate(accumulate(len(token.group()) for token in tokens[n : n + 18])):
            if length not in {15, 18}:
                continue
            span = first.start(), tokens[n + m].end()
            signs = "".join(map(_sign, tokens[n : n + m + 1]))
            if is_card(signs) and not _LOOSE.search(plain, *span):
                yield span
            if is_old_card(signs) and not any(overlaps(span, [part]) and part != span for part in parted):
                yield span


def _sign(token: re.Match) -> str:
    return token.group() if token.group().isdigit() else "X"
