"""Deadlines and frequencies in words: 2021年7月底前, 到2022年, 每季度, 一年不少于1次."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from tasks.importer.plan import Milestone, Recurrence

DATE = re.compile(
    r"(?P<until>到|至|截至|力争)?(?P<year>20\d\d)年"
    r"(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<part>上旬|中旬|下旬|底|末))?|(?P<year_end>年?[底末]))?"
    r"(?P<before>之前|以前|前)?"
)
WITHOUT_YEAR = re.compile(r"(?<![年每\d])(?:\d{1,2}月(?:底|末|上旬|中旬|下旬|\d{1,2}日)?|年[底末])前")
QUANTITY = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>%|个|家|所|项|次|名|人|张|台|套|件|处|条|辆|万人|万元|亿元)")
DAYS = {"上旬": 10, "中旬": 20}

COUNT = r"(?P<times>\d{1,3}|[一二两三四五六七八九十])次"
AT_LEAST = r"[^。；;，,、]{0,12}?(?:不少于|不低于|至少|最少)?"
UNIT = "(?P<unit>年度?|季度?|月|周|星期|[日天])"
EVERY = re.compile(rf"每(?P<amount>\d{{1,2}}|[一二两三四五六七八九十半])?个?{UNIT}(?:左右)?(?:{AT_LEAST}{COUNT})?")
ONCE_IN = re.compile(rf"(?<![\d一二三四五六七八九十第])(?:1|一)(?P<amount>)个?{UNIT}(?:内|中)?{AT_LEAST}{COUNT}")
UNITS = {"年": "year", "季": "quarter", "月": "month", "周": "week", "星": "week", "日": "day", "天": "day"}
PLAIN_DIGITS = str.maketrans("０１２３４５６７８９％", "0123456789%")
NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def milestones_in_cell(cell: str, *, what: str) -> list[Milestone]:
    """The dates of a cell that holds nothing but deadlines and remarks; all of them govern `what`."""
    return [Milestone(due, what) for found in DATE.finditer(fold(cell)) if (due := due_day(found))]


def milestones_in_text(text: str) -> list[Milestone]:
    """The deadlines in running text; a date that no word marks as one (2018年印发) is none."""
    text = fold(text)
    found = [match for match in DATE.finditer(text) if is_deadline(match)]
    stops = [match.start() for match in found[1:]] + [len(text)]
    milestones = []
    for match, stop in zip(found, stops, strict=False):
        what = re.split("[。；;]", text[match.end() : stop], maxsplit=1)[0].strip("，,、 ")
        quantity = QUANTITY.search(what)
        if due := due_day(match):
            number, unit = (as_number(quantity["number"]), quantity["unit"]) if quantity else (None, None)
            milestones.append(Milestone(due, what, number, unit))
    return milestones


def is_deadline(match: re.Match) -> bool:
    return any(match[group] for group in ("until", "part", "year_end", "before"))


def due_day(match: re.Match) -> date | None:
    """The last day that the expression allows; None for a day that no calendar has."""
    year, month = int(match["year"]), int(match["month"] or 12)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = int(match["day"] or DAYS.get(match["part"], last))
    return date(year, month, day) if 1 <= day <= last else None


def doubtful_dates(text: str) -> Iterator[tuple[str, str]]:
    """Deadlines that no milestone was made of, each with a doubt's code: without a year, or on no real day."""
    text = fold(text)
    yield from (("date_without_year", match[0]) for match in WITHOUT_YEAR.finditer(text))
    yield from (("no_such_day", match[0]) for match in DATE.finditer(text) if due_day(match) is None)


def recurrences_in_cell(cell: str) -> list[Recurrence]:
    """Frequencies of a remark: 每季度, 每年至少一次, and in short 一年不少于1次."""
    cell = fold(cell)
    return [recurrence(match) for pattern in (EVERY, ONCE_IN) for match in pattern.finditer(cell)]


def recurrences_in_text(text: str) -> list[Recurrence]:
    """Frequencies in running text, which says 每."""
    return [recurrence(match) for match in EVERY.finditer(fold(text))]


def recurrence(match: re.Match) -> Recurrence:
    unit, amount = UNITS[match["unit"][0]], match["amount"]
    if amount == "半":
        every = f"half {unit}"
    elif amount and as_count(amount) > 1:
        every = f"{as_count(amount)} {unit}s"
    else:
        every = unit
    return Recurrence(every, as_count(match["times"] or "1"))


def as_count(numeral: str) -> int:
    return NUMERALS.get(numeral) or int(numeral)


def as_number(digits: str) -> int | float:
    return float(digits) if "." in digits else int(digits)


def fold(text: str) -> str:
    """Full-width digits as plain ones, without white space."""
    return re.sub(r"\s+", "", text).translate(PLAIN_DIGITS)
