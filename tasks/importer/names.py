"""The departments in a cell or list: where one name ends, which names are collectives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.importer.text import Text

NOBODY = {"", "无", "/", "／", "-", "－", "—", "——", "无需", "空"}
SEPARATORS = "、，,；;"
TAG = re.compile(
    r"[（(〔](?P<word>总?牵头|主办|主责|配合|参与|参加|协办|协助|负责)(?:责任)?(?:单位|部门|机构)?[）)〕]$"
)
MARKS = "*＊★☆▲△●◆■※#"
AND_OTHERS = re.compile(
    r"等(?:\d{1,2}个|[一二三四五六七八九十]{1,3}个)?(?P<which>(?:国务院|中央|省级?|市级?|区级?|县级?)?(?:有关|相关|各)?"
    r"(?:部门|单位|委办局|成员单位|机构)?)$"
)
PLACE = "(?:自治[县州旗区]|直辖市|计划单列市|省|开发区|功能区|园区|街道|[区县旗州盟乡镇])"
BRACKETED = r"(?:[（(〔\[［【〈][^）)〕\]］】〉]*[）)〕\]］】〉])?"
PLACES = re.compile(rf"各(?:有关|相关|地)?(?:(?:市|{PLACE}){BRACKETED})+(?:、{PLACE}{BRACKETED})*")
MORE_PLACES = re.compile(
    rf"(?:{PLACE}|市(?=[（(〔\[［【〈])|(?<=、)市){BRACKETED}(?:人民政府|政府|党委|管委会|办事处|人民法院|人民检察院)?"
)
COLLECTIVE = re.compile(
    r"各|有关|相关|其[他它]|所有|以上人民政府|成员单位$|^[省市区县]?(?:级|直属?|属)(?:机关|部门|单位)$|^(?:试点|示范)(?:城市|地区|县)"
)
BODY = re.compile(
    rf"(?:[局委办部厅院会署处司科室社站所队组府关行校台团庭馆军省市州区县乡镇]|中心|机构|单位|部门|公司|集团|联盟|街道|机关|基地|盟|联|团委|大队|支队|总队|银行|实验室|医院|大学|学院|研究院)"
    rf"{BRACKETED}$"
)
ENDS_A_NAME = re.compile(rf"(?:[局委办部厅院会署]|政府|总署|中心|机构|部门|单位|管委会){BRACKETED}$")
AND = re.compile("以及|及其|及|和|与|会同|商")
BEGINS_A_NAME = re.compile("各|有关|相关|其他|国家|国务院|中央|[省市区县](?!场|政[务工])|试点")
CITY = re.compile("[一-鿿]{2,3}")
NO_CITY = re.compile("各|[局委办部厅院会署省市区县旗盟]$")
CITY_GOVERNMENT = re.compile("[一-鿿]{2,4}?[省市州区县](?:人民)?政府")
LONGEST_NAME = 40


@dataclass(frozen=True)
class Names:
    """The names of one list in order, white space removed; `doubts` are pairs of a doubt's code and its facts."""

    names: tuple[Text, ...] = ()
    doubts: tuple[tuple[str, dict[str, str]], ...] = ()
    marked: frozenset[str] = frozenset()  # those that carry a ★ or *
    tagged: tuple[tuple[str, str], ...] = ()  # those with their role in brackets, 市公安局（牵头）, and its word


def split_names(cell: Text) -> Names:
    """The departments of a list, separated by 、 ， ； outside brackets; 各区、县〔市〕人民政府 stays one name."""
    cell = cell.strip(" 。；;，,、\n")
    if cell.chars in NOBODY:
        return Names()
    doubts: list[tuple[str, dict[str, str]]] = []
    names: list[Text] = []
    marked: set[str] = set()
    tagged: list[tuple[str, str]] = []
    parts = [part for whole in cell.pieces(SEPARATORS) for part in split_at_spaces(whole, doubts)]
    for piece in join_places([name for part in parts for name in split_at_and(part)]):
        bare = piece.strip(f"{SEPARATORS}\n ").strip(f"{MARKS} ")
        name = bare.without_space()
        if tag := TAG.search(name.chars):
            name = name[: tag.start()]
            tagged.append((name.chars, tag["word"]))
        if not name or name.chars in NOBODY:
            continue
        name = without_others(name, doubts)
        if not name:
            continue
        if len(name) != len(bare) and " " in bare.chars[: len(name) + 1]:
            doubts.append(("space_in_name", {"name": name.chars}))
        if any(mark in piece.chars for mark in MARKS):
            marked.add(name.chars)
        if len(name) > LONGEST_NAME or not looks_complete(name.chars):
            doubts.append(("odd_name", {"name": name.chars[:LONGEST_NAME]}))
        names.append(name)
    return Names(tuple(names), tuple(doubts), frozenset(marked), tuple(tagged))


