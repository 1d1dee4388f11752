"""The header of a flattened table: one cell per line, printed again at page breaks."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tasks.importer.clean import Line


class Column(StrEnum):
    SECTION = "section"
    NUMBER = "number"
    TASK = "task"
    LEAD = "lead"
    PARTICIPANTS = "participants"
    RESPONSIBLE = "responsible"  # leads or participates, as the other columns say; alone it is a joint list
    DEADLINE = "deadline"
    REMARK = "remark"
    FREQUENCY = "frequency"
    PERSON = "person"  # read by nobody: a plan's tasks are the agencies'
    UNKNOWN = "unknown"


BODY = "(?:责任)?(?:部门|单位|处室|机构)(?:名称)?"
WORDS = (  # the first that fits a whole header cell, without its white space
    (Column.PARTICIPANTS, re.compile(rf"(?:参与|参加|配合|协办|协助|协同|协作|会同|支持){BODY}")),
    (Column.PARTICIPANTS, re.compile(rf"{BODY}\((?:参与|参加|配合|协办|协助|协同)(?:{BODY})?\)")),
    (Column.LEAD, re.compile(rf"(?:牵头|主办|主责|主管){BODY}|{BODY}\((?:牵头|主办)(?:{BODY})?\)")),
    (Column.RESPONSIBLE, re.compile("(?:责任|负责|落实|承办)(?:部门|单位|处室|主体)")),
    (Column.NUMBER, re.compile("(?:任务)?(?:序号|编号)")),
    (Column.SECTION, re.compile("项目|类别|类型|领域|大类|板块|(?:任务|工作|重点)(?:类别|领域|分类|项目)")),
    (Column.TASK, re.compile("(?:重点|主要|具体)?(?:工作)?(?:任务|内容|事项|举措|措施)(?:内容|名称|要求)?")),
    (Column.DEADLINE, re.compile("(?:完成|时间|办理|工作)?(?:时限|时间|期限|节点|进度)(?:要求|安排|节点)?")),
    (Column.FREQUENCY, re.compile("(?:工作|报送|检查)?(?:频次|频率)(?:要求)?")),
    (Column.PERSON, re.compile("(?:县|市|区|分管|责任|牵头|包保|主管)+领导|责任人|(?:部门|主要|分管)?负责人")),
    (Column.REMARK, re.compile("备注|说明")),
)
HEADING = re.compile(r"(?P<number>[（(]?[一二三四五六七八九十百]{1,4}[）)]?)(?:[、.．，,]|(?<=[）)])|\s)\s*\S")
NUMBER = re.compile(r"(\d{1,3})[.、．]?")
DEPARTMENTS = {Column.LEAD, Column.PARTICIPANTS, Column.RESPONSIBLE}
LONGEST_WORD = 20
MOST_COLUMNS = 20


@dataclass(frozen=True)
class Header:
    """One printing of the header: lines[first:end] hold the cells of `columns`, printed as `words`."""

    first: int
    end: int
    columns: tuple[Column, ...]
    words: tuple[str, ...]

    def position(self, column: Column) -> int:
        return self.columns.index(column)


def find_headers(lines: list[Line]) -> Iterator[Header]:
    """Every printing of the header, in order: it names at least row numbers, tasks and departments."""
    i = 0
    while i < len(lines):
        header = header_at(lines, i) if column_of(lines[i].text) is not Column.UNKNOWN else None
        if header:
            yield header
        i = header.end if header else i + 1


def header_at(lines: list[Line], first: int) -> Header | None:
    end = first
    while end < min(len(lines), first + MOST_COLUMNS) and may_be_header_word(lines[end].text):
        end += 1
    columns = [column_of(line.text) for line in lines[first:end]]
    if end < len(lines) and lines[end].text:  # the rows begin at once: what is not known is their first section
        while columns and columns[-1] is Column.UNKNOWN:
            columns.pop()
    columns = settle_roles(columns)
    if not {Column.NUMBER, Column.TASK} <= set(columns) or not DEPARTMENTS & set(columns):
        return None
    end = first + len(columns)
    return Header(first, end, tuple(columns), tuple(line.text for line in lines[first:end]))


def may_be_header_word(text: str) -> bool:
    return 0 < len(text) <= LONGEST_WORD and not row_number(text) and not HEADING.match(text)


@lru_cache(maxsize=1024)
def column_of(text: str) -> Column:
    """The column a header cell names."""
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return next((column for column, pattern in WORDS if pattern.fullmatch(word)), Column.UNKNOWN)


def settle_roles(columns: list[Column]) -> list[Column]:
    """Beside a column of leads the responsible are participants, beside one of participants they lead.

    A column that occurs a second time is unknown.
    """
    other = Column.RESPONSIBLE
    if Column.LEAD in columns:
        other = Column.PARTICIPANTS
    elif Column.PARTICIPANTS in columns:
        other = Column.LEAD
    settled: list[Column] = []
    for column in columns:
        column = other if column is Column.RESPONSIBLE else column
        settled.append(Column.UNKNOWN if column in settled else column)
    return settled


def row_number(text: str) -> str:
    """The number in a cell that holds nothing else, in plain digits; empty for any other cell."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text)) if len(text) <= 5 else None
    return str(int(found[1])) if found else ""
