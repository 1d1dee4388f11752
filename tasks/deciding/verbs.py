"""The decisions by name, and taking one."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from kernel.errors import Refused
from tasks.deciding import names, wording
from tasks.deciding.work import AS_IT_IS, MUST_CHANGE, Row, Work


def settle(work: Work, *, doubts: list[int]) -> None:
    """What is doubted stands as it was read."""
    rows = [work.doubt(key) for key in doubts]
    if any(row["code"] in MUST_CHANGE for row in rows):
        raise Refused(_("This cannot stay as it is: change the task first."))
    for row in rows:
        row["decided"] = row["decided"] or AS_IT_IS


def settle_sort(work: Work, *, code: str) -> None:
    """Every doubt of a sort stands as it was read."""
    settle(work, doubts=[row["key"] for row in work.open_doubts() if row["code"] == code])


VERBS: dict[str, Callable[..., None]] = {
    "settle": settle,
    "settle_sort": settle_sort,
    "map_name": names.map_name,
    "unify_names": names.unify_names,
    "confirm_members": names.confirm_members,
    "set_role": names.set_role,
    "add_part": names.add_part,
    "remove_part": names.remove_part,
    "lead_instead": names.lead_instead,
    "edit_task": wording.edit_task,
    "split_task": wording.split_task,
    "join_task": wording.join_task,
    "place_task": wording.place_task,
    "add_task": wording.add_task,
    "drop_task": wording.drop_task,
    "drop_goal": wording.drop_goal,
    "edit_document": wording.edit_document,
    "continue_task": wording.continue_task,
}


def decide(data: Row, verb: str, facts: dict[str, Any]) -> Row:
    """The work after a decision; what was given stays as it was. Raises Refused with a sentence to show."""
    return replay(data, [(verb, facts)])


def replay(data: Row, decisions: Iterable[tuple[str, dict[str, Any]]]) -> Row:
    """As `decide`, one decision after another."""
    work = Work(deepcopy(data))
    for verb, facts in decisions:
        VERBS[verb](work, **facts)
        work.forget_unused_names()
    return work.data
