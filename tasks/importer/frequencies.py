"""How often something is done: 每季度, 每年至少一次, 一年不少于1次."""

import re

from tasks.importer.plan import Recurrence
from tasks.importer.text import Text

NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
COUNT = r"(?P<times>\d{1,3}|[一二两三四五六七八九十])(?:次|轮|场|遍|回)"
AT_LEAST = r"[^。；;，,、]{0,20}?(?:不少于|不低于|不得少于|至少|最少)?"
UNIT = "(?P<unit>年度?|季度?|月|周|星期|[日天])"
EVERY = re.compile(rf"每(?P<amount>\d{{1,2}}|[一二两三四五六七八九十半])?个?{UNIT}(?:左右)?(?:{AT_LEAST}{COUNT})?")
ONCE_IN = re.compile(rf"(?<![\d一二三四五六七八九十第])(?:1|一)(?P<amount>)个?{UNIT}(?:内|中)?{AT_LEAST}{COUNT}")
AT_LEAST_IN = re.compile(
    rf"(?<![\d一二三四五六七八九十第])(?:1|一)(?P<amount>)个?{UNIT}(?:内|中)?[^。；;，,、]{{0,12}}?(?:不少于|不低于|至少|最少)[^。；;，,、]{{0,8}}?{COUNT}"
)
BY = re.compile(
    r"(?:按|逐|分)(?P<amount>)(?P<unit>月|季度?|周|日)(?P<times>)(?=[^。；;，,、]{0,4}?(?:报|通报|调度|公布|公开|开展|召开|汇总|更新|统计|监测|检查|考核|推进|发布))"
)
UNITS = {"年": "year", "季": "quarter", "月": "month", "周": "week", "星": "week", "日": "day", "天": "day"}
CLAUSE_END = re.compile("[。；;，,\n]")
MONEY = re.compile(r"\d(?:千|万|亿|百)*元|总额|元/|补贴|补助|奖励标准|利息")
GROWTH = re.compile("增长|递增|提高|增加|下降|降低|递减|提升")


def recurrences_in_cell(cell: Text) -> list[Recurrence]:
    """Frequencies of a remark, also in short: 一年不少于1次."""
    return distinct(found_in(cell, EVERY) + found_in(cell, ONCE_IN) + found_in(cell, BY))


def recurrences_in_text(text: Text) -> list[Recurrence]:
    """Frequencies in running text, which says 每; sums of money per year and growth are none."""
    return distinct(found_in(text, EVERY, running=True) + found_in(text, AT_LEAST_IN) + found_in(text, BY))


def found_in(text: Text, pattern: re.Pattern, *, running: bool = False) -> list[Recurrence]:
    text = text.without_space()
    return [
        recurrence(match, text)
        for match in pattern.finditer(text.chars)
        if not (running and is_amount(text.chars, match))
    ]


def is_amount(chars: str, match: re.Match) -> bool:
    """每年最高不超过2万元: how much a year, not how often."""
    if match["times"]:
        return False
    if chars[match.end() : match.end() + 1].isdigit():
        return True  # 每日20吨
    end = CLAUSE_END.search(chars, match.end(), match.end() + 60)
    clause = chars[match.start() : end.start() if end else match.end() + 60]
    return bool(MONEY.search(clause)) or bool(GROWTH.match(clause[len(match[0]) :].lstrip("平均年")))


def recurrence(match: re.Match, text: Text) -> Recurrence:
    unit, amount = UNITS[match["unit"][0]], match["amount"]
    if amount == "半":
        every = f"half {unit}"
    elif amount and as_count(amount) > 1:
        every = f"{as_count(amount)} {unit}s"
    else:
        every = unit
    return Recurrence(every, as_count(match["times"] or "1") or 1, span=text[match.start() : match.end()].span)


def as_count(numeral: str) -> int:
    return NUMERALS.get(numeral) or int(numeral)


def distinct(recurrences: list[Recurrence]) -> list[Recurrence]:
    """Each once; where the same period is said with and without a number of times, with it."""
    kept = list(dict.fromkeys(recurrences))
    counted = {one.every for one in kept if one.at_least > 1}
    return [one for one in kept if one.at_least > 1 or one.every not in counted]
