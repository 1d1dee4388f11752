"""The words by which a plan says who does what: data, and how one clause of a list is read with them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tasks.importer.columns import Column, column_of
from tasks.importer.text import Text


class Role(StrEnum):
    LEAD = "lead"  # 牵头
    RESPONSIBLE = "responsible"  # 负责: leads unless another does
    PARTICIPANT = "participant"  # 配合, 参与
    GUIDE = "guide"  # 指导: participates unless nobody else is named


WORDS = {
    Role.LEAD: "牵头|主办|主责|主抓|总牵头",
    Role.PARTICIPANT: "配合|参与|参加|协助|协同|协办|协作|会办",
    Role.GUIDE: "督促指导|指导督促|指导|督导",
    Role.RESPONSIBLE: "负责|落实|承担|承办|组织实施|实施",
}
BODY = "(?:责任)?(?:部门|单位|处室|机构|主体)"
MANNER = (
    r"(?:(?:均|各|各自)?(?:按照?|根据|依据|依|结合)(?:照)?(?:各自)?的?(?:(?:工作|法定)?职[责能]|分工|权限|任务)(?:和?(?:分工|范围|权限))?"
    r"|各自|各司其职|分别|共同|分头|联合|具体|密切|积极|组织|同步|统筹|抓好|做好|要|应|予以|进行|主要|全面|为主|[，,、])*"
)
MORE = "(?:负责|落实|实施|组织实施|组织|推进|抓总|办理|制定|完成|工作|做好|支持|配合|参与|相关工作|有关工作)*"
SUFFIXES = tuple(
    (role, re.compile(rf"(?P<manner>{MANNER})(?:(?:作为|为|是|任)?(?:{words})(?:{BODY}|{MORE}))$"))
    for role, words in WORDS.items()
)
TAIL = 40  # characters of a clause that its role may take
SEPARATELY = re.compile("分别|职责|分工|各自|分头|职能")
LABEL = re.compile(r"[【〔\[](?P<framed>[^【】〔〕\[\]：。，、\n]{2,12})[】〕\]]\s*：?\s*|"
                   r"(?P<open>(?<![一-鿿])[一-鿿][一-鿿（）/]{1,13})\s*：\s*")  # fmt: skip
BARE_LABEL = re.compile(r"(?P<open>[一-鿿（）]{3,14})(?:\s{1,}|(?<=[）]))(?=\S)")
BARE_INSIDE = re.compile(r"(?:^|(?<=[。；;\s]))(?P<open>[一-鿿]{3,8})\s+(?=\S)")
LABELLED = {
    Column.LEAD: Role.LEAD,
    Column.PARTICIPANTS: Role.PARTICIPANT,
    Column.RESPONSIBLE: Role.RESPONSIBLE,
}
SHORT_LABELS = {word: role for role, words in WORDS.items() for word in words.split("|")}


@dataclass(frozen=True)
class Label:
    """The word before a value: 牵头单位：, 【责任部门】, 完成时限："""

    column: Column
    role: Role | None
    start: int
    end: int


def label_at(chars: str, start: int = 0, *, bare: bool = False) -> Label | None:
    """The label that begins at `start`; `bare`: white space is enough between it and its value."""
    found = LABEL.match(chars, start) or (BARE_LABEL.match(chars, start) if bare else None)
    return as_label(found) if found else None


def labels_in(chars: str) -> list[Label]:
    """Every label, in order."""
    return [label for found in LABEL.finditer(chars) if (label := as_label(found))]


def bare_labels_in(chars: str) -> list[Label]:
    """Every label of departments that only white space parts from its value, where a sentence or value ends."""
    found = (as_label(match) for match in BARE_INSIDE.finditer(chars))
    return [label for label in found if label and label.role]


def as_label(found: re.Match) -> Label | None:
    word = found.groupdict().get("framed") or found["open"]
    column = column_of(word)
    role = LABELLED.get(column) or SHORT_LABELS.get(word)
    if role is None and column not in FIELDS:
        return None
    return Label(column, role, found.start(), found.end())


FIELDS = {Column.DEADLINE, Column.REMARK, Column.PERSON, Column.FREQUENCY}


@dataclass(frozen=True)
class Said:
    """What the end of a clause says of the names before it."""

    role: Role
    names: Text
    separately: bool


def role_at_end(clause: Text) -> Said | None:
    """市公安局、市司法局分别负责: the role, and what is left of the clause."""
    chars = clause.chars.rstrip(" ，,；;。、\n")
    offset = max(0, len(chars) - TAIL)
    best: Said | None = None
    for role, pattern in SUFFIXES:
        found = pattern.search(chars, offset)
        if found and (best is None or found.start() < len(best.names)):
            best = Said(role, clause[: found.start()], bool(SEPARATELY.search(found["manner"])))
    return best
