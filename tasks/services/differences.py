"""What a new version of a plan changes: tasks that come, go, and are worded or given out anew."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from tasks.deciding.wording import recurrences_of
from tasks.deciding.work import Row, Work
from tasks.models import Plan, PlanDraft, Responsibility, Task
from tasks.services.plan_parts import Heirs, parts_of

LIKE_ENOUGH, IN_PLACE = 0.75, 0.5  # of two titles, as one task goes on in other words; under one number
COMPARED = {"number": "number", "title": "title", "section": "heading", "text": "text", "remark": "remark"}


@dataclass(frozen=True)
class Change:
    """task: of the plan in force, None for one that comes.  row: of the draft, None for one that goes.

    words: (name of a field of Task, before, after).  came, went: (role, printed name).
    moved: (printed name, role now), who led and takes part now, or the other way round.
    days_came, days_went: of milestones.  again: whether what comes again is another.
    """

    task: Task | None
    row: Row | None
    words: tuple[tuple[str, str, str], ...] = ()
    came: tuple[tuple[str, str], ...] = ()
    went: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    days_came: tuple[str, ...] = ()
    days_went: tuple[str, ...] = ()
    again: bool = False

    @property
    def kind(self) -> str:
        if self.task is None:
            return "added"
        if self.row is None:
            return "removed"
        goals = self.days_came or self.days_went or self.again
        return "changed" if self.words or self.came or self.went or self.moved or goals else "same"

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


def difference(plan: Plan, work: Work, *, on: date) -> Difference:
    """The draft's tasks in their order, each beside the one it goes on from; then those of the plan that end."""
    standing = list(plan.tasks.standing().order_by("position", "pk").with_parts())
    pairs, here, before = pair(standing, work.tasks), Heirs(work, on=on), rows_in_force(plan)
    found = Difference([_change(task, row, work, here, before.get(task.pk) if task else None) for task, row in pairs])
    kept = {task.pk for task, _row in pairs if task}
    found.changes += [Change(task, None) for task in standing if task.pk not in kept]
    return found


def rows_in_force(plan: Plan) -> dict[int, Row]:
    """{task: what the version in force says of it}, for the tasks that came by a document."""
    last = PlanDraft.objects.versions_of(plan).first()
    rows = dict(enumerate(last.decided.tasks, 1)) if last else {}
    tasks = plan.tasks.standing().filter(position__in=rows).values_list("pk", "position")
    return {pk: rows[position] for pk, position in tasks}


def former_of(draft: PlanDraft, key: int) -> int | None:
    """The key of the task of the plan in force that goes on as a task of the draft."""
    standing = list(draft.plan.tasks.standing().order_by("position", "pk")) if draft.plan else []
    found = {row["key"]: task for task, row in pair(standing, draft.decided.tasks)}
    task = found.get(key)
    return task.pk if task else None


def pair(standing: list[Task], rows: list[Row]) -> list[tuple[Task | None, Row]]:
    """Each task of the draft with the one it goes on from: as a person said, by its title (in the same section and of
    the same number before others), or by a title much like it."""
    free = {task.pk: task for task in standing}
    found: dict[int, Task | None] = {}
    for row in rows:
        former = row.get("former")
        if "former" in row and (former is None or former in free):
            found[row["key"]] = None if former is None else free.pop(former)
    for same in (_whole, _title_in_section, _title):
        _by(same, free, rows, found)
    _by_likeness(free, rows, found)
    return [(found.get(row["key"]), row) for row in rows]


def _whole(title: str, section: str, number: str) -> tuple:
    return title, section, number


def _title_in_section(title: str, section: str, number: str) -> tuple:
    return title, section


def _title(title: str, section: str, number: str) -> tuple:
    return (title,)


def _by(same: Callable[[str, str, str], tuple], free: dict[int, Task], rows: list[Row], found: dict) -> None:
    tasks: dict[tuple, list[int]] = {}
    for task in free.values():
        tasks.setdefault(same(task.title, task.section, task.number), []).append(task.pk)
    for row in rows:
        keys = tasks.get(same(row["title"], row["heading"], row["number"]), [])
        if row["key"] not in found and keys:
            found[row["key"]] = free.pop(keys.pop(0))


def _by_likeness(free: dict[int, Task], rows: list[Row], found: dict[int, Task | None]) -> None:
    """The likeliest pairs first; under the same section and number less likeness is enough."""
    likeness = []
    for place, row in enumerate(rows):
        matcher = SequenceMatcher(b=row["title"])
        for task in free.values() if row["key"] not in found else ():
            same_place = (task.section, task.number) == (row["heading"], row["number"])
            enough = IN_PLACE if same_place else LIKE_ENOUGH
            matcher.set_seq1(task.title)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= enough <= matcher.ratio():
                likeness.append((matcher.ratio(), -place, task.pk))
    for _ratio, place, key in sorted(likeness, reverse=True):
        row = rows[-place]
        if key in free and row["key"] not in found:
            found[row["key"]] = free.pop(key)


def _change(task: Task | None, row: Row, work: Work, here: Heirs, before: Row | None) -> Change:
    if task is None:
        return Change(None, row, came=tuple(work.names_of(row)))
    words = tuple(
        (name, getattr(task, name), row[key]) for name, key in COMPARED.items() if getattr(task, name) != row[key]
    )
    old = {_who(part): (str(part.role), part.printed_name) for part in task.responsibilities.all()}
    new = {_who(part): (str(part.role), part.printed_name) for part in parts_of(task, row, work, here)}
    goals = goals_changed(before, row)
    return Change(
        task, row, words,
        came=_unique(new[who] for who in new if who not in old),
        went=_unique(old[who] for who in old if who not in new),
        moved=_unique((name, role) for who, (role, name) in new.items() if who in old and old[who][0] != role),
        days_came=goals[0], days_went=goals[1], again=goals[2],
    )  # fmt: skip


def goals_changed(before: Row | None, row: Row) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """What the document changes: days (ISO) that come and go, and whether what comes again differs.

    Compared with what the version in force said, not with what people have made of it since.
    """
    said = before or {"milestones": [], "recurrence": None}
    old, new = ([goal["due"] for goal in each["milestones"]] for each in (said, row))
    came, went = (tuple(dict.fromkeys(day for day in a if day not in b)) for a, b in ((new, old), (old, new)))
    return came, went, before is not None and recurrences_of(said) != recurrences_of(row)


def _who(part: Responsibility) -> int | str:
    return part.agency_id or part.printed_name


def _unique(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pairs))
