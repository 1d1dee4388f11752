"""What the page on which a draft is checked shows: the document with its marks, and each task with its doubts."""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.models import Agency
from tasks.deciding.wording import recurrences_of
from tasks.deciding.work import GONE, MUST_CHANGE, Row, Work
from tasks.enums import DraftState, TaskRole
from tasks.importer import Doubt
from tasks.models import PlanDraft
from tasks.services.drafts import UNRESOLVED

TO_CHECK, CERTAIN, ALL = "check", "certain", "all"
PLAIN, TITLE, DATE, LEAD, PART, DOUBTED = range(6)  # a later one paints over
WITHOUT_PARTS = frozenset({"no_lead", "no_participants", "no_department", "cells_do_not_fit"})
NOTED = pgettext_lazy("draft", "Noted")
STANDS = {  # what it says that a doubt stands as it was read
    "similar_names": gettext_lazy("They are two agencies"),
    "another_lead": gettext_lazy("The list is right"),
    **dict.fromkeys(UNRESOLVED, gettext_lazy("Keep it as printed, without an agency")),
    **dict.fromkeys(WITHOUT_PARTS, gettext_lazy("That is right so")),
}
MANY = 4  # doubts of one sort that may be decided together
MARKED = 80  # characters of a doubt's place at most
MARKS = {TITLE: "title", DATE: "date", LEAD: "lead", PART: "part", DOUBTED: "warn"}


@dataclass(frozen=True)
class Action:
    """A button (`decision`: its value, JSON) or a link (`url`)."""

    words: str
    decision: str = ""
    url: str = ""


@dataclass(frozen=True)
class Question:
    """A doubt with the ways to decide it; `decided` says how it was."""

    words: str
    actions: tuple[Action, ...]
    decided: str


@dataclass(frozen=True)
class Chip:
    """A printed name in a task. agency: whom it means, "" while nobody has said so."""

    name: str
    role: str
    agency: str
    is_open: bool
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Card:
    """A task of the draft as it stands."""

    row: Row
    leads: list[Chip]
    participants: list[Chip]
    questions: list[Question]
    left: int
    confirm: str  # what Enter decides: everything about the task stands as it was read
    goals: list[tuple[str, str]]  # (words, the decision that drops it)


@dataclass
class Checking:
    """The whole page. about: the doubts about the document itself."""

    work: Work
    cards: list[Card]
    about: list[Question]
    counts: dict[str, int] = field(default_factory=dict)
    decided: int = 0
    doubts: int = 0

    @property
    def left(self) -> int:
        return self.doubts - self.decided


def read(draft: PlanDraft, *, show: str = ALL) -> Checking:
    """The draft as it stands. show: the tasks with open doubts, those without, or all. One query, for the agencies."""
    work, is_open = draft.decided, draft.state == DraftState.OPEN
    keys = {row["agency"] for row in work.names.values()} | {
        key for row in work.names.values() for key in row["members"] or ()
    }
    names = dict(Agency.objects.filter(pk__in=keys - {None}).values_list("pk", "party__name"))
    drawing = _Drawing(draft, work, names, is_open=is_open)
    doubts = [row for row in work.doubts if row["decided"] != GONE]
    in_doubt = {row["task"] for row in work.open_doubts()}
    tasks = {
        TO_CHECK: [task for task in work.tasks if task["key"] in in_doubt],
        CERTAIN: [task for task in work.tasks if task["key"] not in in_doubt],
        ALL: work.tasks,
    }
    return Checking(
        work, [drawing.card(task) for task in tasks.get(show, work.tasks)],
        [drawing.question(row) for row in doubts if row["task"] is None],
        {name: len(rows) for name, rows in tasks.items()},
        decided=sum(row["decided"] is not None for row in doubts), doubts=len(doubts),
    )  # fmt: skip


