"""What a new version of a plan changes: tasks that come, go, and are worded or given out anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from tasks.deciding.work import Row, Work
from tasks.models import Plan, PlanDraft, Responsibility, Task

LIKE_ENOUGH = 0.75  # of two titles, as one task goes on in other words
COMPARED = {"number": "number", "title": "title", "section": "heading", "text": "text", "remark": "remark"}


@dataclass(frozen=True)
class Change:
    """task: of the plan in force, None for one that comes.  row: of the draft, None for one that goes.

    words: (name of a field of Task, before, after).  came, went: (role, printed name).
    moved: (printed name, role now), who led and takes part now, or the other way round.
    """

    task: Task | None
    row: Row | None
    words: tuple[tuple[str, str, str], ...] = ()
    came: tuple[tuple[str, str], ...] = ()
    went: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        if self.task is None:
            return "added"
        if self.row is None:
            return "removed"
        return "changed" if self.words or self.came or self.went or self.moved else "same"

    @property
    def labelled(self) -> list[tuple[str, str, str]]:
        """The words that change, each with the label of its field."""
        labels: Any = Task._meta
        return [(str(labels.get_field(name).verbose_name), before, after) for name, before, after in self.words]


@dataclass
class Difference:
    changes: list[Change] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Change]:
        return [change for change in self.changes if change.kind in kinds]

    @property
    def ending(self) -> list[Task]:
        return [change.task for change in self.changes if change.task and change.row is None]

    @property
    def counts(self) -> dict[str, int]:
        return {kind: len(self.of(kind)) for kind in ("added", "removed", "changed", "same")}


def difference(plan: Plan, work: Work) -> Difference:
    """The draft's tasks in their order, each beside the one it goes on from; then those of the plan that end."""
    standing = list(plan.tasks.standing().order_by("position", "pk").with_parts())
    pairs = pair(standing, work.tasks)
    found = Difference([_change(task, row, work) for task, row in pairs])
    kept = {task.pk for task, _row in pairs if task}
    found.changes += [Change(task, None) for task in standing if task.pk not in kept]
    return found


def former_of(draft: PlanDraft, key: int) -> int | None:
    """The key of the task of the plan in force that goes on as a task of the draft."""
    standing = list(draft.plan.tasks.standing().order_by("position", "pk")) if draft.plan else []
    found = {row["key"]: task for task, row in pair(standing, draft.decided.tasks)}
    task = found.get(key)
    return task.pk if task else None


def pair(standing: list[Task], rows: list[Row]) -> list[tuple[Task | None, Row]]:
    """Each task of the draft with the one it goes on from: as a person said, by its title, or by a title much like it.

    Of several that are alike the likeliest, and where the titles say nothing the one of the same number and section.
    """
    free = {task.pk: task for task in standing}
    found: dict[int, Task | None] = {}
    for row in rows:
        if "former" in row:
            found[row["key"]] = free.pop(row["former"], None)
    for row in rows:
        same = [task for task in free.values() if task.title == row["title"]]
        if row["key"] not in found and same:
            found[row["key"]] = free.pop(min(same, key=lambda task: task.number != row["number"]).pk)
    likeness = sorted(
        (
            (SequenceMatcher(None, task.title, row["title"]).ratio(), -place, task.pk)
            for place, row in enumerate(rows)
            if row["key"] not in found
            for task in free.values()
        ),
        reverse=True,
    )
    for ratio, place, key in likeness:
        row = rows[-place]
        if ratio >= LIKE_ENOUGH and key in free and row["key"] not in found:
            found[row["key"]] = free.pop(key)
    return [(found.get(row["key"]), row) for row in rows]


def _change(task: Task | None, row: Row, work: Work) -> Change:
    if task is None:
        return Change(None, row, came=tuple(work.names_of(row)))
    words = tuple(
        (name, getattr(task, name), row[key]) for name, key in COMPARED.items() if getattr(task, name) != row[key]
    )
    before = {_who(part): (part.role, part.printed_name) for part in task.responsibilities.all()}
    after = {who: (role, name) for role, name in work.names_of(row) for who in meant_by(name, row, work)}
    return Change(
        task, row, words,
        came=_unique(after[who] for who in after if who not in before),
        went=_unique(before[who] for who in before if who not in after),
        moved=_unique((name, role) for who, (role, name) in after.items() if who in before and before[who][0] != role),
    )  # fmt: skip


def meant_by(name: str, row: Row, work: Work) -> list[int | str]:
    """The keys of the agencies that a printed name gives parts; the print itself where it means nobody yet."""
    if name in row["collective"]:
        members: list[int | str] = list(work.names.get(name, {}).get("members") or [])
        return members or [name]
    return [work.meant(name) or name]


def _who(part: Responsibility) -> int | str:
    return part.agency_id or part.printed_name


def _unique(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pairs))
