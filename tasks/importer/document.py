"""What stands around the table: title, document number, issuer, day of issue."""

import re
from datetime import date

from tasks.importer.lines import Line
from tasks.importer.names import BODY
from tasks.importer.plan import DocumentReading

ANNEX = re.compile(r"附[件表录]\s*[\d一二三四五六七八九十]*\s*[:：]?")
DOCUMENT_NUMBER = re.compile(r"[一-鿿]{2,15}[〔［\[(（【]\d{4}[〕］\])）】]\s*\d{1,5}\s*号")
DAY = re.compile(r"[（(]?(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日[）)]?")
PLACE = re.compile(
    r"(?!全|本|我|各)(?:[一-鿿]{2,7}?(?:省|自治区))?(?:[一-鿿]{2,7}?(?:市|自治州|盟|(?<!社)区(?!域)|县|旗))?"
)
LONGEST_TITLE = 120


def read_document(before: list[Line], after: list[Line]) -> tuple[DocumentReading, list[Line]]:
    """The document's facts from the lines before its table and after it, and the lines after it that say none."""
    title = title_above(before)
    around = before + after
    number = next((line for line in around if DOCUMENT_NUMBER.fullmatch(line.text)), None)
    signed = next((i for i, line in enumerate(around) if day_of(line.text)), None)
    issuer = around[signed - 1] if signed and is_issuer(around[signed - 1].text) else None
    used = {line for line in (number, issuer, around[signed] if signed is not None else None) if line}
    place = PLACE.match(title)
    document = DocumentReading(
        title=title,
        number=re.sub(r"\s", "", number.text) if number else None,
        issuer=re.sub(r"\s", "", issuer.text) if issuer else None,
        issued=day_of(around[signed].text) if signed is not None else None,
        jurisdiction=place[0] or None if place else None,
    )
    return document, [line for line in after if line not in used]


def title_above(before: list[Line]) -> str:
    """The lines right above the table, which a long title may fill several of; empty when there is none."""
    block: list[str] = []
    for line in reversed(before):
        if block and (not line.text or ANNEX.fullmatch(line.text)):
            break
        if line.text and not is_imprint(line.text):
            block.insert(0, line.text)
    whole = "".join(block)
    return whole if len(whole) <= LONGEST_TITLE else block[-1][:LONGEST_TITLE]


def is_imprint(text: str) -> bool:
    return bool(ANNEX.fullmatch(text) or DOCUMENT_NUMBER.fullmatch(text) or DAY.fullmatch(text))


def is_issuer(text: str) -> bool:
    return len(text) <= 40 and bool(BODY.search(text))


def day_of(text: str) -> date | None:
    """The day that a line consists of; None for any other line, and for a day that no calendar has."""
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
