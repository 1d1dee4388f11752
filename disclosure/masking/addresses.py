"""Addresses in a text: the street stays, the house does not (rules 11.3)."""

import re
from collections.abc import Iterator

from disclosure.masking.cards import Span
from disclosure.masking.signs import DASHES

_PART = r"[0-9A-Za-z]{1,5}"
_TO = rf"\s?[{DASHES}]\s?"
_TENS = "一二三四五六七八九十"
_COUNT = rf"(?:[甲乙丙丁戊]?{_PART}(?:\s?[{DASHES}~/]\s?{_PART}){{0,3}}|[〇零百千两甲乙丙丁戊{_TENS}]{{1,6}})"
_LANE = rf"(?<=[^第百{_TENS}][{_TENS}])条|(?<=[^第百{_TENS}][{_TENS}][{_TENS}])条"  # 东四十条, but not an article
_PLACE = rf"(?<=[路东西南北中{_TENS}])段|(?<=[0-9A-Za-z{_TENS}])区|(?<![公这那哪家屋店院城英])里|{_LANE}"
_STREET = rf"(?:路|街|巷|弄|胡同|(?<![街河通管渠])道|村|社区|小区|花园|公寓|家园|苑|大厦|广场|{_PLACE})"
_HOUSE = rf"(?:号院|号楼|号|支弄|弄|幢|栋|座|单元|室|组\s*{_COUNT}号)(?![文令线床]|公告|通告)"
_INSIDE = r"(?:号院|号楼|号|支弄|弄|幢|栋|座|单元|楼|层|室|房|户|门)"
_THINGS = r"[年月日天元人名张间家户次份个条台件种例项万千百亿时分秒余多平米床号%℃㎡m]"
_ROOM = rf"(?<=[门栋幢楼元号座])\s?(?!\d{{4}}[{DASHES}/.])[A-Za-z]?\d{{2,4}}(?!\d|[.,]\d|\s?{_THINGS})"
_BUILDING = rf"[一-鿿]{{2,12}}(?={_COUNT}\s?(?:幢|栋|号楼|座|单元|室))"  # its name, before its number
_ON = rf"(?:[\s,，]{{0,2}}附?{_COUNT}\s?{_INSIDE}|{_ROOM}|之[0-9{_TENS}]{{1,2}}|{_BUILDING})*"
_FLAT = rf"{_COUNT}\s?(?:幢|栋|号楼|座)\s*(?:{_COUNT}\s?单元\s*)?{_COUNT}\s?[室户]|{_COUNT}\s?单元\s*{_COUNT}\s?[室户]?"
_FORMS = [
    re.compile(rf"{_STREET}(?P<house>\s*第?{_COUNT}\s?{_HOUSE}{_ON})"),
    re.compile(rf"(?:小区|花园|公寓|家园|苑|新村)(?P<house>\s*\d{{1,3}}{_TO}\d{{1,3}}{_TO}\d{{2,4}})"),
    re.compile(rf"(?<![0-9A-Za-z])(?P<house>{_FLAT})"),
    re.compile(r"(?:路|街|巷|胡同)(?P<house>\s?\d{1,5})(?=\s*(?:[,，。;；、()（）]|$))"),
]


def find_houses(plain: str) -> Iterator[Span]:
    """The numbers of houses and rooms behind a street, a village or an estate, and of flats wherever they stand."""
    for form in _FORMS:
        yield from (match.span("house") for match in form.finditer(plain))
