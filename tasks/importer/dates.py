"""Deadlines in words: 2021年7月底前, 到2022年, 10月中旬, 3年内, with the figure that each names."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tasks.importer.plan import Milestone
from tasks.importer.source import Span
from tasks.importer.text import Text

YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
YEAR = r"(?P<year>20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*年"
MONTH = r"(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<part>上旬|中旬|下旬|初|中|底|末))?"
SEASON = r"(?:第?(?P<quarter>[1-4一二三四])季度[底末]?|(?P<half>上半年|下半年)|(?P<year_end>年?[底末]))"
BEFORE = r"(?P<before>之前|以前|前)?"
DATE = re.compile(rf"(?P<until>到|至|截至|截止|力争|争取|确保|[—－-])?{YEAR}(?:{MONTH}|{SEASON})?{BEFORE}")
SHORT = re.compile(  # its year is said elsewhere
    rf"(?P<until>到|至|力争|[—－-])?(?:(?P<relative>今年|本年度?|当年|明年|次年)?(?:{MONTH}|{SEASON})|(?P<this_year>今年|明年))"
    rf"{BEFORE}"
)
RANGE_END = re.compile(rf"(?:至|到|[—－~～-]+){MONTH}")
FIVE_YEARS = re.compile(r"(?:到|至)?“?(?P<plan>十[三四五六七])五”?(?:规划)?(?:期)?(?P<part>末|期末|时期末)")
PLAN_ENDS = {"十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035, "十七": 2040}
WITHIN = re.compile(
    r"(?:(?<=[。；;，,\n])|^)(?:力争|争取|用|在|未来|计划|今后|确保)*(?P<amount>\d{1,2}|[一二两三四五六七八九十半])(?P<unit>年|个月)(?:左右)?(?:时间)?(?:之?内|以内)"
)
PATTERNS = {"full": DATE, "short": SHORT, "plan": FIVE_YEARS, "within": WITHIN}
TITLES = re.compile(r"《[^《》\n]{0,80}》|〔20\d\d〕")
CLAUSE_START = re.compile(r"(?:^|[。；;，,：:\n（(])(?:力争|争取|确保|计划|即|在|于|其中|以及|并|同时|再)*$")
ACTION = re.compile(
    r"[，,]|(?:内|度)?(?:全面|基本|力争|争取|确保|率先|初步|累计|全部|全市|全省|全县|全区|再|新增|共|计划|逐步|各)*"
    r"(?:完成|建成|实现|达到|建立|建设|制定|出台|启动|开展|组织|推动|推进|形成|培育|新增|实施|编制|完善|健全|覆盖|打造|构建|新建|改造|创建|争创|力争|确保"
    r"|落实|投入|开工|开工建设|竣工|上线|试点|推广|评选|评审|遴选|选择|培养|培训|引进|设立|提升|提高|降低|控制|取得|通过)"
)
NOT_A_DEADLINE = re.compile(
    r"以来|起|以后|之后|后|版|级|度(?!完成)|印发|出台的|发布的|制定的|期间|第|以前年度|至|到|—|－|-|、\d|/"
)
Doubts = list[tuple[str, dict, Span | None]]  # code, facts, place
QUANTITY = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?:余|多)?(?P<unit>%|个百分点|万人次|亿元|万元|万人|万户|人次|千人|平方米|公里|张床位|分钟|小时|个|家|所|项|次|名|人|张|台|套|件|处|条|辆|座|批|户|支|类|种|元|例|篇|场|期)"
)
QUARTERS = {"1": 3, "一": 3, "2": 6, "二": 6, "3": 9, "三": 9, "4": 12, "四": 12}
DAYS = {"上旬": 10, "中旬": 20, "中": 15, "初": 10}
NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


@dataclass(frozen=True)
class Context:
    """What a text says nothing about: the year of the document (None where it names several), and its day."""

    year: int | None = None
    issued: date | None = None


@dataclass(frozen=True)
class Found:
    """A date expression at [start, end) of a text without white space; `due` is None where no calendar has it."""

    start: int
    end: int
    due: date | None
    doubt: str = ""


def milestones_in_cell(cell: Text, *, what: str, context: Context = Context()) -> tuple[list[Milestone], Doubts]:
    """The dates of a cell of deadlines; each governs what the cell says after it, else `what`. And the doubts."""
    return milestones_in(cell, context, in_cell=True, what=what)


def milestones_in_text(text: Text, *, what: str = "", context: Context = Context()) -> tuple[list[Milestone], Doubts]:
    """The deadlines in running text, and the doubts; a date that no word marks as one (2018年印发) is none."""
    return milestones_in(text, context, in_cell=False, what=what)


def milestones_in(text: Text, context: Context, *, in_cell: bool, what: str = "") -> tuple[list[Milestone], Doubts]:
    text = text.without_space()
    chars = TITLES.sub(lambda title: "＿" * len(title[0]), text.chars)
    found = list(dates_in(chars, context, in_cell=in_cell))
    doubts = [(one.doubt, {"text": chars[one.start : one.end]}, text[one.start : one.end].span)
              for one in found if one.doubt]  # fmt: skip
    stops = [one.start for one in found[1:]] + [len(chars)]
    milestones = []
    for one, stop in zip(found, stops, strict=False):
        if one.due is None:
            continue
        said = re.split("[。；;\n]", text.chars[one.end : stop], maxsplit=1)[0].strip("，,、）) ")
        quantity = QUANTITY.search(said)
        said = said if len(said) > 1 and said != "完成" else what or said
        number, unit = (as_number(quantity["number"]), quantity["unit"]) if quantity else (None, None)
        milestones.append(Milestone(one.due, said, number, unit, span=text[one.start : one.end].span))
    return milestones, doubts


def dates_in(chars: str, context: Context, *, in_cell: bool) -> Iterator[Found]:
    """The deadlines of a text in order; the first day of a period is none."""
    year: int | None = None
    matches = sorted(
        ((kind, match) for kind, pattern in PATTERNS.items() for match in pattern.finditer(chars)),
        key=lambda found: (found[1].start(), -found[1].end()),
    )
    reached = 0
    for kind, match in matches:
        if match.start() < reached:
            continue
        reached = match.end()
        if kind == "full":
            year = year_of(match)
            end = RANGE_END.match(chars, match.end())
            reached = end.end() if end else reached
            found = full_date(chars, match, end, year, in_cell=in_cell)
        elif kind == "short":
            found = short_date(chars, match, year, context, in_cell=in_cell)
        elif kind == "plan":
            found = Found(match.start(), reached, date(PLAN_ENDS[match["plan"]], 12, 31))
        else:
            found = date_within(match, context)
        if found:
            yield found


def full_date(chars: str, match: re.Match, end: re.Match | None, year: int, *, in_cell: bool) -> Found | None:
    """A date with its year, or the end of a period that names the year only at its beginning."""
    if end:
        return Found(match.start(), end.end(), *day_or_doubt(end, year))
    ends = bool(match["month"]) and bool(match["until"]) and chars[match.start() - 1 : match.start()] in "月日旬初底"
    if begins_a_period(chars, match) or not (in_cell or ends or is_deadline(chars, match)):
        return None
    return Found(match.start(), match.end(), *day_or_doubt(match, year))


def date_within(match: re.Match, context: Context) -> Found | None:
    """3年内: counted from the day of the document, where it says one."""
    if context.issued is None:
        return None
    return Found(match.start(), match.end(), later(context.issued, match["amount"], match["unit"]))


def names_an_end(match: re.Match) -> bool:
    """第三季度末, 6月底: an end, which needs no 前."""
    part = match["part"] or match["quarter"] or match["half"] or match["year_end"]
    return bool(part) and part != "初"


def short_date(chars: str, match: re.Match, year: int | None, context: Context, *, in_cell: bool) -> Found | None:
    """11月底前: in the year that the text named last, else the document's; told where that is not certain."""
    if is_yearly(chars, match.start()):
        return None
    if not match["before"] and not (names_an_end(match) and (year or in_cell)):
        return None
    said = match["relative"] or match["this_year"] or ""
    base = context.issued.year if context.issued else context.year
    if said[:1] in {"今", "本", "当", "明", "次"} and (base or year):
        base = year if said[:1] in {"当", "次"} and year else base
        day, doubt = day_or_doubt(match, (base or year or 0) + (said[:1] in {"明", "次"}))
        return Found(match.start(), match.end(), day, doubt)
    if year:
        return Found(match.start(), match.end(), *day_or_doubt(match, year))
    if context.year:
        day, doubt = day_or_doubt(match, context.year)
        return Found(match.start(), match.end(), day, doubt or "year_of_document")
    return Found(match.start(), match.end(), None, "date_without_year")


