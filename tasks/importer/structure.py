"""Paragraphs to numbered items: what belongs to which item, which items are tasks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.importer.assignments import Assignment, find_assignments
from tasks.importer.blocks import Block
from tasks.importer.numbering import Level, Marker, marker_of
from tasks.importer.text import Text

NO_TASKS = re.compile(  # headings of what a plan says before its tasks
    r"(?:明确|坚持|把握|指导|总体|基本|主要|工作|重要|行动|发展|建设|阶段|年度|近期|远期|实施|编制|制定|和|与|及|、|的)*"
    r"(?:指导思想|原则|目标|总体要求|总体思路|工作思路|总体考虑|形势|背景|意义|现状|依据|适用范围|适用对象|术语|定义|附则|名词解释|基本情况|工作基础)"
    r"(?:和|与|及|、|(?:指导思想|原则|目标|要求|思路|任务分解))*"
)
ONLY_A_LABEL = re.compile(r"(?:具体|主要|重点)?(?:措施|举措|任务|内容|做法|安排|工作)(?:如下)?：")
BY_REFERENCE = re.compile("参照(?:本|此|以上|上述)?[^。]{0,10}?(?:执行|实施|办理|落实)[。；]?$")
TRAILERS = re.compile(
    r"(?:附[件录表]\s*[\d一二三四五六七八九十]{0,3}\s*[：:.、]?|抄送\s*[：:]|（?此件[^。]{0,8}公开|扫描二维码|本文(?:链接|关键词)|分享到)"
)
SIGNED = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日(?:印发)?")
LONGEST_HEADING = 60


@dataclass
class Node:
    """A numbered item with the paragraphs up to the next number, and the items below it."""

    marker: Marker
    blocks: list[Block]
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def level(self) -> Level:
        return self.marker.level

    @property
    def body(self) -> Text:
        """What stands after its number, a line for each paragraph."""
        first = self.blocks[0].text[self.marker.end :]
        rest = [block.text for block in self.blocks[1:] if not ONLY_A_LABEL.fullmatch(block.chars)]
        return Text.join("\n", [part for part in (first, *rest) if part])

    def path(self) -> list["Node"]:
        """The items it stands in, from the outermost."""
        return [*self.parent.path(), self.parent] if self.parent else []

    def below(self) -> Iterator["Node"]:
        for child in self.children:
            yield child
            yield from child.below()

    @property
    def first_line(self) -> int:
        return self.blocks[0].first_line


@dataclass(frozen=True)
class Outline:
    """A document: the paragraphs before its first number, all numbered items in order, what stands after them."""

    front: list[Block]
    nodes: list[Node]
    back: list[Block]


def outline_of(blocks: list[Block]) -> Outline:
    front: list[Block] = []
    back: list[Block] = []
    nodes: list[Node] = []
    open_nodes: list[Node] = []
    for block in blocks:
        marker = marker_of(block.text)
        marker = fitting(marker, open_nodes) if marker else None
        if marker is None:
            (nodes[-1].blocks if nodes else front).append(block)
            continue
        while open_nodes and open_nodes[-1].level >= marker.level:
            open_nodes.pop()
        parent = open_nodes[-1] if open_nodes else None
        node = Node(marker, [block], parent)
        if parent:
            parent.children.append(node)
        open_nodes.append(node)
        nodes.append(node)
    if nodes:
        back = cut_trailer(nodes[-1])
    return Outline(front, nodes, back)


def fitting(marker: Marker, open_nodes: list[Node]) -> Marker | None:
    """The number at the level where it goes on: （4） after （三） is a slip for （四）."""
    if marker.level is Level.DETAIL and marker.value > 1:
        levels = {node.level: node for node in open_nodes}
        group = levels.get(Level.GROUP)
        if group and group is open_nodes[-1] and group.marker.value == marker.value - 1:
            return marker.at(Level.GROUP)
    return marker


def cut_trailer(node: Node) -> list[Block]:
    """Take what stands below the text from the last item: signature, day, distribution, what a web page adds."""
    for i, block in enumerate(node.blocks):
        if i and (TRAILERS.match(block.chars) or SIGNED.fullmatch(re.sub(r"\s", "", block.chars))):
            signed = i > 1 and SIGNED.match(re.sub(r"\s", "", block.chars)) and len(node.blocks[i - 1].chars) <= 40
            at = i - 1 if signed and "。" not in node.blocks[i - 1].chars else i
            back, node.blocks[at:] = node.blocks[at:], []
            return back
    return []


def heading_of(node: Node) -> Text:
    """The line or first sentence by which an item is called."""
    first = node.blocks[0].text[node.marker.end :]
    end = re.search("[。；;\n]", first.chars)
    return (first[: end.start()] if end else first).strip(" ：:")


def holds_no_tasks(node: Node) -> bool:
    heading = re.sub(r"\s", "", heading_of(node).chars)
    if len(heading) <= LONGEST_HEADING and NO_TASKS.fullmatch(heading):
        return True
    return node.parent is not None and holds_no_tasks(node.parent)


@dataclass(frozen=True)
class Item:
    """A numbered item that is a task, or several where it assigns parts of its text to different departments."""

    node: Node
    text: Text
    assignments: list[Assignment]
    nodes: tuple[Node, ...] = ()  # whose text it is, where details below it belong to it


def items_of(outline: Outline) -> list[Item]:
    """The items that are tasks, in order.

    An item with a list of departments is one. Of the others those are that have nothing below them, but neither
    chapters nor the details of an item, and no principles or goals.
    """
    found = {id(node): find_assignments(node.body) for node in outline.nodes}
    assigned = {key for key, lists in found.items() if any(one.assigns for one in lists)}
    closing = levels_closed_by_a_list(outline, assigned)
    whole = {id(node) for node in outline.nodes if takes_details(node, assigned, closing)}
    swallowed = {id(below) for node in outline.nodes if id(node) in whole for below in node.below()}
    lowest = lowest_of_tasks(outline, assigned)
    items = []
    for node in outline.nodes:
        if id(node) in swallowed:
            continue
        if id(node) in whole:
            text = Text.join("\n", [one.body for one in (node, *node.below())])
            items.append(Item(node, text, find_assignments(text), (node, *node.below())))
        elif id(node) in assigned or is_task(node, assigned, lowest):
            items.append(Item(node, node.body, found[id(node)], (node,)))
    return items or chapters(outline, found)


def takes_details(node: Node, assigned: set[int], closing: set[Level]) -> bool:
    """Whether the items below are details of one task: none of them, or only the last, has a list of departments."""
    lists = [id(child) in assigned for child in node.below()]
    if not lists or node.level < Level.GROUP:
        return False
    if id(node) in assigned:
        return not any(lists)
    if any(lists[:-1]):
        return False
    if all(child.level >= Level.DOTTED for child in node.below()):
        return node.level >= Level.ITEM or lists[-1]
    return lists[-1] and len(lists) > 1 and node.level in closing


def levels_closed_by_a_list(outline: Outline, assigned: set[int]) -> set[Level]:
    """The levels at which, all through the document, only the last of the items below has a list of departments."""
    ends: dict[Level, list[bool]] = {}
    for node in outline.nodes:
        lists = [id(child) in assigned for child in node.children]
        if len(lists) > 1 and any(lists):
            ends.setdefault(node.level, []).append(not any(lists[:-1]))
    return {level for level, closed in ends.items() if len(closed) > 1 and all(closed)}


def lowest_of_tasks(outline: Outline, assigned: set[int]) -> Level:
    """The level from which on an item without a list is a task: a chapter only where most chapters have a list."""
    ends = [id(node) in assigned for node in outline.nodes if node.level is Level.CHAPTER and not node.children]
    return Level.CHAPTER if sum(ends) * 2 > len(ends) else Level.GROUP


def is_task(node: Node, assigned: set[int], lowest: Level) -> bool:
    if node.children or node.level < lowest or holds_no_tasks(node):
        return False
    if node.level >= Level.DOTTED and any(id(outer) in assigned for outer in node.path()):
        return False
    return not BY_REFERENCE.search(node.body.chars.split("\n")[0])


def chapters(outline: Outline, found: dict[int, list[Assignment]]) -> list[Item]:
    """Of a plan that numbers nothing but its chapters, those."""
    nodes = [node for node in outline.nodes if not node.children and not holds_no_tasks(node)]
    return [Item(node, node.body, found[id(node)], (node,)) for node in nodes if len(nodes) > 1]
