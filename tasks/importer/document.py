"""What stands around the tasks: title, document number, issuer, day of issue."""

import re
from datetime import date

from tasks.importer.clean import Line
from tasks.importer.names import BODY
from tasks.importer.plan import DocumentReading

ANNEX = re.compile(r"附[件表录]\s*[\d一二三四五六七八九十]*\s*[:：]?")
DOCUMENT_NUMBER = re.compile(r"[一-鿿]{2,15}[〔［\[(（【]\d{4}[〕］\])）】]\s*\d{1,5}\s*号")
DAY = re.compile(r"[（(]?(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:印发)?[）)]?")
PLACE = re.compile(
    r"(?!全|本|我|各)(?:[一-鿿]{2,7}?(?:省|自治区))?(?:[一-鿿]{2,7}?(?:市|自治州|盟|(?<!社)区(?!域)|县|旗))?"
)
PLAN_WORD = re.compile(
    r"(?:方案|计划|意见|清单|要点|规划|办法|措施|任务|分工|台账|行动|安排|通知|决定|纲要|规定|细则|表)(?:[（(〔][^（）()]{1,20}[）)〕])*$"
)
DRAFT = re.compile(r"[（(〔][^（）()]{1,20}[）)〕]")
NOTICE = re.compile(r"(?P<issuer>[一-鿿、]{2,40}?)(?:关于|印发)")
OF_THE_FIELD = re.compile("文件$")
LONGEST_TITLE = 120
SAID_AGAIN = 10  # characters
LONGEST_DRAFT = 14  # （征求意见稿）


def read_document(before: list[Line], after: list[Line]) -> tuple[DocumentReading, list[Line]]:
    """The document's facts from the lines before its tasks and after them, and the lines after them that say none."""
    blocks = title_blocks(before)
    title = chosen_title(blocks)
    around = [line for line in before + after if line.text]
    number = next((line for line in around if DOCUMENT_NUMBER.fullmatch(line.text)), None)
    signed = next((i for i, line in enumerate(around) if day_of(line.text)), None)
    issuer = around[signed - 1] if signed and is_issuer(around[signed - 1].text) else None
    used = {line.number for line in (number, issuer, around[signed] if signed is not None else None) if line}
    notice = NOTICE.match(blocks[0]) if blocks else None
    place = PLACE.match(title)
    document = DocumentReading(
        title=title,
        number=re.sub(r"\s", "", number.text) if number else None,
        issuer=re.sub(r"\s", "", issuer.text) if issuer else issuer_of(notice),
        issued=day_of(around[signed].text) if signed is not None else None,
        jurisdiction=place[0] or None if place else None,
    )
    return document, [line for line in after if line.number not in used]


def issuer_of(notice: re.Match | None) -> str | None:
    """Who issued a notice that nobody signed; a place alone is nobody."""
    issuer = notice["issuer"] if notice else ""
    return issuer if BODY.search(issuer) and not PLACE.fullmatch(issuer) else None


def chosen_title(blocks: list[str]) -> str:
    """The last that reads like the title of a plan, else the last of all; empty when there is none."""
    plans = [block for block in blocks if PLAN_WORD.search(block)]
    return (plans or blocks or [""])[-1][:LONGEST_TITLE]


def title_blocks(before: list[Line]) -> list[str]:
    """What may be a title: lines that are no sentence; a long title fills several."""
    blocks: list[list[str]] = [[]]
    for line in before:
        if not line.text or not may_be_title(line.text):
            blocks.append([])
        elif blocks[-1] and is_whole(blocks[-1], line.text):
            blocks.append([line.text])
        else:
            blocks[-1].append(line.text)
    joined = ("".join(block) for block in blocks if block)
    return [without_spaces(whole) for whole in joined if len(whole) <= LONGEST_TITLE]


def is_whole(block: list[str], following: str) -> bool:
    """Whether a title ends before this line."""
    so_far = "".join(block)
    if DRAFT.fullmatch(following) and len(following) <= LONGEST_DRAFT:
        return False
    if len(following) >= SAID_AGAIN and without_spaces(following) in without_spaces(so_far):
        return True  # a web page says the title in its heading and again above the text
    return bool(PLAN_WORD.search(so_far)) and so_far.count("《") == so_far.count("》")


def may_be_title(text: str) -> bool:
    return not (
        is_imprint(text)
        or text[-1] in "。：；，、:;,"
        or marker_of_line(text)
        or len(text) > LONGEST_TITLE
        or (DRAFT.fullmatch(text) and "公开" in text)
    )


def marker_of_line(text: str) -> bool:
    return bool(re.match(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,3}[.．、]", text))


def without_spaces(title: str) -> str:
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", title)


def is_imprint(text: str) -> bool:
    return bool(
        ANNEX.fullmatch(text) or DOCUMENT_NUMBER.fullmatch(text) or DAY.fullmatch(text) or OF_THE_FIELD.search(text)
    )


def is_issuer(text: str) -> bool:
    return len(text) <= 40 and bool(BODY.search(text))


def day_of(text: str) -> date | None:
    """The day that a line consists of; None for any other line, and for a day that no calendar has."""
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
