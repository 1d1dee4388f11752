"""A plan in the form of a flattened table, from bytes to tasks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from tasks.importer import dates
from tasks.importer.columns import HEADING, Column
from tasks.importer.document import read_document
from tasks.importer.lines import Line, NotAPlan, read_lines
from tasks.importer.names import is_collective, similar_names, split_names
from tasks.importer.plan import DocumentReading, Doubt, Milestone, PlanReading, TaskReading
from tasks.importer.rows import Row, Table, read_table

MAX_TASKS = 2_000
MAX_NAMES = 1_000
LONGEST = 200  # characters of a heading, title or remark
LEADS_IN_TEXT = re.compile(r"由([^，。；、（(由]{2,20}?)牵头")
INNER_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def read_plan(data: bytes, *, name: str) -> PlanReading:
    """Read a plan as it was published.

    data: the file's bytes.  name: the file's name, the title where the document has none.
    Raises NotAPlan, with a sentence to show, when there is no table of tasks that can be trusted.
    """
    lines = read_lines(data)
    table = read_table(lines)
    refuse_unreadable(table)
    start = table.headers[0].first
    last = table.rows[-1].last_line
    after = [line for line in table.strays if line.number > last]
    document, left = read_document(lines[:start], after)
    doubts = list(document_doubts(document, table, [line for line in table.strays if line.number <= last] + left))
    doubts += number_doubts(table.rows)
    tasks = []
    for row in table.rows:
        task, its_doubts = read_task(row, certain=not any(is_about(doubt, row) for doubt in doubts))
        tasks.append(task)
        doubts += its_doubts
    doubts += name_doubts(tasks)
    if not document.title:
        document = replace(document, title=PurePath(name).stem[:LONGEST])
    return PlanReading(document, goals(lines[:start]), tuple(tasks), tuple(sorted(doubts, key=lambda d: d.line or 0)))


def refuse_unreadable(table: Table) -> None:
    if not table.headers:
        raise NotAPlan(
            _("No table of tasks was found: it needs columns for row numbers, tasks and the leading department.")
        )
    if not table.rows:
        raise NotAPlan(_("The table in this file has no tasks."))
    if len(table.rows) > MAX_TASKS:
        raise NotAPlan(_("The table in this file has more than %(limit)s tasks.") % {"limit": MAX_TASKS})
    if sum(row.fits for row in table.rows) * 2 < len(table.rows):
        raise NotAPlan(_("Most rows of the table in this file do not fit its columns: lines are missing or torn."))


def goals(before: list[Line]) -> tuple[Milestone, ...]:
    """The dated goals that stand above the table."""
    return tuple(milestone for line in before for milestone in dates.milestones_in_text(line.text))


def document_doubts(document: DocumentReading, table: Table, strays: list[Line]) -> Iterator[Doubt]:
    if not document.title:
        yield Doubt("no_title", 1)
    first = table.headers[0]
    for column, word in zip(first.columns, first.words, strict=True):
        if column is Column.UNKNOWN:
            yield Doubt("unknown_column", table.rows[0].first_line, facts={"column": word})
    for line in strays:
        yield Doubt("stray_text", line.number, facts={"text": line.text[:60]})


def number_doubts(rows: tuple[Row, ...]) -> Iterator[Doubt]:
    """Numbers that occur twice or leave a gap."""
    for run in numbered_runs(rows):
        times = Counter(row.number for row in run)
        expected = 1
        for row in run:
            if times[row.number] > 1:
                yield Doubt("duplicate_number", row.first_line, row.number)
            elif int(row.number) != expected:
                yield Doubt("number_gap", row.first_line, row.number, {"expected": expected})
            expected = int(row.number) + 1


def numbered_runs(rows: tuple[Row, ...]) -> list[list[Row]]:
    """The rows that are numbered in one go: a new section may start again from 1."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if runs[-1] and row.number == "1" and row.section != runs[-1][-1].section:
            runs.append([])
        runs[-1].append(row)
    return runs


def is_about(doubt: Doubt, row: Row) -> bool:
    return not doubt.is_hint and doubt.line == row.first_line


def read_task(row: Row, *, certain: bool) -> tuple[TaskReading, list[Doubt]]:
    """The task of a row with its doubts; `certain`: nothing is wrong with it so far."""
    title, _stop, text = INNER_SPACE.sub("", row.cells[Column.TASK]).lstrip("。").partition("。")
    cells = row.cells if row.fits else {}
    lead, participants = (split_names(cells.get(column, "")) for column in (Column.LEAD, Column.PARTICIPANTS))
    notes = [cells[column] for column in (Column.REMARK, Column.DEADLINE) if cells.get(column)]
    remark = "；".join(notes)
    heading = HEADING.match(row.section)
    task = TaskReading(
        section=heading["number"] if heading else row.section,
        heading=row.section,
        number=row.number,
        title=title,
        text=text,
        lead=lead.names,
        participants=participants.names,
        collective=tuple(filter(is_collective, lead.names + participants.names)),
        remark=remark,
        recurrences=tuple(dates.recurrences_in_cell(remark) + dates.recurrences_in_text(text)),
        milestones=tuple(dates.milestones_in_cell(remark, what=title) + dates.milestones_in_text(text)),
        first_line=row.first_line,
        last_line=row.last_line,
        certain=certain,
    )
    found = list(lead.doubts + participants.doubts) + list(row_doubts(row, task))
    doubts = [Doubt(code, row.first_line, row.number, facts) for code, facts in found]
    return replace(task, certain=certain and all(doubt.is_hint for doubt in doubts)), doubts


def row_doubts(row: Row, task: TaskReading) -> Iterator[tuple[str, dict]]:
    if max(len(task.heading), len(task.title), len(task.remark)) > LONGEST:
        yield "too_long", {"limit": LONGEST}
    if not row.fits:
        yield "cells_do_not_fit", {}
    elif not task.lead:
        yield "no_lead", {}
    for name, times in Counter(task.lead + task.participants).items():
        if times > 1:
            yield "named_twice", {"name": name}
    for name in LEADS_IN_TEXT.findall(task.text):
        if task.lead and name not in task.lead:
            yield "another_lead", {"name": name}
    for code, words in dates.doubtful_dates(f"{task.remark}。{task.text}"):
        yield code, {"text": words}


def name_doubts(tasks: list[TaskReading]) -> Iterator[Doubt]:
    """Names that may mean one agency, at the first row that has the second of them."""
    first = {name: task for task in reversed(tasks) for name in task.lead + task.participants}
    if len(first) > MAX_NAMES:
        raise NotAPlan(_("This plan names more than %(limit)s departments.") % {"limit": MAX_NAMES})
    in_order = [name for task in tasks for name in task.lead + task.participants if not is_collective(name)]
    for name, other in similar_names(in_order):
        task = first[other]
        yield Doubt("similar_names", task.first_line, task.number, {"name": name, "other": other})
