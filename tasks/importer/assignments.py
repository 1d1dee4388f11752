"""Who does what: the lists in brackets and after labels of one item, each read into its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tasks.importer.columns import Column
from tasks.importer.names import BODY, is_collective, looks_complete, split_names
from tasks.importer.roles import Label, Role, bare_labels_in, label_at, labels_in, role_at_end
from tasks.importer.rules import is_statement
from tasks.importer.text import Bracket, Text, brackets

LONGEST_LIST = 800
LONGEST_SURE = 26  # characters of a name in running text
TIME = re.compile(
    r"[，,；;。\s]*(?:于|在|到|至)?(?:20\d\d年|\d{1,2}月(?:底|末|\d|前|上|中|下)|年[底末]|今年|明年|每[年季月半周两]|长期|持续|常年|常态化|全年|即时|立即|适时)"
)
BY_SENTENCE = re.compile(  # the whole last sentence, so that a mechanism which somebody leads is none
    r"(?:^|[。；\n])(?P<who>(?:(?:此项|该项|本项|以上|上述)(?:工作|任务))?[，,]?由[^。；\n]{2,80}?牵头[^。；\n]{0,120})[。；]?\s*$"
)
BETWEEN = re.compile(r"[\s。；;，,、]*")
TOGETHER_WITH = re.compile("(?<=.)(?:会同|商|牵头会同)(?=.)")
ROLE_THEN_MORE = re.compile("(?<=牵头|负责|配合|参与|参加|指导)[、和]|(?<=[：:，,；;])由|^由")
SENTENCE_END = re.compile(r"[。！；;]\s*$|^\s*$|[”）〕]\s*$")


@dataclass(frozen=True)
class Group:
    """Names of one role; `role` is None where the list does not say it."""

    role: Role | None
    text: Text
    separately: bool = False


@dataclass(frozen=True)
class Assignment:
    """One list, or several that stand together, at [start, end) of an item's text."""

    start: int
    end: int
    groups: tuple[Group, ...] = ()
    fields: dict[Column, Text] = field(default_factory=dict)  # what else is labelled there: deadline, remark

    @property
    def assigns(self) -> bool:
        return bool(self.groups)

    @property
    def names_who_answers(self) -> bool:
        """Whether it can stand alone; who participates is said of the task of another list."""
        return any(group.role is not Role.PARTICIPANT for group in self.groups)


def find_assignments(text: Text) -> list[Assignment]:
    """The assignments of an item in order; those with nothing but white space between them are one."""
    found = sorted([*labelled(text), *bracketed(text)], key=lambda one: (one.start, -one.end))
    if not any(one.assigns for one in found):
        found += in_words(text)
    joined: list[Assignment] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and one.start < last.end:
            continue
        if last and BETWEEN.fullmatch(text.chars, last.end, one.start) and not (repeats(last, one)):
            joined[-1] = replace(last, end=one.end, groups=last.groups + one.groups, fields=last.fields | one.fields)
        else:
            joined.append(one)
    return joined


def repeats(one: Assignment, other: Assignment) -> bool:
    """Whether both say who leads: then they belong to different things."""
    roles = [{group.role for group in each.groups} & {Role.LEAD, Role.RESPONSIBLE} for each in (one, other)]
    return bool(roles[0] & roles[1])


def labelled(text: Text) -> Iterator[Assignment]:
    """责任部门：… to the end of its line; 牵头单位：…；配合单位：… on one line are one."""
    at = 0
    for line in text.chars.split("\n"):
        start, at = at, at + len(line) + 1
        if one := labelled_line(text, start, start + len(line)):
            yield one


def labelled_line(text: Text, start: int, end: int) -> Assignment | None:
    line = text[start:end]
    inside = list(brackets(line.chars))
    labels = [one for one in labels_in(line.chars) if not within(one.start, inside, line.chars)]
    labels = labels or sure_of(bare_labels_in(line.chars), line)
    if not labels or not SENTENCE_END.search(line.chars[: labels[0].start]):
        return None
    groups: list[Group] = []
    fields: dict[Column, Text] = {}
    for label, stop in zip(labels, [one.start for one in labels[1:]] + [len(line)], strict=True):
        value = line[label.end : stop]
        if label.role:
            groups += groups_of(value, label.role)
            fields |= deadlines_of(value)
        else:
            fields[label.column] = value.strip(" ；;，,。")
    if not groups and not fields:
        return None
    return Assignment(start + labels[0].start, end, tuple(groups), fields)


def sure_of(labels: list[Label], line: Text) -> list[Label]:
    """Labels without a colon, where nothing but names follows them."""
    stops = [label.start for label in labels[1:]] + [len(line)]
    values = [line[label.end : stop] for label, stop in zip(labels, stops, strict=False)]
    return labels if all(map(all_names, values)) else []


def within(place: int, pairs: list[Bracket], chars: str) -> bool:
    """Whether a label stands inside a bracket, other than the one that frames it."""
    return any(pair.start < place < pair.end for pair in pairs)


def all_names(text: Text) -> bool:
    return all(looks_complete(name.chars) for name in split_names(text).names)


