"""The departments in a cell: where one name ends, which names are collectives, which may mean one agency."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NOBODY = {"", "无", "/", "／", "-", "－", "—", "——"}
OPENING, CLOSING = "（(〔[［【〈《“", "）)〕]］】〉》”"
ROLE_WORDS = re.compile(r"(?:按照?(?:各自)?职责(?:分工)?)?(?:分别|共同)?(?:牵头)?(?:负责|牵头|落实|配合|参与)$")
AND_OTHERS = re.compile(r"等(?:(?:有关|相关)?(?:部门|单位))?$")

PLACE = "(?:自治[县州旗]|开发区|功能区|园区|街道|[区县旗州盟乡镇])"
BRACKETED = r"(?:[（(〔\[［【〈][^）)〕\]］】〉]*[）)〕\]］】〉])?"
PLACES = re.compile(rf"各(?:有关|相关|地)?(?:(?:市|{PLACE}){BRACKETED})+(?:、{PLACE}{BRACKETED})*")
MORE_PLACES = re.compile(rf"(?:{PLACE}|市(?=[（(〔\[［【〈])){BRACKETED}(?:人民政府|政府|党委|管委会|办事处)?")
COLLECTIVE = re.compile(
    r"各|有关|相关|其[他它]|所有|以上人民政府|成员单位$|^[省市区县]?(?:级|直属?|属)(?:机关|部门|单位)$"
)
BODY = re.compile(
    rf"(?:[局委办部厅院会署处司科室社站所队组府关行校台团庭馆军省市州区县]|中心|机构|单位|部门|公司|集团|联盟|街道){BRACKETED}$"
)
LONGEST_NAME = 40
# Words that many names have: without them 数据管理 and 数据资源 are the same.
GENERIC = re.compile("监督管理|管理|监管|监督|资源|发展|事务|服务|行政|工作")


@dataclass(frozen=True)
class Names:
    """The names of one cell in order, as printed; `doubts` are pairs of a doubt's code and its facts."""

    names: tuple[str, ...]
    doubts: tuple[tuple[str, dict[str, str]], ...]


def split_names(cell: str) -> Names:
    """The departments of a cell, separated by 、 ， ； outside brackets; 各区、县〔市〕人民政府 stays one name."""
    if cell in NOBODY:
        return Names((), ())
    cell = ROLE_WORDS.sub("", cell.rstrip("。；;，, "))
    doubts = []
    names: list[str] = []
    for piece in filter(str.strip, join_places(split_outside_brackets(cell))):
        name = re.sub(r"\s+", "", piece)
        if name != piece.strip():
            doubts.append(("space_in_name", {"name": name}))
        others = AND_OTHERS.search(name)
        if others and not is_collective(name[: others.start()]):
            name = name[: others.start()]
            doubts.append(("open_list", {"words": others[0]}))
        if len(name) > LONGEST_NAME or not (is_collective(name) or BODY.search(name)):
            doubts.append(("odd_name", {"name": name[:LONGEST_NAME]}))
        names.append(name)
    return Names(tuple(names), tuple(doubts))


def split_outside_brackets(cell: str) -> list[str]:
    """Pieces and the separators between them, in turn."""
    pieces, depth = [""], 0
    for character in cell:
        depth = max(0, depth + (character in OPENING) - (character in CLOSING))
        if depth == 0 and character in "、，,；;":
            pieces += [character, ""]
        else:
            pieces[-1] += character
    return pieces


def join_places(pieces: list[str]) -> Iterator[str]:
    """The names among the pieces; an enumeration of places that share one noun (各区、县人民政府) is one name."""
    name = pieces[0]
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        enumerates = separator == "、" and len(name) <= LONGEST_NAME and PLACES.fullmatch(name.strip())
        if enumerates and MORE_PLACES.fullmatch(piece.strip()):
            name += separator + piece
        else:
            yield name
            name = piece
    yield name


def is_collective(name: str) -> bool:
    """Whether the name means several bodies that only a person can list: 市级相关部门, 各区县."""
    return bool(COLLECTIVE.search(name))


def similar_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be two printed forms of one agency, in the order in which the names are given."""
    alike: dict[tuple[str, str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        level = name[0] if name[0] in "国省市区县" else ""
        core = name[len(level) : -1]
        if len(core) < 2:
            continue
        bare = GENERIC.sub("", core)
        fellows = alike[level, core[0], name[-1]]
        for other, its_core, its_bare in fellows:
            if is_short_for(core, its_core) or is_short_for(its_core, core) or (len(bare) > 1 and bare == its_bare):
                yield other, name
        fellows.append((name, core, bare))


def is_short_for(short: str, long: str) -> bool:
    """发改 for 发展改革: its characters in the same order."""
    rest = iter(long)
    return len(short) < len(long) and all(character in rest for character in short)
