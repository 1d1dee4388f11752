"""The work on a draft: its tasks, whom the printed names mean, and the doubts, open or decided."""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from kernel.errors import Refused

NAME_DOUBTS = frozenset(
    {"unknown_agency", "ambiguous_agency", "similar_names", "odd_name", "space_in_name", "elided_prefix"}
)
MUST_CHANGE = frozenset({"too_long"})  # cannot stand as it is
LONGEST = {"title": 200, "heading": 200, "remark": 200, "number": 20}
LONGEST_NAME = 100
ROLES = {"lead": "lead", "participant": "participants"}  # the list that holds a role's names

AS_IT_IS, CHANGED, GONE = "as_it_is", "changed", "gone"  # how a doubt was decided

Row = dict[str, Any]


class Work:
    """Wraps what is kept as JSON: {document, milestones, tasks, names, doubts, next}.

    A task and a doubt have a `key` that stays theirs. names: {printed: {"agency": key of an agency or None,
    "same_as": another printed name or None, "members": keys of agencies of a collective, or None until decided}}.
    """

    def __init__(self, data: Row):
        self.data = data

    @property
    def document(self) -> Row:
        found: Row = self.data["document"]
        return found

    @property
    def tasks(self) -> list[Row]:
        found: list[Row] = self.data["tasks"]
        return found

    @property
    def names(self) -> dict[str, Row]:
        found: dict[str, Row] = self.data["names"]
        return found

    @property
    def doubts(self) -> list[Row]:
        found: list[Row] = self.data["doubts"]
        return found

    def task(self, key: int) -> Row:
        """Raises Refused where it is not, or no longer, among the tasks."""
        found = next((task for task in self.tasks if task["key"] == key), None)
        if found is None:
            raise Refused(_("This task is no longer in the draft."))
        return found

    def place(self, key: int) -> int:
        return self.tasks.index(self.task(key))

    def doubt(self, key: int) -> Row:
        found = next((doubt for doubt in self.doubts if doubt["key"] == key), None)
        if found is None:
            raise Refused(_("This doubt is no longer in the draft."))
        return found

    def open_doubts(self, task: int | None = None) -> list[Row]:
        """What is left to decide, about one task or about all of the draft."""
        return [row for row in self.doubts if row["decided"] is None and task in (None, row["task"])]

    def settle(self, which: Callable[[Row], bool], how: str) -> None:
        for doubt in self.open_doubts():
            if which(doubt):
                doubt["decided"] = how

    def new_key(self) -> int:
        self.data["next"] += 1
        key: int = self.data["next"]
        return key

    def doubt_anew(self, code: str, task: Row | None, **facts: Any) -> None:
        span = task["source"]["title"] if task else None
        self.doubts.append({
            "key": self.new_key(), "code": code, "task": task and task["key"], "span": span, "facts": facts,
            "number": task and task["number"], "line": None, "decided": None,
        })  # fmt: skip

    def names_of(self, task: Row) -> Iterator[tuple[str, str]]:
        """(role, printed name), those of leads first."""
        for role, column in ROLES.items():
            yield from ((role, name) for name in task[column])

    def meant(self, name: str) -> int | None:
        """The key of the agency that a printed name means; None while nobody has said so."""
        agency: int | None = self.names.get(self.chain(name)[-1], {}).get("agency")
        return agency

    def chain(self, name: str) -> list[str]:
        """The name, and those it was said to be the same as, one after another."""
        found = [name]
        while (other := self.names.get(found[-1], {}).get("same_as")) and other not in found:
            found.append(other)
        return found

    def forget_unused_names(self) -> None:
        """A doubt about a name that no task prints any more is moot."""
        used = {name for task in self.tasks for _role, name in self.names_of(task)}
        for name in [name for name in self.names if name not in used]:
            self.settle(lambda row, name=name: is_about(row, name), GONE)  # type: ignore[misc]


def begin(reading: Row) -> Row:
    """The work of a reading as nobody has touched it.

    reading: `PlanReading.as_json`, with `names`: {printed: the key of the agency it means, None where that is not
    certain}, collectives apart.
    """
    data = deepcopy({name: reading[name] for name in ("document", "milestones", "tasks")})
    for key, task in enumerate(data["tasks"], 1):
        task |= {"key": key, "source": task.get("source") or {}, "separately": task.get("separately", False)}
        task["source"] = {"title": None, "lead": [], "participants": [], **task["source"]}
    data["names"] = {
        name: {"agency": agency, "same_as": None, "members": None} for name, agency in reading.get("names", {}).items()
    }
    data["doubts"] = [
        {
            "key": key, "code": row["code"], "task": _task_of(row, data["tasks"]), "span": row.get("span"),
            "facts": row["facts"], "number": row["number"], "line": row["line"], "decided": None,
        }
        for key, row in enumerate(reading["warnings"], 1)
    ]  # fmt: skip
    data["next"] = max(len(data["tasks"]), len(data["doubts"]))
    return data


def _task_of(doubt: Row, tasks: list[Row]) -> int | None:
    place = doubt.get("task")
    key: int | None = tasks[place]["key"] if place is not None and place < len(tasks) else None
    return key


def is_about(doubt: Row, name: str) -> bool:
    return doubt["code"] in NAME_DOUBTS | {"collective"} and name in (
        doubt["facts"].get("name"),
        doubt["facts"].get("other"),
    )


def prints(task: Row, doubt: Row) -> bool:
    """Whether a task prints a name that is in doubt."""
    return any(is_about(doubt, name) for column in ROLES.values() for name in task[column])


def union(*lists: Iterable[Any]) -> list[Any]:
    """Each once, in order."""
    return list(dict.fromkeys(each for rows in lists for each in rows))
