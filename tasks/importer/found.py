"""A task as it stands in a document, whatever its notation: a row of a table or an item of the text."""

from dataclasses import dataclass, field

from tasks.importer.assignments import Group, groups_of
from tasks.importer.columns import HEADING, Column
from tasks.importer.numbering import Level
from tasks.importer.roles import LABELLED
from tasks.importer.rows import Row
from tasks.importer.source import Span
from tasks.importer.structure import Item, Node, heading_of
from tasks.importer.text import Text
from tasks.importer.titles import titled, without_inner_space

ROWS_FIELDS = (Column.DEADLINE, Column.REMARK, Column.FREQUENCY)


@dataclass(frozen=True)
class Found:
    """title, text: of the task.  said: all of it in running text, where dates may stand.  fields: labelled cells."""

    section: str
    heading: str
    number: str
    title: Text
    text: Text
    said: Text
    span: Span
    first_line: int
    last_line: int
    groups: tuple[Group, ...] = ()
    fields: dict[Column, Text] = field(default_factory=dict)
    is_row: bool = False
    fits: bool = True  # the columns of its table
    cut: bool = False  # by the end of a page
    run: str = ""  # the items that are numbered in one go
    item: int = 0  # which of them: parts of one item share it


def found_in_row(row: Row) -> Found:
    cells = row.cells if row.fits else {}
    whole = without_inner_space(row.cells[Column.TASK])
    title, text = titled(whole, is_cell=True)
    groups = tuple(
        group for column, role in LABELLED.items() if column in cells for group in groups_of(cells[column], role)
    )
    spans = [cell.span for cell in row.cells.values() if cell.span]
    heading = HEADING.match(row.section)
    return Found(
        section=heading["number"] if heading else row.section,
        heading=row.section,
        number=row.number,
        title=title,
        text=text,
        said=text if len(text) < len(whole) else whole,
        span=Span(min(span.start for span in spans), max(span.end for span in spans)),
        first_line=row.first_line,
        last_line=row.last_line,
        groups=groups,
        fields={column: cells[column] for column in ROWS_FIELDS if cells.get(column)},
        is_row=True,
        fits=row.fits,
    )


def found_in_item(item: Item, *, tasks: set[int]) -> list[Found]:
    """The tasks of an item: one, or one for each part of its text that has departments of its own.

    tasks: the items that are tasks, by identity.
    """
    lists = [one for one in item.assignments if one.assigns]
    if sum(one.names_who_answers for one in lists) < 2:
        return [found_in_part(item, 0, len(item.text), tasks=tasks)]
    starts = [at for at, one in enumerate(lists) if at == 0 or one.names_who_answers]
    ends = [lists[after - 1].end for after in [*starts[1:], len(lists)]]
    return [
        found_in_part(item, start, end, tasks=tasks, is_part=True) for start, end in zip([0, *ends], ends, strict=False)
    ]


def found_in_part(item: Item, start: int, end: int, *, tasks: set[int], is_part: bool = False) -> Found:
    inside = [one for one in item.assignments if start <= one.start < end]
    said = Text.join("", pieces_between(item.text, start, end, [(one.start, one.end) for one in inside]))
    said = said.strip().lstrip("。；，、 \n")
    title, text = titled(said, is_part=is_part)
    node = item.node
    whole = item.text[start:end].strip()
    lines = [block for one in item.nodes for block in one.blocks]
    numbered = node.blocks[0].text.span or Span(0, 0)
    place = whole.span or numbered
    return Found(
        section="".join(outer.marker.number for outer in node.path() if id(outer) not in tasks),
        heading=" ".join(printed_heading(outer) for outer in node.path()[-2:] if id(outer) not in tasks),
        number="".join(outer.marker.number for outer in (*node.path(), node) if id(outer) in tasks or outer is node),
        title=title or whole,
        text=text,
        said=said,
        span=Span(place.start if start else numbered.start, place.end),
        first_line=line_of(lines, place.start),
        last_line=line_of(lines, place.end - 1),
        groups=tuple(group for one in inside for group in one.groups),
        fields={column: text for one in inside for column, text in one.fields.items()},
        cut=any(block.cut for block in lines),
        run=f"{id(node.parent)}/{node.level}",
        item=id(node),
    )


def pieces_between(text: Text, start: int, end: int, gone: list[tuple[int, int]]) -> list[Text]:
    """The text from start to end without its lists."""
    pieces, at = [], start
    for begins, ends in sorted(gone):
        pieces.append(text[at:begins])
        at = ends
    return [piece for piece in [*pieces, text[at:end]] if piece]


def printed_heading(node: Node) -> str:
    comma = "、" if node.level is Level.CHAPTER else "." if node.level is Level.ITEM else ""
    return f"{node.marker.number}{comma}{without_inner_space(heading_of(node)).chars}"


def line_of(blocks: list, place: int) -> int:
    """The line of the paragraph that holds a place of the source."""
    for block in blocks:
        if block.text.span and block.text.span.start <= place < block.text.span.end:
            return block.first_line if place == block.text.span.start else block.last_line
    return blocks[0].first_line
