"""Addresses in a text: the street stays, the house does not (rules 11.3)."""

import re
from collections.abc import Iterator

from disclosure.masking.cards import Span

_COUNT = r"(?:[0-9A-Za-z]{1,5}(?:[-－—~/][0-9A-Za-z]{1,5}){0,3}|[〇零一二三四五六七八九十百千两甲乙丙丁戊]{1,6})"
_STREET = r"(?:路|街|巷|弄|胡同|(?<![街河通管渠])道|村|社区|小区|花园|公寓|家园|苑|大厦|广场)"
_HOUSE = rf"(?:号院|号楼|号|弄|幢|栋|座|单元|室|组\s*{_COUNT}号)(?![文令线])"
_INSIDE = r"(?:号院|号楼|号|幢|栋|座|单元|楼|层|室|房|户|门)"
_BUILDING = rf"[一-鿿]{{2,12}}(?={_COUNT}(?:幢|栋|号楼|座|单元|室))"  # its name, before its number
_ON = rf"(?:[\s,，]?附?{_COUNT}{_INSIDE}|之[0-9一二三四五六七八九十]{{1,2}}|{_BUILDING})*"
_FLAT = rf"{_COUNT}(?:幢|栋|号楼|座)\s*(?:{_COUNT}单元\s*)?{_COUNT}[室户]|{_COUNT}单元\s*{_COUNT}[室户]?"
_FORMS = [
    re.compile(rf"{_STREET}(?P<house>\s*第?{_COUNT}\s?{_HOUSE}{_ON})"),
    re.compile(r"(?:小区|花园|公寓|家园|苑|新村)(?P<house>\s*\d{1,3}[-—]\d{1,3}[-—]\d{2,4})"),
    re.compile(rf"(?<![0-9A-Za-z])(?P<house>{_FLAT})"),
]


def find_houses(plain: str) -> Iterator[Span]:
    """The numbers of houses and rooms behind a street, a village or an estate, and of flats wherever they stand."""
    for form in _FORMS:
        yield from (match.span("house") for match in form.finditer(plain))