def year_of(match: re.Match) -> int:
    return int(match["year"].translate(YEAR_DIGITS))


def is_yearly(chars: str, start: int) -> bool:
    """每年底前 and 每年12月前 come again."""
    return (
        chars[max(0, start - 2) : start].endswith(("每", "每年", "各年")) or chars[max(0, start - 1) : start].isdigit()
    )


def begins_a_period(chars: str, match: re.Match) -> bool:
    """The first date of 2021年8月初至2021年10月中旬."""
    return bool(re.match(rf"(?:至|到|[—－~～-]+){YEAR}", chars[match.end() : match.end() + 12]))


def is_deadline(chars: str, match: re.Match) -> bool:
    """Whether words say so: 到, 前, 底, or a clause that begins with it and goes on with what is to be done."""
    after = chars[match.end() : match.end() + 12]
    if match["until"] in {"截至", "截止"} and "已" in chars[match.end() : match.end() + 30]:
        return False
    if match["until"] and match["until"] in "—－-" and not match["before"]:
        return bool(ACTION.match(after))
    if match["until"] or match["before"] or match["year_end"]:
        return not (match["before"] is None and re.match("以来|起|以后", after))
    if match["part"] and match["part"] != "初":
        return not re.match("以来|起|以后|至", after)
    if not CLAUSE_START.search(chars[max(0, match.start() - 12) : match.start()]):
        return False
    return not NOT_A_DEADLINE.match(after) and bool(ACTION.match(after))


def day_or_doubt(match: re.Match, year: int) -> tuple[date | None, str]:
    due = due_day(match.groupdict(), year)
    return due, "" if due else "no_such_day"


def due_day(said: dict, year: int) -> date | None:
    """The last day that the expression allows; None for a day that no calendar has."""
    month = int(said.get("month") or 0)
    if quarter := said.get("quarter"):
        month = QUARTERS[quarter]
    elif said.get("half"):
        month = 6 if said["half"] == "上半年" else 12
    month = month or (12 if not said.get("month") else 0)
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return None
    last = monthrange(year, month)[1]
    day = int(said.get("day") or DAYS.get(said.get("part") or "", last))
    return date(year, month, day) if 1 <= day <= last else None


def later(day: date, amount: str, unit: str) -> date:
    months = {"年": 12, "个月": 1}[unit] * (NUMERALS.get(amount) or int(amount if amount != "半" else 0))
    months = months or (6 if amount == "半" else 0)
    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, 9998)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def as_number(digits: str) -> int | float:
    return float(digits) if "." in digits else int(digits)
