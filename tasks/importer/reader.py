"""A plan from bytes to tasks: the stages put together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from tasks.importer import checks, dates
from tasks.importer.blocks import Block, blocks_of
from tasks.importer.clean import Cleaned, Line, clean
from tasks.importer.dates import Context
from tasks.importer.decoding import NotAPlan, decode
from tasks.importer.document import read_document
from tasks.importer.found import Found, found_in_item, found_in_row
from tasks.importer.grids import rows_of_grids
from tasks.importer.plan import DocumentReading, Doubt, Milestone, PlanReading, TaskReading
from tasks.importer.rows import Row, Table, read_table
from tasks.importer.rules import Rules, find_rules
from tasks.importer.source import Source, Span
from tasks.importer.structure import Outline, holds_no_tasks, items_of, outline_of
from tasks.importer.tasks import LONGEST, read_task

MAX_TASKS = 2_000
MAX_ITEMS = 5 * MAX_TASKS  # numbered ones, of which many are no tasks
MAX_NAMES = 1_000
YEARS = re.compile(r"20\d\d(?=年|[—－-])")


@dataclass(frozen=True)
class Content:
    """What was found in a document: its tasks, its paragraphs as an outline, the rows and table they come from."""

    found: list[Found]
    outline: Outline
    rows: list[Row]
    table: Table | None
    in_rows: list[Span]  # the cells of real tables that stand in a row with others
    unknown_columns: list[str]


def read_plan(data: bytes, *, name: str) -> PlanReading:
    """Read a plan as it was published.

    data: the file's bytes.  name: the file's name, the title where the document has none.
    Raises NotAPlan, with a sentence to show, when there are no tasks that can be trusted.
    """
    return read_source(decode(data, name=name), name=name)


def read_source(source: Source, *, name: str) -> PlanReading:
    """Read a plan whose file is decoded; see `read_plan`."""
    cleaned = clean(source)
    content = find_content(source, cleaned)
    refuse_unreadable(content)
    document, strays = around_tasks(cleaned, content)
    rules = rules_of(content)
    context = context_of(document)
    tasks, doubts = read_tasks(content, rules, context)
    doubts += document_doubts(document, content, strays, cleaned, tasks)
    doubts += checks.name_doubts(tasks)
    if len({name for task in tasks for name in task.names}) > MAX_NAMES:
        raise NotAPlan(_("This plan names more than %(limit)s departments.") % {"limit": MAX_NAMES})
    if not document.title:
        document = replace(document, title=PurePath(name).stem[:LONGEST])
    document = replace(document, rule="；".join(dict.fromkeys(rule.said for rule in rules.rules))[:LONGEST])
    doubts.sort(key=lambda doubt: doubt.line or 0)
    return PlanReading(document, tuple(goals(content, context)), tuple(tasks), tuple(doubts), source.text)


def find_content(source: Source, cleaned: Cleaned) -> Content:
    """The tasks of the tables; of the text those with lists of departments besides, or all where no table has any."""
    rows, grids, unknown = rows_of_grids(source, cleaned)
    taken = [grid.span for grid in grids]
    lines = [line for line in cleaned.lines if not is_within(line, taken)]
    table = None
    if not rows:
        table = read_table(lines)
        rows = [row for row in table.rows if row.says_something] if table_is_sound(table) else []
        if rows:
            first, _last = table.headers[0].first, table.rows[-1].last_line
            lines = [line for at, line in enumerate(lines) if at < first]
    outline = outline_of(blocks_of(lines))
    if len(outline.nodes) > MAX_ITEMS:
        raise NotAPlan(_("This plan has more than %(limit)s tasks.") % {"limit": MAX_TASKS})
    items = items_of(outline)
    if rows:
        items = [item for item in items if any(one.assigns for one in item.assignments)]
    tasks = {id(item.node) for item in items}
    found = [found_in_row(row) for row in rows]
    found += [one for item in items for one in found_in_item(item, tasks=tasks)]
    in_rows = [cell for grid in source.grids for row in grid.rows for cell in beside_others(row)]
    return Content(found, outline, rows, table, in_rows, unknown)


def beside_others(row: tuple[Span, ...]) -> set[Span]:
    """The cells of a row that say something, if they are several; a title that fills a row is none."""
    cells = {cell for cell in row if cell.end > cell.start}
    return cells if len(cells) > 1 else set()


def is_within(line: Line, spans: list[Span]) -> bool:
    return bool(line.cell) and any(span.start <= line.cell.places[0] < span.end for span in spans)


def table_is_sound(table: Table) -> bool:
    return bool(table.rows) and sum(row.fits for row in table.rows) * 2 >= len(table.rows)


def refuse_unreadable(content: Content) -> None:
    if len(content.found) > MAX_TASKS:
        raise NotAPlan(_("This plan has more than %(limit)s tasks.") % {"limit": MAX_TASKS})
    if content.found:
        return
    table = content.table
    if table and table.rows:
        raise NotAPlan(_("Most rows of the table in this file do not fit its columns: lines are missing or torn."))
    if table and table.headers:
        raise NotAPlan(_("The table in this file has no tasks."))
    raise NotAPlan(_("No tasks were found: neither numbered items nor a table with columns for tasks and departments."))


def around_tasks(cleaned: Cleaned, content: Content) -> tuple[DocumentReading, list[Line]]:
    """The document's facts, and the lines of a flattened table's text that belong to nothing."""
    first = min(one.first_line for one in content.found)
    last = max(one.last_line for one in content.found)
    if content.table and content.rows:
        lines = list(cleaned.lines)
        start = lines[content.table.headers[0].first].number
        strays = content.table.strays
        before = [line for line in lines if line.number < start]
        document, left = read_document(before, [line for line in strays if line.number > last])
        return document, [line for line in strays if line.number <= last] + left
    nodes = content.outline.nodes
    first = min([first, *(node.first_line for node in nodes[:1])])
    back = {block.first_line for block in content.outline.back}
    before = [line for line in cleaned.lines if line.number < first and not is_within(line, content.in_rows)]
    document, _left = read_document(before, [line for line in cleaned.lines if line.number in back])
    return document, []


def rules_of(content: Content) -> Rules:
    outline = content.outline
    blocks = [*outline.front, *(block for node in outline.nodes for block in node.blocks), *outline.back]
    spans = [one.span for one in content.found]
    place = (min(span.start for span in spans), max(span.end for span in spans))
    return find_rules([block.text for block in blocks], tasks_at=place)


def context_of(document: DocumentReading) -> Context:
    years = {int(year) for year in YEARS.findall(document.title)}
    return Context(year=years.pop() if len(years) == 1 else None, issued=document.issued)


def read_tasks(content: Content, rules: Rules, context: Context) -> tuple[list[TaskReading], list[Doubt]]:
    tasks: list[TaskReading] = []
    doubts: list[Doubt] = []
    for position, found in enumerate(content.found):
        task, its_doubts = read_task(found, position=position, rules=rules, context=context)
        tasks.append(task)
        doubts += its_doubts
    numbers = [*checks.number_doubts(content.rows), *checks.item_number_doubts(content.found[len(content.rows) :])]
    for position, code, facts in [*numbers, *checks.repeated_texts(content.found)]:
        doubt = checks.doubt_at(tasks, position, content.found[position].span, code, facts)
        doubts.append(doubt)
        tasks[position] = replace(tasks[position], certain=tasks[position].certain and doubt.is_hint)
    return tasks, doubts


def document_doubts(
    document: DocumentReading, content: Content, strays: list[Line], cleaned: Cleaned, tasks: list[TaskReading]
) -> Iterator[Doubt]:
    if not document.title:
        yield Doubt("no_title", 1)
    if content.rows and content.table:
        yield from checks.table_doubts(content.table, content.rows)
    for word in content.unknown_columns:
        yield Doubt("unknown_column", content.rows[0].first_line, facts={"column": word})
    for line in strays:
        yield Doubt("stray_text", line.number, facts={"text": line.text[:60]}, span=line.cell.span)
    for code, span, facts in cleaned.seen:
        at = next(
            (i for i, task in enumerate(tasks) if span and task.places.task.start <= span.start < task.places.task.end),
            None,
        )
        number = tasks[at].number if at is not None else None
        yield Doubt(code, cleaned.line_at(span.start) if span else None, number, facts, task=at, span=span)


def goals(content: Content, context: Context) -> Iterator[Milestone]:
    """The dated goals that stand before the tasks and in chapters of goals."""
    for text in goal_texts(content.outline):
        yield from dates.milestones_in_text(text.text, context=context)[0]


def goal_texts(outline: Outline) -> Iterable[Block]:
    yield from outline.front
    for node in outline.nodes:
        if holds_no_tasks(node):
            yield from node.blocks
