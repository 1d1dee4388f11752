"""Decisions about what: the words of the document and of its tasks, their order, what one task is and what two are."""

from typing import Any

from django.utils.translation import gettext as _

from kernel.errors import Refused
from tasks.deciding.work import CHANGED, GONE, LONGEST, Row, Work, prints, union

WORDING_DOUBTS = frozenset({"too_long", "repeated_text", "cut_by_page", "unfinished", "damaged"})
NUMBER_DOUBTS = frozenset({"duplicate_number", "number_gap"})


def edit_document(work: Work, *, title: str, number: str, issuer: str, issued: str | None) -> None:
    """issued: an ISO day."""
    if not title.strip() or len(title) > LONGEST["title"]:
        raise Refused(_("A title has 1 to %(most)d characters.") % {"most": LONGEST["title"]})
    work.document.update(title=title.strip(), number=number or None, issuer=issuer or None, issued=issued)
    work.settle(lambda row: row["code"] == "no_title", CHANGED)


def edit_task(
    work: Work, *, task: int, title: str, text: str, number: str, heading: str, remark: str, separately: bool
) -> None:
    """The task in words of the person who checks it; its place in the source stays."""
    row = work.task(task)
    said = {"title": title, "heading": heading, "number": number, "remark": remark}
    _refuse_long(said)
    codes = WORDING_DOUBTS | (NUMBER_DOUBTS if number.strip() != row["number"] else frozenset())
    row.update({name: words.strip() for name, words in said.items()}, text=text.strip(), separately=separately)
    work.settle(lambda doubt: doubt["task"] == task and doubt["code"] in codes, CHANGED)


def split_task(work: Work, *, task: int, title: str) -> None:
    """What the task says from `title` on, words of its text, is a task of its own, with the same parts."""
    row = work.task(task)
    before, found, after = row["text"].partition(title.strip())
    if not title.strip() or not found:
        raise Refused(_("The text of this task does not say that. Copy the words with which the second task begins."))
    first, _stop, rest = (found + after).partition("。")
    _refuse_long({"title": first})
    second = {
        **row, "key": work.new_key(), "title": first, "text": rest.strip(), "number": row["number"],
        "lead": list(row["lead"]), "participants": list(row["participants"]), "collective": list(row["collective"]),
        "milestones": [], "recurrence": None, "recurrence_more": [], "source": _copied(row["source"]),
    }  # fmt: skip
    second.pop("former", None)
    row["text"] = before.strip()
    kept: list[Row] = []
    for goal in row["milestones"]:
        is_later = goal["what"] in first + rest and goal["what"] not in row["title"] + row["text"]
        (second["milestones"] if is_later else kept).append(goal)
    row["milestones"] = kept
    work.tasks.insert(work.place(task) + 1, second)


def join_task(work: Work, *, task: int) -> None:
    """The task is part of the one before it, which takes its words, parts and goals."""
    place = work.place(task)
    if place == 0:
        raise Refused(_("No task stands before this one."))
    row, before = work.tasks[place], work.tasks[place - 1]
    before["text"] = "\n".join(filter(None, [before["text"], row["title"] + "。", row["text"]]))
    remarks = "；".join(union(filter(None, [before["remark"], row["remark"]])))
    if len(remarks) <= LONGEST["remark"]:
        before["remark"] = remarks
    else:
        before["text"] += "\n" + row["remark"]
    for name in row["lead"]:
        _add(before, "lead", name)
    for name in row["participants"]:
        _add(before, "participants", name)
    before["collective"] = union(before["collective"], row["collective"])
    before["milestones"] = before["milestones"] + row["milestones"]
    goals = [goal for each in (before, row) for goal in recurrences_of(each)]
    _set_recurrences(before, [goal for place, goal in enumerate(goals) if goal not in goals[:place]])
    _join_source(before["source"], row["source"])
    for doubt in work.doubts:
        if doubt["task"] == task:
            doubt["task"] = before["key"]
    del work.tasks[place]


def _join_source(before: Row, after: Row) -> None:
    """Its lines and dates in the document are those of both."""
    if before.get("task") and after.get("task"):
        both = (before["task"], after["task"])
        before["task"] = [min(start for start, _end in both), max(end for _start, end in both)]
    for goals in ("milestones", "recurrences"):
        before[goals] = [*before.get(goals, ()), *after.get(goals, ())]


def place_task(work: Work, *, task: int, position: int) -> None:
    """The task stands at this place, counted from 1."""
    row = work.tasks.pop(work.place(task))
    work.tasks.insert(min(max(0, position - 1), len(work.tasks)), row)


def add_task(work: Work, *, after: int | None, title: str) -> None:
    """A task that was not read, after the one with this key; without it the first. It has no parts yet."""
    _refuse_long({"title": title})
    place = work.place(after) + 1 if after is not None else 0
    beside = work.tasks[place - 1] if place else None
    row: Row = {
        "key": work.new_key(), "section": beside["section"] if beside else "", "number": str(place + 1),
        "title": title.strip(), "lead": [], "participants": [], "collective": [], "remark": "", "recurrence": None,
        "milestones": [], "heading": beside["heading"] if beside else "", "text": "", "source_lines": [None, None],
        "roles": "none", "separately": False, "certain": False,
        "source": {"task": None, "title": None, "lead": [], "participants": []},
    }  # fmt: skip
    work.tasks.insert(place, row)
    work.doubt_anew("no_lead", row)


def drop_task(work: Work, *, task: int) -> None:
    """What was read is no task; its words stay in the source."""
    if len(work.tasks) == 1:
        raise Refused(_("A plan has one task at least. Discard the draft instead."))
    del work.tasks[work.place(task)]
    for doubt in work.open_doubts(task):
        heir = next((row for row in work.tasks if prints(row, doubt)), None)
        doubt["task"] = heir["key"] if heir else task
    work.settle(lambda doubt: doubt["task"] == task, GONE)


def drop_goal(work: Work, *, task: int, kind: str, place: int) -> None:
    """kind: "milestone" or "recurrence".  place: in its list, from 0."""
    row = work.task(task)
    goals = row["milestones"] if kind == "milestone" else recurrences_of(row)
    if not 0 <= place < len(goals):
        raise Refused(_("This goal is no longer in the draft."))
    rest = goals[:place] + goals[place + 1 :]
    if kind == "milestone":
        row["milestones"] = rest
    else:
        _set_recurrences(row, rest)


def continue_task(work: Work, *, task: int, former: int | None) -> None:
    """former: the key of the task of the plan in force that goes on as this one; None where this one is new."""
    if former is not None and any(row.get("former") == former for row in work.tasks if row["key"] != task):
        raise Refused(_("Another task of this draft goes on from that one already."))
    work.task(task)["former"] = former


def recurrences_of(task: Row) -> list[Any]:
    return [goal for goal in [task["recurrence"], *task.get("recurrence_more", [])] if goal]


def _set_recurrences(task: Row, goals: list[Any]) -> None:
    task["recurrence"], task["recurrence_more"] = (goals[0] if goals else None), goals[1:]


def _add(task: Row, column: str, name: str) -> None:
    if name not in task["lead"] + task["participants"]:
        task[column].append(name)
        task["source"][column].append(None)


def _copied(source: Row) -> Row:
    return {**source, "title": None, "lead": list(source["lead"]), "participants": list(source["participants"])}


def _refuse_long(said: dict[str, str]) -> None:
    if not said["title"].strip():
        raise Refused(_("A task has a title."))
    for name, words in said.items():
        if len(words.strip()) > LONGEST[name]:
            raise Refused(_("A heading, title or remark has at most %(most)d characters.") % {"most": LONGEST[name]})
