"""What the page of a report shows: its parts with their items, what is said to each, and how far it is."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from inspections.checks import Line, Problem, problems_of
from inspections.enums import Verdict
from inspections.models import Answer, AnswerChange, Evidence, SelfInspection
from inspections.services.submitting import Filled, filled_in


@dataclass(frozen=True)
class Entry:
    """An item on the page. earlier: the answer of the report before; shown: what stands in the fields, where what was
    typed could not be kept."""

    line: Line
    answer: Answer | None
    files: list[Evidence]
    rivals: list[AnswerChange]
    earlier: Answer | None
    problems: list[Problem] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def item(self):
        return self.line.item

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0

    @property
    def is_bad(self) -> bool:
        return any(one.is_error for one in self.problems)

    @cached_property
    def said(self) -> dict[str, Any]:
        names = ("verdict", "explanation", "found_on", "person")
        return {name: getattr(self.line, name) for name in names} | self.shown


@dataclass(frozen=True)
class Part:
    """The items under one heading."""

    number: int
    heading: str
    entries: list[Entry]

    @cached_property
    def answered(self) -> int:
        return sum(bool(entry.line.verdict) for entry in self.entries)

    @property
    def state(self) -> str:
        """Of its light: done, with something open, or not gone through yet."""
        if any(entry.is_bad and entry.line.verdict for entry in self.entries):
            return "over"
        return "done" if self.answered == len(self.entries) else "idle"


@dataclass(frozen=True)
class Sheet:
    """A report as it stands."""

    parts: list[Part]

    @cached_property
    def entries(self) -> list[Entry]:
        return [entry for part in self.parts for entry in part.entries]

    @property
    def total(self) -> int:
        return len(self.entries)

    @cached_property
    def counts(self) -> dict[str, int]:
        said = [entry.line.verdict for entry in self.entries]
        return {verdict: said.count(verdict) for verdict in Verdict.values}

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def percent(self) -> int:
        return 100 * self.answered // max(self.total, 1)

    @cached_property
    def unanswered(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.line.verdict]

    @cached_property
    def errors(self) -> list[Problem]:
        """Of the items that are answered."""
        return [one for entry in self.entries if entry.line.verdict for one in entry.problems if one.is_error]

    @property
    def is_complete(self) -> bool:
        return not self.unanswered and not self.errors

    @cached_property
    def warnings(self) -> list[Problem]:
        return [one for entry in self.entries for one in entry.problems if not one.is_error]


def sheet_of(report: SelfInspection, *, typed: dict[int, dict[str, Any]] | None = None) -> Sheet:
    """The report by headings. typed: by item what could not be kept, to stand in its fields again."""
    found, typed = filled_in(report), typed or {}
    entries = [_entry(found, line, typed.get(line.item.pk, {})) for line in found.lines]
    groups = groupby(entries, key=lambda entry: entry.item.heading)
    return Sheet([Part(number, heading, list(rows)) for number, (heading, rows) in enumerate(groups, 1)])


def _entry(found: Filled, line: Line, shown: dict[str, Any]) -> Entry:
    key = line.item.pk
    return Entry(
        line, found.answers.get(key), found.files.get(key, []), found.rivals.get(key, []),
        found.earlier.get(line.item.code), list(problems_of(line)), shown,
    )  # fmt: skip
