"""What a document says once about all its lists: who of a list leads, and who takes part everywhere."""

import itertools
import re
from dataclasses import dataclass
from enum import StrEnum

from tasks.importer.names import MARKS, Names, split_names
from tasks.importer.text import Text

LEADS = "(?:牵头|主办|主责|总牵头|主要责任)"
FIRST = re.compile(
    rf"(?:第[一1]个(?:责任)?(?:部门|单位)|(?:排(?:列|名|序|位)?|列|位列|居|名列|位居|署名)(?:在|于|名)?(?:第[一1]位?|首位|最前|首个|首)"
    rf"|排名第[一1]|(?<!放在)首位|首个(?:责任)?(?:部门|单位)|前者)[^。；;]{{0,20}}?(?:为|是|系|作为|负责){{0,2}}[^。；;，,]{{0,8}}?{LEADS}"
    rf"|{LEADS}[^。；;，,]{{0,8}}?(?:为|是|排|列)[^。；;，,]{{0,12}}?(?:第[一1](?:个|位|名)?|首位)"
)
BEFORE = re.compile(rf"(?:第[一1]个)?(?P<sign>逗号|分号|顿号|句号)(?:之?前|以前)[^。；;]{{0,15}}?{LEADS}")
MARKED = re.compile(
    rf"[^。；;，,\n]{{0,20}}?[“\"‘（]?(?P<mark>[{re.escape(MARKS)}]|星号|黑体|加粗)[”\"’）]?[^。；;\n]{{0,20}}?(?:为|是|系|表示|指)[^。；;，,\n]{{0,10}}?{LEADS}"
    rf"|{LEADS}[^。；;，,\n]{{0,10}}?(?:加|以|用|标)[^。；;，,\n]{{0,6}}?[“\"‘（]?(?P<mark2>[{re.escape(MARKS)}])"
)
EACH = re.compile(rf"(?:分别|共同)负责[^。；;]{{0,12}}?(?:为|是|指|即)[^。；;]{{0,16}}?{LEADS}")
SIGNS = {"逗号": "，,", "分号": "；;", "顿号": "、", "句号": "。"}
FROM_HERE = re.compile("下同|以下|后同")
NOT_LISTED = re.compile("不再(?:单独|一一|逐一|逐项|另行|重复)*列出|不(?:单独|一一|逐一|另行|另)列出?")
EVERYWHERE = re.compile(
    r"(?:以下|下列|各项|上述|所有)?(?:各项)?(?:任务|工作|措施|事项|条目)?[，,]?均(?:需|由|须|应|要|涉及)?(?:由)?(?P<who>[^，,。；;均]{2,60}?)"
    r"(?:按(?:照)?职责(?:分工)?)?(?:抓好|组织|负责|共同|具体)*(?:落实|参与|配合|参加|负责|实施)"
)
ARE_EVERYWHERE = re.compile(
    r"(?P<who>[^，,。；;（(]{2,60}?)均(?:为|作为|是|列为)[^，,。；;]{0,8}?(?:责任|配合|参与|落实|实施)(?:单位|部门|主体)"
)
AFTER_THE_LIST = re.compile("下同")


class Kind(StrEnum):
    FIRST = "first"  # 第一个部门为牵头部门
    BEFORE = "before"  # 第一个逗号前为牵头单位
    MARKED = "marked"  # 标★的为牵头单位
    EACH = "each"  # 分别负责为各单位按职责分别牵头


STATEMENTS = {Kind.BEFORE: BEFORE, Kind.MARKED: MARKED, Kind.FIRST: FIRST, Kind.EACH: EACH}


@dataclass(frozen=True)
class Rule:
    """How a document says who leads, from `place` in its source on; `sign` is the separator or mark it speaks of."""

    kind: Kind
    said: str
    place: int
    sign: str = ""


@dataclass(frozen=True)
class Everywhere:
    """Who takes part in every task from `place` on, because the document does not list it again."""

    names: Names
    place: int


@dataclass(frozen=True)
class Rules:
    rules: tuple[Rule, ...] = ()
    everywhere: tuple[Everywhere, ...] = ()

    def at(self, place: int) -> Rule | None:
        """The rule in force there: the last that was stated before."""
        return next((rule for rule in reversed(self.rules) if rule.place <= place), None)

    def everywhere_at(self, place: int) -> list[Text]:
        return [name for one in self.everywhere if one.place < place for name in one.names.names]


def find_rules(blocks: list[Text], *, tasks_at: tuple[int, int]) -> Rules:
    """The statements of a document.

    tasks_at: where its tasks begin and end in the source. What is said before or after them holds for all of them,
    what is said in one of them from that one on.
    """
    rules: list[Rule] = []
    everywhere: list[Everywhere] = []
    for block in blocks:
        if not block or ("均" not in block.chars and not re.search(LEADS, block.chars)):
            continue
        start = block.places[0]
        inside = tasks_at[0] <= start < tasks_at[1]
        for sentence in sentences(block):
            if rule := rule_in(sentence.chars, place=start if inside else 0):
                rules.append(rule)
            if (who := who_is_everywhere(sentence)) and who.names:
                everywhere.append(Everywhere(who, sentence.places[-1] if inside else 0))
    return Rules(tuple(rules), tuple(everywhere))


def sentences(block: Text) -> list[Text]:
    """The sentences of a paragraph, those in its brackets too."""
    ends = [0, *(found.end() for found in re.finditer("[。；;\n]", block.chars)), len(block)]
    return [block[a:b] for a, b in itertools.pairwise(ends) if a < b]


def rule_in(chars: str, *, place: int = 0) -> Rule | None:
    """The rule that a sentence states."""
    for kind, pattern in STATEMENTS.items():
        if found := pattern.search(chars):
            groups = found.groupdict()
            sign = SIGNS.get(groups.get("sign") or "") or groups.get("mark") or groups.get("mark2") or ""
            return Rule(kind, said_around(found), place, sign)
    return None


def said_around(found: re.Match) -> str:
    """The statement with the words beside it up to the next punctuation."""
    chars = found.string
    start = max((chars.rfind(sign, 0, found.start() + 1) for sign in "。；，、（(：:\n"), default=-1) + 1
    end = re.search("[。；;）)\n]|$", chars[found.end() :])
    return chars[start : found.end() + (end.start() if end else 0)].strip()


def is_statement(chars: str) -> bool:
    """Whether a part of a list is no name but a rule about it, or 下同."""
    return bool(AFTER_THE_LIST.search(chars) or NOT_LISTED.search(chars) or rule_in(chars) or EVERYWHERE.match(chars))


def who_is_everywhere(sentence: Text) -> Names | None:
    """Those of whom the document says that it does not list them again."""
    if "均" not in sentence.chars or not NOT_LISTED.search(sentence.chars):
        return None
    found = EVERYWHERE.search(sentence.chars) or ARE_EVERYWHERE.search(sentence.chars)
    return split_names(sentence[found.start("who") : found.end("who")]) if found else None
