"""The goals that were read from a plan's text and remarks, as rows of its tasks."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tasks.models import Milestone, Phase, Plan, Recurrence, Task
from tasks.periods import has_key

EVERY = re.compile(r"(?:(?P<number>\d+) )?(?P<unit>month|quarter|half year|year)s?")
MONTHS = {"month": 1, "quarter": 3, "half year": 6, "year": 12}


def make_goals(plan: Plan, tasks: list[Task], reading: dict, *, on: date) -> None:
    """Milestones and recurrences of the tasks; the dated goals of the document as phases without a beginning.

    reading: of the whole plan.  on: its day, from which what comes again is counted.
    What comes every week or day is no row: it is too often to be owed apart, and is told in the entry of a period.
    """
    pairs = list(zip(tasks, reading["tasks"], strict=True))
    Milestone.objects.bulk_create(row for task, read in pairs for row in milestones_of(task, read))
    Recurrence.objects.bulk_create(row for task, read in pairs for row in recurrences_of(task, read, on=on))
    known = dict.fromkeys((_short(goal["what"]) or plan.title, goal["due"]) for goal in reading["milestones"])
    Phase.objects.bulk_create(
        Phase(plan=plan, region_path=plan.region_path, title=title, ends_on=due) for title, due in known
    )


def milestones_of(task: Task, reading: dict) -> Iterator[Milestone]:
    found = {(_short(read["what"]) or task.title, read["due"]): read for read in reversed(reading["milestones"])}
    for (title, due), read in sorted(found.items(), key=lambda pair: pair[0][1]):
        quantity = None if read["quantity"] is None else Decimal(str(read["quantity"]))
        yield Milestone(
            task=task, region_path=task.region_path, title=title, due_on=date.fromisoformat(due), quantity=quantity,
            unit=read["unit"] or "",
        )  # fmt: skip


def recurrences_of(task: Task, reading: dict, *, on: date) -> Iterator[Recurrence]:
    """Of several in one period the one that asks for more."""
    asked: dict[int, int] = {}
    for read in filter(None, [reading["recurrence"], *reading.get("recurrence_more", [])]):
        if months := months_of(read["every"]):
            asked[months] = max(asked.get(months, 1), read["at_least"])
    for months, at_least in sorted(asked.items()):
        yield Recurrence(
            task=task, region_path=task.region_path, title=task.title, months=months, at_least=at_least, starts_on=on
        )


def months_of(every: str) -> int | None:
    """The months of "quarter", "half year", "2 years"; None for days, weeks, and what no period is."""
    found = EVERY.fullmatch(every)
    months = int(found["number"] or 1) * MONTHS[found["unit"]] if found else 0
    return months if has_key(months) else None


def _short(what: str) -> str:
    return what[:200]
