"""What was read: a plan as plain values, with the doubts a person has to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from tasks.importer.messages import HINTS, MESSAGES
from tasks.importer.source import Span


def in_json(span: Span | None) -> list[int] | None:
    return list(span) if span else None


@dataclass(frozen=True)
class Doubt:
    """Something the importer is not sure of, at a line of the source; `facts` fill the sentence."""

    code: str
    line: int | None
    number: str | None = None  # of the task, where there is one
    facts: Mapping[str, Any] = field(default_factory=dict)
    task: int | None = field(default=None, kw_only=True)  # its place among the tasks, from 0
    span: Span | None = field(default=None, kw_only=True)

    @property
    def message(self) -> str:
        return MESSAGES[self.code] % {"number": self.number, **self.facts}

    @property
    def is_hint(self) -> bool:
        return self.code in HINTS

    def as_json(self) -> dict:
        """`facts` let the sentence be said again in the reader's language."""
        return {
            "code": self.code,
            "message": self.message,
            "number": self.number,
            "line": self.line,
            "facts": dict(self.facts),
            "task": self.task,
            "span": in_json(self.span),
            "is_hint": self.is_hint,
        }


class Roles(StrEnum):
    """How it is known who leads."""

    STATED = "stated"
    DOCUMENT_RULE = "document rule"
    JOINT = "joint"  # nobody leads: all named are responsible
    NONE = "none"  # nobody is named


@dataclass(frozen=True)
class Milestone:
    """A dated goal: what is due, and the figure it names."""

    due: date
    what: str
    quantity: int | float | None = None
    unit: str | None = None
    span: Span | None = field(default=None, compare=False)  # of the date

    def as_json(self) -> dict:
        return {"due": self.due.isoformat(), "what": self.what, "quantity": self.quantity, "unit": self.unit}


@dataclass(frozen=True)
class Recurrence:
    """At least so often every "day", "week", "month", "quarter", "half year", "year", "2 years" ..."""

    every: str
    at_least: int = 1
    span: Span | None = field(default=None, compare=False)

    def as_json(self) -> dict:
        return {"every": self.every, "at_least": self.at_least}


@dataclass(frozen=True)
class Places:
    """Where a task's fields stand in the source; `lead` and `participants` are parallel to its lists."""

    task: Span
    title: Span
    lead: tuple[Span, ...] = ()
    participants: tuple[Span, ...] = ()
    remark: Span | None = None

    def as_json(self, task: "TaskReading") -> dict:
        return {
            "task": list(self.task),
            "title": list(self.title),
            "lead": [list(span) for span in self.lead],
            "participants": [list(span) for span in self.participants],
            "remark": in_json(self.remark),
            "milestones": [in_json(milestone.span) for milestone in task.milestones],
            "recurrences": [in_json(recurrence.span) for recurrence in task.recurrences],
        }


@dataclass(frozen=True)
class TaskReading:
    """One task. Names are as printed; `text` is the cell after its title; lines count from 1."""

    section: str
    heading: str  # the section's heading in full
    number: str
    title: str
    text: str
    lead: tuple[str, ...]
    participants: tuple[str, ...]
    collective: tuple[str, ...]  # those of both lists that only a person can resolve
    remark: str
    recurrences: tuple[Recurrence, ...]
    milestones: tuple[Milestone, ...]
    first_line: int
    last_line: int
    certain: bool
    places: Places = field(compare=False)
    roles: str = Roles.STATED
    separately: bool = False  # each lead for its own part

    @property
    def names(self) -> tuple[str, ...]:
        return self.lead + self.participants

    def as_json(self) -> dict:
        recurrences = [recurrence.as_json() for recurrence in self.recurrences]
        return {
            "section": self.section,
            "number": self.number,
            "title": self.title,
            "lead": list(self.lead),
            "participants": list(self.participants),
            "collective": list(self.collective),
            "remark": self.remark,
            "recurrence": recurrences[0] if recurrences else None,
            **({"recurrence_more": recurrences[1:]} if len(recurrences) > 1 else {}),
            "milestones": [milestone.as_json() for milestone in self.milestones],
            "heading": self.heading,
            "text": self.text,
            "source_lines": [self.first_line, self.last_line],
            "roles": str(self.roles),
            "separately": self.separately,
            "source": self.places.as_json(self),
            "certain": self.certain,
        }


@dataclass(frozen=True)
class DocumentReading:
    """The plan as a document; None where the text does not say. `jurisdiction` is the place its title names."""

    title: str
    number: str | None = None
    issuer: str | None = None
    issued: date | None = None
    jurisdiction: str | None = None
    rule: str = ""  # how the document says who leads

    def as_json(self) -> dict:
        return {
            "title": self.title,
            "number": self.number,
            "issuer": self.issuer,
            "issued": self.issued.isoformat() if self.issued else None,
            "jurisdiction": self.jurisdiction,
            "rule": self.rule,
        }


@dataclass(frozen=True)
class PlanReading:
    """A whole plan as it was read; its milestones are those of the document, not of a task."""

    document: DocumentReading
    milestones: tuple[Milestone, ...]
    tasks: tuple[TaskReading, ...]
    doubts: tuple[Doubt, ...]
    text: str = field(default="", compare=False)  # into which all places point

    def as_json(self) -> dict:
        return {
            "document": self.document.as_json(),
            "milestones": [{**one.as_json(), "span": in_json(one.span)} for one in self.milestones],
            "tasks": [task.as_json() for task in self.tasks],
            "warnings": [doubt.as_json() for doubt in self.doubts],
        }