def bracketed(text: Text) -> Iterator[Assignment]:
    """（A牵头，B配合） wherever it stands, and a bare list of departments where a paragraph ends."""
    for pair in brackets(text.chars, longest=LONGEST_LIST):
        content = text[pair.start + 1 : pair.end - 1]
        if len(content) < 2 or (label_at(text.chars, pair.start) and not label_at(content.chars)):
            continue
        if one := read_bracket(content, text, pair):
            yield one


def read_bracket(content: Text, text: Text, pair: Bracket) -> Assignment | None:
    labels = labels_in(content.chars)
    if labels and not content.chars[: labels[0].start].strip(" 。；;，,"):
        one = labelled_line(content, 0, len(content))
        return replace(one, start=pair.start, end=pair.end) if one else None
    groups = groups_of(content, None)
    ends = pair.end == len(text) or text.chars[pair.end] in "\n。；;"
    stated = [group for group in groups if group.role and plausible(group)]
    begins_with_by = content.chars.startswith("由")
    sure = len(stated) == sum(bool(group.role) for group in groups) or any(one.role is Role.LEAD for one in stated)
    if stated and (ends or not begins_with_by) and sure:
        return Assignment(pair.start, pair.end, tuple(groups), deadlines_of(content))
    at_the_end = not text.chars[pair.end :].strip("。；; \n") or SENTENCE_END.search(text.chars[: pair.start][-3:])
    if not stated and groups and ends and at_the_end:
        names = [name.chars for group in groups for name in split_names(group.text).names]
        if len(names) > 1 and all(BODY.search(name) or is_collective(name) for name in names):
            return Assignment(pair.start, pair.end, tuple(groups), deadlines_of(content))
    return None


def in_words(text: Text) -> Iterator[Assignment]:
    """由县卫生健康局牵头，县教育局配合。 as the last sentence of an item that has no list."""
    found = BY_SENTENCE.search(text.chars)
    if found:
        groups = groups_of(text[found.start("who") : found.end("who")], None)
        if groups and groups[0].role is Role.LEAD and all(map(plausible, groups)):
            yield Assignment(found.start("who"), found.end("who"), tuple(groups))


def plausible(group: Group) -> bool:
    """Whether these are names of departments: （主要负责人负责） is no list."""
    names = [name.chars for name in split_names(group.text).names]
    complete = sum(looks_complete(name) and len(name) <= LONGEST_SURE for name in names)
    return complete * 3 >= len(names) * 2 > 0 and not any(mark in name for name in names for mark in "“”《》")


def groups_of(content: Text, label: Role | None) -> list[Group]:
    """The names of a list by role: a role's word ends its names, a label's word stands before them."""
    groups: list[Group] = []
    waiting: list[Text] = []
    for clause in clauses(without_statements(content)):
        if TIME.match(clause.chars):
            continue
        said = role_at_end(clause)
        if said is None or (label in {Role.LEAD, Role.PARTICIPANT} and said.role is Role.RESPONSIBLE):
            waiting.append(said.names if said else clause)
            if said and said.separately:
                groups.append(Group(label, joined(waiting), separately=True))
                waiting = []
            continue
        lead, others = parted(said.names)
        groups.append(Group(said.role, joined([*waiting, lead]), said.separately))
        if others:
            groups.append(Group(Role.PARTICIPANT, others))
        waiting = []
    if waiting and joined(waiting).strip("，,；;、 。"):
        groups.append(Group(label, joined(waiting)))
    return [group for group in groups if group.text.strip("，,；;、 。（）()")]


def deadlines_of(content: Text) -> dict[Column, Text]:
    """What a list says of time: （A牵头，2025年底前完成）."""
    said = [piece.strip("，,；;。 ") for piece in content.pieces("，,；;。\n") if TIME.match(piece.chars)]
    return {Column.DEADLINE: Text.join("，", said)} if said else {}


def clauses(content: Text) -> Iterator[Text]:
    """The parts of a list that may end in a role."""
    for piece in content.pieces("，,；;。\n"):
        start = 0
        for found in ROLE_THEN_MORE.finditer(piece.chars):
            yield piece[start : found.start()]
            start = found.end() if found[0].endswith("由") else found.start()
        yield piece[start:]


def parted(names: Text) -> tuple[Text, Text | None]:
    """A会同B、C负责: who is named after 会同 participates."""
    found = TOGETHER_WITH.search(names.chars)
    if not found or not looks_complete(names.chars[: found.start()].split("、")[-1]):
        return names, None
    return names[: found.start()], names[found.end() :]


def joined(parts: list[Text]) -> Text:
    return Text.join("", [part for part in parts if part])


def without_statements(content: Text) -> Text:
    """The list without what it says about lists: （第一个部门为牵头部门，下同）, 不再列出."""
    inner = [pair for pair in brackets(content.chars) if is_statement(content.chars[pair.start : pair.end])]
    for pair in reversed(inner):
        content = Text.join("", [content[: pair.start], content[pair.end :]])
    kept: list[Text] = []
    stated = False
    for piece in content.pieces("，,；;。\n"):
        stated = (stated and piece.chars[0] in "，,") or is_statement(piece.chars.strip("，,；;。\n "))
        if not stated:
            kept.append(piece)
    return joined(kept)
