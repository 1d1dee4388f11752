"""What was found of a task to what is told of it: names, dates, frequencies, and every doubt."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tasks.importer import dates, frequencies
from tasks.importer.columns import Column
from tasks.importer.dates import Context
from tasks.importer.found import Found
from tasks.importer.names import is_collective
from tasks.importer.parts import Parts, parts_of
from tasks.importer.plan import Doubt, Milestone, Places, Recurrence, Roles, TaskReading
from tasks.importer.rules import Rules
from tasks.importer.source import Span
from tasks.importer.text import Text

LONGEST = 200  # characters of a heading, title or remark
LEADS_IN_TEXT = re.compile(r"由([^，。；、（(由]{2,20}?)牵头")
CELLS = (Column.REMARK, Column.DEADLINE, Column.FREQUENCY)
UNFINISHED = "、，,—（〔“《"
Told = tuple[str, dict, Span | None]  # a doubt's code, facts and place


def read_task(found: Found, *, position: int, rules: Rules, context: Context) -> tuple[TaskReading, list[Doubt]]:
    """The task with its doubts; it is certain when no doubt is more than a hint."""
    parts = parts_of(found.groups, rules.at(found.span.end), rules.everywhere_at(found.span.start))
    cells = [found.fields[column] for column in CELLS if found.fields.get(column)]
    told: list[Told] = [(code, facts, place_of(facts, parts)) for code, facts in parts.doubts]
    milestones, more = milestones_of(found, cells, context)
    task = TaskReading(
        section=found.section,
        heading=found.heading,
        number=found.number,
        title=found.title.chars,
        text=found.text.chars.strip("\n "),
        lead=tuple(name.chars for name in parts.lead),
        participants=tuple(name.chars for name in parts.participants),
        collective=tuple(name.chars for name in (*parts.lead, *parts.participants) if is_collective(name.chars)),
        remark="；".join(cell.chars for cell in cells),
        recurrences=recurrences_of(found, cells),
        milestones=milestones,
        first_line=found.first_line,
        last_line=found.last_line,
        certain=True,
        places=places_of(found, parts, cells),
        roles=parts.roles,
        separately=parts.separately,
    )
    told += [*more, *doubts_of(found, task)]
    doubts = [
        Doubt(code, found.first_line, found.number, facts, task=position, span=span or found.span)
        for code, facts, span in told
    ]
    return replace(task, certain=all(doubt.is_hint for doubt in doubts)), doubts


def milestones_of(found: Found, cells: list[Text], context: Context) -> tuple[tuple[Milestone, ...], list[Told]]:
    """Those of the cells and of the text; a day that both name is one."""
    milestones, doubts = dates.milestones_in_text(found.said, what=found.title.chars, context=context)
    named = {milestone.due for milestone in milestones}
    year = milestones[-1].due.year if milestones else None
    in_cells: list[Milestone] = []
    for cell in cells:
        known = replace(context, year=context.year or year)
        these, more = dates.milestones_in_cell(cell, what=found.title.chars, context=known)
        in_cells += these
        doubts += more
    return (*[one for one in in_cells if one.due not in named], *milestones), doubts


def recurrences_of(found: Found, cells: list[Text]) -> tuple[Recurrence, ...]:
    in_cells = [one for cell in cells for one in frequencies.recurrences_in_cell(cell)]
    return tuple(frequencies.distinct(in_cells + frequencies.recurrences_in_text(found.said)))


def places_of(found: Found, parts: Parts, cells: list[Text]) -> Places:
    remark = [cell.span for cell in cells if cell.span]
    return Places(
        task=found.span,
        title=found.title.span or found.span,
        lead=tuple(name.span or found.span for name in parts.lead),
        participants=tuple(name.span or found.span for name in parts.participants),
        remark=Span(min(span.start for span in remark), max(span.end for span in remark)) if remark else None,
    )


def place_of(facts: dict, parts: Parts) -> Span | None:
    """Where the name stands that a doubt speaks of."""
    name = facts.get("name")
    return next((text.span for text in (*parts.lead, *parts.participants) if text.chars == name), None)


def doubts_of(found: Found, task: TaskReading) -> Iterator[Told]:
    if max(len(task.heading), len(task.title), len(task.remark)) > LONGEST:
        yield "too_long", {"limit": LONGEST}, None
    if not found.fits:
        yield "cells_do_not_fit", {}, None
    else:
        yield from doubts_about_roles(found, task)
    for name in LEADS_IN_TEXT.findall(task.text):
        if task.lead and name not in task.lead:
            yield "another_lead", {"name": name}, None
    if found.cut:
        yield "cut_by_page", {}, None
    if not found.is_row and found.said and found.said.chars.rstrip()[-1:] in UNFINISHED:
        yield "unfinished", {}, None


def doubts_about_roles(found: Found, task: TaskReading) -> Iterator[Told]:
    if not task.lead:
        yield ("no_lead" if found.is_row or task.participants else "no_department"), {}, None
    elif task.roles == Roles.JOINT:
        yield "joint_list", {}, None
    elif not task.participants and not task.separately:
        yield "no_participants", {}, None
