"""What only the whole plan shows: numbers that are missing, names in two forms, tasks that are told twice."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from tasks.importer.columns import Column
from tasks.importer.found import Found
from tasks.importer.names import is_collective
from tasks.importer.plan import Doubt, TaskReading
from tasks.importer.rows import Row, Table
from tasks.importer.similar import similar_names
from tasks.importer.source import Span

LEVELS = "省市区县"
LONGEST_REPEATED = 30  # characters of a text from which on its repetition is no chance


def number_doubts(rows: list[Row]) -> Iterator[tuple[int, str, dict]]:
    """Numbers of rows that occur twice or leave a gap: position, code, facts."""
    position = 0
    for run in numbered_runs(rows):
        times = Counter(row.number for row in run if not row.goes_on)
        expected = 1
        for row in run:
            if times[row.number] > 1 and not row.goes_on:
                yield position, "duplicate_number", {}
            elif row.number.isdigit() and int(row.number) != expected and not row.goes_on:
                yield position, "number_gap", {"expected": expected}
            expected = int(row.number) + 1 if row.number.isdigit() else expected
            position += 1


def numbered_runs(rows: list[Row]) -> list[list[Row]]:
    """The rows that are numbered in one go: a new section may start again from 1."""
    runs: list[list[Row]] = [[]]
    for row in rows:
        if runs[-1] and row.number == "1" and row.section != runs[-1][-1].section:
            runs.append([])
        runs[-1].append(row)
    return runs


def item_number_doubts(found: list[Found]) -> Iterator[tuple[int, str, dict]]:
    """Items under one heading that have the same number; parts of one item are no such."""
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    for position, one in enumerate(found):
        key = (one.run, one.number)
        before = seen.get(key)
        if before and before[1] != one.item:
            yield from ((at, "duplicate_number", {}) for at in (before[0], position))
        seen[key] = (position, one.item)


def name_doubts(tasks: list[TaskReading]) -> Iterator[Doubt]:
    """Names that may mean one agency, at the first task that has the second of them; collectives, once each."""
    first: dict[str, tuple[int, Span]] = {}
    for position, task in enumerate(tasks):
        for name, span in zip(task.names, task.places.lead + task.places.participants, strict=True):
            first.setdefault(name, (position, span))
    for name, other in similar_names(name for name in first if not is_collective(name)):
        yield doubt_at(tasks, *first[other], "similar_names", {"name": name, "other": other})
    for name, place in first.items():
        if is_collective(name):
            yield doubt_at(tasks, *place, "collective", {"name": name})
    yield from elided_prefixes(tasks, first)


def elided_prefixes(tasks: list[TaskReading], first: dict[str, tuple[int, Span]]) -> Iterator[Doubt]:
    """省科技厅、工业和信息化厅: the first word that the names after the first leave out, once for each name."""
    told: set[str] = set()
    for task in tasks:
        for names in (task.lead, task.participants):
            level = names[0][0] if len(names) > 1 and names[0][0] in LEVELS else ""
            for before, name in itertools.pairwise(names):
                lacks = level and name[0] not in LEVELS and f"{level}{name}" not in told and not is_collective(name)
                if lacks and before[-1] == name[-1] and re.fullmatch("[一-鿿]{3,10}[局委厅办]", name):
                    told.add(f"{level}{name}")
                    yield doubt_at(tasks, *first[name], "elided_prefix", {"name": name, "prefix": level})


def doubt_at(tasks: list[TaskReading], position: int, span: Span, code: str, facts: dict) -> Doubt:
    task = tasks[position]
    return Doubt(code, task.first_line, task.number, facts, task=position, span=span)


def repeated_texts(found: list[Found]) -> Iterator[tuple[int, str, dict]]:
    """Tasks that say word for word what another says."""
    first: dict[str, str] = {}
    for position, one in enumerate(found):
        said = re.sub(r"\s", "", one.said.chars)
        if len(said) < LONGEST_REPEATED:
            continue
        if said in first:
            yield position, "repeated_text", {"other": first[said]}
        first.setdefault(said, one.number)


def table_doubts(table: Table, rows: list[Row]) -> Iterator[Doubt]:
    """Columns that are not known, once, at the first row."""
    first = table.headers[0]
    for column, word in zip(first.columns, first.words, strict=True):
        if column is Column.UNKNOWN:
            yield Doubt("unknown_column", rows[0].first_line, facts={"column": word})