def without_others(name: Text, doubts: list[tuple[str, dict[str, str]]]) -> Text:
    """市公安局等部门 as 市公安局, with a doubt that some are not named."""
    others = AND_OTHERS.search(name.chars)
    if not others or is_collective(name.chars[: others.start()]):
        return name
    doubts.append(("open_list", {"words": others[0]}))
    return name[: others.start()]


def join_places(pieces: list[Text]) -> Iterator[Text]:
    """The names among the pieces; an enumeration of places that share one noun (各区、县人民政府) is one name."""
    pieces = [piece for piece in pieces if piece.strip(f"{SEPARATORS} ")]
    at = 0
    while at < len(pieces):
        end = max(end_of_places(pieces, at), end_of_cities(pieces, at))
        yield Text.join("", pieces[at:end])
        at = end


def end_of_places(pieces: list[Text], at: int) -> int:
    """各区、县〔市〕人民政府: how far the enumeration goes that begins at `at`."""
    end, name = at + 1, pieces[at].chars.strip(f"{SEPARATORS}\n ")
    while end < len(pieces) and pieces[end].chars[0] == "、" and len(name) <= LONGEST_NAME:
        following = pieces[end].chars[1:].strip()
        if len(following) > LONGEST_NAME or not (PLACES.fullmatch(name) and MORE_PLACES.fullmatch(following)):
            break
        name, end = f"{name}、{following}", end + 1
    return end


def end_of_cities(pieces: list[Text], at: int) -> int:
    """广州、深圳市政府: bare names of cities before the one that says what they are."""
    for end in range(at, min(at + LONGEST_NAME, len(pieces))):
        city = pieces[end].chars.strip(f"{SEPARATORS}\n ")
        if end > at and (pieces[end].chars[0] != "、" or CITY_GOVERNMENT.fullmatch(city)):
            return end + 1 if pieces[end].chars[0] == "、" else at + 1
        if not CITY.fullmatch(city) or NO_CITY.search(city):
            break
    return at + 1


def split_at_spaces(piece: Text, doubts: list[tuple[str, dict[str, str]]]) -> list[Text]:
    """市司法局 市民政局 as two where each is a whole name; white space inside a name is left."""
    ends = [found.span() for found in re.finditer(r"(?<=\S)\s+(?=\S)", piece.chars)]
    starts = [0, *(end for _start, end in ends)]
    stops = [*(start for start, _end in ends), len(piece)]
    parts = [piece[start:stop] for start, stop in zip(starts, stops, strict=True)]
    names = [part.chars.strip(f"{SEPARATORS} ") for part in parts]
    if len(parts) < 2 or not all(len(name) > 2 and BODY.search(name) for name in names):
        return [piece]
    doubts.append(("space_in_name", {"name": " ".join(names)}))
    return parts


def split_at_and(piece: Text) -> Iterator[Text]:
    """银保监会及各地区 as two; 文化和旅游部 stays one."""
    start = 0
    for found in AND.finditer(piece.chars):
        before, after = piece.chars[start : found.start()].strip(f"{SEPARATORS} "), piece.chars[found.end() :]
        before = AND_OTHERS.sub("", before) or before
        if ENDS_A_NAME.search(before) and len(before) > 1 and BEGINS_A_NAME.match(after) and looks_complete(after):
            yield piece[start : found.start()]
            start = found.end()
    yield piece[start:]


def looks_complete(name: str) -> bool:
    """Whether these characters may be the whole name of a department."""
    name = name.strip(f"{MARKS} ")
    return len(name) <= LONGEST_NAME and (is_collective(name) or bool(BODY.search(AND_OTHERS.sub("", name))))


def is_collective(name: str) -> bool:
    """Whether the name means several bodies that only a person can list: 市级相关部门, 各区县."""
    return bool(COLLECTIVE.search(name))