class _Drawing:
    def __init__(self, draft: PlanDraft, work: Work, agencies: dict[int, str], *, is_open: bool):
        self.draft, self.work, self.agencies, self.is_open = draft, work, agencies, is_open
        self.sorts = Counter(row["code"] for row in work.open_doubts())
        self.doubts: dict[int | None, list[Row]] = {}
        for row in work.doubts:
            if row["decided"] != GONE:
                self.doubts.setdefault(row["task"], []).append(row)

    def card(self, task: Row) -> Card:
        doubts = self.doubts.get(task["key"], [])
        left = [row for row in doubts if row["decided"] is None]
        may_stand = [row["key"] for row in left if row["code"] not in MUST_CHANGE]
        chips = [self.chip(task, role, name) for role, name in self.work.names_of(task)]
        return Card(
            task, [chip for chip in chips if chip.role == TaskRole.LEAD],
            [chip for chip in chips if chip.role == TaskRole.PARTICIPANT], [self.question(row) for row in doubts],
            len(left), decision("settle", doubts=may_stand) if may_stand and self.is_open else "",
            list(self.goals(task)),
        )  # fmt: skip

    def chip(self, task: Row, role: str, name: str) -> Chip:
        agency = self.whom(name)
        row = self.work.names.get(name, {})
        is_open = not agency and not (name in task["collective"] and row.get("members") is not None)
        other = TaskRole.PARTICIPANT if role == TaskRole.LEAD else TaskRole.LEAD
        words = {TaskRole.LEAD: _("Let it lead"), TaskRole.PARTICIPANT: _("Let it take part")}
        about = {"task": task["key"], "name": name}
        actions = (
            Action(words[other], decision("set_role", **about, role=other)),
            Action(_("Say whom it means"), url=self.names_page(name)),
            Action(_("Take it out of this task"), decision("remove_part", **about)),
        )
        return Chip(name, role, agency, is_open, actions if self.is_open else ())

    def whom(self, name: str) -> str:
        """The agencies that a printed name means, in words."""
        members = self.work.names.get(name, {}).get("members")
        keys = members if members else [self.work.meant(name)]
        return "、".join(self.agencies[key] for key in keys if key in self.agencies)

    def goals(self, task: Row) -> Iterator[tuple[str, str]]:
        for place, goal in enumerate(task["milestones"]):
            quantity = f"{goal['quantity']}{goal['unit'] or ''}" if goal["quantity"] is not None else ""
            words = " ".join(filter(None, [goal["due"], goal["what"], quantity]))
            yield words, decision("drop_goal", task=task["key"], kind="milestone", place=place)
        for place, goal in enumerate(recurrences_of(task)):
            words = _("at least %(times)s times in each period of: %(every)s") % {
                "times": goal["at_least"], "every": goal["every"]
            }  # fmt: skip
            yield words, decision("drop_goal", task=task["key"], kind="recurrence", place=place)

    def question(self, doubt: Row) -> Question:
        words = Doubt(doubt["code"], doubt["line"], doubt["number"], doubt["facts"]).message
        is_left = doubt["decided"] is None and self.is_open
        return Question(words, tuple(self.actions(doubt)) if is_left else (), doubt["decided"] or "")

    def actions(self, doubt: Row) -> Iterator[Action]:
        """The ways out of a doubt; that it stands as it was read is the last of them."""
        yield from self.ways(doubt)
        if doubt["code"] in MUST_CHANGE or doubt["code"] == "collective":
            return
        stands = str(STANDS.get(doubt["code"], NOTED))
        yield Action(stands, decision("settle", doubts=[doubt["key"]]))
        alike = self.sorts.pop(doubt["code"], 0)  # offered once on the page
        if alike >= MANY:
            words = _("%(words)s: all %(count)d of this sort") % {"words": stands, "count": alike}
            yield Action(words, decision("settle_sort", code=doubt["code"]))

    def ways(self, doubt: Row) -> Iterator[Action]:
        """What can be changed."""
        code, facts, task = doubt["code"], doubt["facts"], doubt["task"]
        name = facts.get("name", "")
        if code == "similar_names":
            for one, other in ((name, facts["other"]), (facts["other"], name)):
                words = _("Both are “%(name)s”") % {"name": other}
                yield Action(words, decision("unify_names", name=one, other=other))
        elif code in UNRESOLVED:
            yield Action(_("Say whom it means"), url=self.names_page(name))
        elif code == "collective":
            yield Action(_("Choose its members"), url=self.names_page(name))
            yield Action(
                _("It only indicates, nobody is assigned"), decision("confirm_members", name=name, agencies=[])
            )
        elif code == "no_title":
            yield Action(_("Give it a title"), url=reverse("tasks:draft_document", args=[self.draft.pk]))
        elif code == "another_lead" and task:
            yield Action(_("The text is right"), decision("lead_instead", task=task, name=name))
        elif task:
            words = _("Add a department") if code in WITHOUT_PARTS else _("Change the task")
            yield Action(words, url=self.task_page(task))

    def names_page(self, name: str) -> str:
        return f"{reverse('tasks:draft_name', args=[self.draft.pk])}?{urlencode({'name': name})}"

    def task_page(self, task: int) -> str:
        return reverse("tasks:draft_task", args=[self.draft.pk, task])


def decision(verb: str, **facts: Any) -> str:
    """The value of a button."""
    return json.dumps({"verb": verb, **facts}, ensure_ascii=False)


@dataclass(frozen=True)
class Block:
    """Lines of the document that belong to one task (`task`: its key), or to none."""

    task: int | None
    lines: list[list[tuple[str, str]]]  # of each line the pieces: (class of the mark or "", text)


def source_of(draft: PlanDraft, work: Work) -> Iterator[Block]:
    """The whole document, with what was read of it marked."""
    text = draft.text
    paint = bytearray(len(text))
    owners: list[tuple[int, int, int]] = []  # (begin of its first line, end, task)
    for task in work.tasks:
        places = task["source"]
        _paint(paint, TITLE, [places["title"]])
        _paint(paint, DATE, [*places.get("milestones", ()), *places.get("recurrences", ())])
        _paint(paint, LEAD, places["lead"])
        _paint(paint, PART, places["participants"])
        if span := places.get("task"):
            begin = text.rfind("\n", 0, span[0]) + 1
            owners.append((begin, span[1], task["key"]))
    _paint(paint, DATE, [goal.get("span") for goal in work.data["milestones"]])
    doubted = [doubt["span"] for doubt in work.open_doubts() if doubt["span"]]
    _paint(paint, DOUBTED, [span for span in doubted if span[1] - span[0] <= MARKED])  # not a whole task
    owners.sort()
    for key, rows in groupby(_lines(text), key=lambda line: _owner(owners, line[0])):
        yield Block(key, [_pieces(text, paint, start, end) for start, end in rows])


def _owner(owners: list[tuple[int, int, int]], place: int) -> int | None:
    """The task whose lines hold a place."""
    found = bisect_right(owners, place, key=lambda owner: owner[0]) - 1
    return owners[found][2] if found >= 0 and place < owners[found][1] else None


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _paint(paint: bytearray, mark: int, spans: list[Any]) -> None:
    for span in spans:
        if span:
            start, end = span[0], min(span[1], len(paint))
            paint[start:end] = bytes([mark]) * max(0, end - start)


def _pieces(text: str, paint: bytearray, start: int, end: int) -> list[tuple[str, str]]:
    pieces = []
    for mark, places in groupby(range(start, end), key=lambda place: paint[place]):
        found = list(places)
        pieces.append((MARKS.get(mark, ""), text[found[0] : found[-1] + 1].replace("\t", "　")))
    return pieces
