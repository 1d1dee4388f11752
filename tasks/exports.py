"""A plan's matrix as a file: a list that `import_plan` reads back, and the matrix as it is drawn."""

import io
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Agency
from kernel import audit
from kernel.exports import Table, write_book, write_table
from tasks.enums import TaskRole
from tasks.importer.columns import row_number
from tasks.importer.dates import milestones_in_cell, milestones_in_text
from tasks.importer.text import Text
from tasks.matrix import Grid
from tasks.models import Plan, Task

# The official table form, in words the importer knows plans by
LIST_HEADER = ("项目", "序号", "工作任务", "牵头部门", "责任单位（参与部门）", "备注", "完成时限")
MARKS = {TaskRole.LEAD: "●", TaskRole.PARTICIPANT: "○"}


def plan_file(plan: Plan, grid: Grid, tasks, *, form: str, words: list[str], by, at: datetime) -> tuple[str, bytes]:
    """The name and the bytes of the file, which is noted in the trail.

    tasks: those of the grid's rows, with their parts.  words: the filters in words.  form: csv or xlsx.
    """
    rows = list(tasks)
    about = [
        (plan.title, by.party.name),
        (pgettext("export", "Filter"), *(words or [_("none")])),
        (_("As of"), at),
        (_("Definitions"), _("● leads, ○ takes part; the light is that of the present period.")),
    ]
    listed = Table(_("Task list"), about, LIST_HEADER, (_line(task, place) for place, task in enumerate(rows, 1)))
    file = io.BytesIO()
    if form == "xlsx":
        header = [_("No."), _("Task"), *(column.name for column in grid.columns)]
        write_book([listed, Table(_("Responsibility matrix"), about, header, _matrix(grid))], file)
    else:
        write_table(listed, file, form=form)
    audit.note("export", plan.pk, kind=_("Responsibility matrix"), filter=" ".join(words), rows=len(rows))
    return " ".join([plan.title, *words])[:150] + f".{form}", file.getvalue()


def _line(task: Task, place: int) -> list[str]:
    """Names as they were printed, so that reading them back finds the same agencies and collectives."""
    leads, participants = (
        "、".join(dict.fromkeys(part.printed_name for part in parts)) for parts in (task.leads, task.participants)
    )  # fmt: skip
    said = f"{task.title}。{task.text}" if task.text else task.title
    number = row_number(task.number) or str(place)
    return [task.section, number, said, leads, participants, task.remark, _deadlines(task)]


def _deadlines(task: Task) -> str:
    """The days of its milestones that its own words do not say. Needs its milestones prefetched."""
    in_remark, _doubts = milestones_in_cell(Text.plain(task.remark), what="")
    in_text, _doubts = milestones_in_text(Text.plain(f"{task.title}。{task.text}"))
    said = {found.due for found in (*in_remark, *in_text)}
    days = sorted({goal.due_on for goal in task.milestones.all() if not goal.is_dropped} - said)
    return "；".join(f"{day.year}年{day.month}月{day.day}日前" for day in days)


def _matrix(grid: Grid) -> Iterator[list[str]]:
    for row in grid.rows:
        cells = []
        for column in grid.columns:
            part = row.parts.get(column.key)
            light = part and grid.lights.get((part.task_id, part.agency_id))
            cells.append(f"{MARKS[TaskRole(part.role)]} {light.text if light else ''}".strip() if part else "")
        yield [row.number, row.title, *cells]


def filter_words(filters) -> list[str]:
    """What a list of tasks is narrowed by, in words; nothing where the filters mean nothing."""
    asked = filters.form.cleaned_data if filters.is_valid() else {}
    agency = asked.get("agency") and Agency.objects.filter(party__public_id=asked["agency"]).first()
    role = asked.get("role")
    words = [TaskRole(role).label if role else "", agency.party.name if agency else "", asked.get("q") or ""]
    return [word for word in map(str, words) if word]
