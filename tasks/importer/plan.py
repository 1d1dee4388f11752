"""What was read: a plan as plain values, with the doubts a person has to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "no_title": _("The document has no title above its table; the name of the file is used."),
    "unknown_column": _("The column “%(column)s” is not known; its cells were left out."),
    "stray_text": _("This line belongs to no row of the table: “%(text)s”."),
    "cells_do_not_fit": _("Row %(number)s does not fit the columns of the table; its departments were not read."),
    "duplicate_number": _("The number %(number)s occurs more than once."),
    "number_gap": _("Number %(number)s stands where %(expected)s was expected; rows may be missing."),
    "too_long": _("Row %(number)s has a heading, title or remark of more than %(limit)s characters."),
    "no_lead": _("Row %(number)s names no leading department."),
    "odd_name": _("“%(name)s” does not look like the name of a department."),
    "space_in_name": _("“%(name)s” is printed with white space; it may be two names."),
    "named_twice": _("“%(name)s” is named more than once in row %(number)s."),
    "open_list": _("The departments of row %(number)s end in “%(words)s”; some of them may not be named."),
    "similar_names": _("“%(name)s” and “%(other)s” may be one agency; they were kept apart."),
    "unknown_agency": _("“%(name)s” is no agency that is known here; its part stays open."),
    "ambiguous_agency": _("“%(name)s” may be any of these agencies: %(agencies)s; its part stays open."),
    "another_lead": _("The text of row %(number)s names “%(name)s” as leading, the column does not."),
    "date_without_year": _("“%(text)s” names no year; no milestone was made of it."),
    "no_such_day": _("“%(text)s” is no day of the calendar; no milestone was made of it."),
}
HINTS = {  # worth a look; what was read stands all the same
    "no_title",
    "unknown_column",
    "stray_text",
    "number_gap",
    "open_list",
    "similar_names",
    "unknown_agency",
    "ambiguous_agency",
    "another_lead",
    "date_without_year",
    "no_such_day",
}


@dataclass(frozen=True)
class Doubt:
    """Something the importer is not sure of, at a line of the source; `facts` fill the sentence."""

    code: str
    line: int | None
    number: str | None = None  # of the task, where there is one
    facts: Mapping[str, Any] = field(default_factory=dict)

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
        }


@dataclass(frozen=True)
class Milestone:
    """A dated goal: what is due, and the figure it names."""

    due: date
    what: str
    quantity: int | float | None = None
    unit: str | None = None

    def as_json(self) -> dict:
        return {"due": self.due.isoformat(), "what": self.what, "quantity": self.quantity, "unit": self.unit}


@dataclass(frozen=True)
class Recurrence:
    """At least so often every "day", "week", "month", "quarter", "half year", "year", "2 years" ..."""

    every: str
    at_least: int = 1

    def as_json(self) -> dict:
        return {"every": self.every, "at_least": self.at_least}


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

    def as_json(self) -> dict:
        return {
            "title": self.title,
            "number": self.number,
            "issuer": self.issuer,
            "issued": self.issued.isoformat() if self.issued else None,
            "jurisdiction": self.jurisdiction,
        }


@dataclass(frozen=True)
class PlanReading:
    """A whole plan as it was read; its milestones are those of the document, not of a task."""

    document: DocumentReading
    milestones: tuple[Milestone, ...]
    tasks: tuple[TaskReading, ...]
    doubts: tuple[Doubt, ...]

    def as_json(self) -> dict:
        return {
            "document": self.document.as_json(),
            "milestones": [milestone.as_json() for milestone in self.milestones],
            "tasks": [task.as_json() for task in self.tasks],
            "warnings": [doubt.as_json() for doubt in self.doubts],
        }
