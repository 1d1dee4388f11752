"""What is missing before a report can be handed in: one small rule each, over plain values.

The same list drives the progress on the page and the gate of the service.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inspections.enums import EvidenceRule, Severity, Verdict

LEAST_WORDS = 10  # signs of an explanation


@dataclass(frozen=True)
class Line:
    """An item with what is said to it, as the rules see it. earlier: the verdict of the report before, or empty."""

    item: Any
    verdict: str = ""
    explanation: str = ""
    found_on: Any = None
    person: str = ""
    files: int = 0
    rivals: int = 0
    earlier: str = ""

    @property
    def is_not_met(self) -> bool:
        return self.verdict == Verdict.NOT_MET


@dataclass(frozen=True)
class Problem:
    """What is wrong with one item. is_error: the report cannot be handed in like this; otherwise it is worth a look."""

    item: Any
    words: str
    is_error: bool = True


Rule = Callable[[Line], str]


def unanswered(line: Line) -> str:
    return "" if line.verdict else _("Answer this item.")


def side_by_side(line: Line) -> str:
    return _("Two answers stand side by side: choose one.") if line.rivals else ""


def unexplained(line: Line) -> str:
    if line.is_not_met and len(line.explanation.strip()) < LEAST_WORDS:
        return _("Say what is not met, in at least %(count)d characters.") % {"count": LEAST_WORDS}
    return ""


def unreasoned(line: Line) -> str:
    if line.verdict == Verdict.NOT_APPLICABLE and line.item.needs_reason and not line.explanation.strip():
        return _("Say why this does not apply.")
    return ""


def without_evidence(line: Line) -> str:
    rule = line.item.evidence
    is_needed = (rule == EvidenceRule.NOT_MET and line.is_not_met) or (
        rule == EvidenceRule.ALWAYS and line.verdict in {Verdict.MET, Verdict.NOT_MET}
    )
    return _("Add at least one photo or document.") if is_needed and not line.files else ""


def undated(line: Line) -> str:
    return _("Say on which day it was found.") if line.is_not_met and line.found_on is None else ""


def without_person(line: Line) -> str:
    if line.is_not_met and line.item.severity != Severity.MINOR and not line.person.strip():
        return _("Name who sees to it.")
    return ""


def suddenly_met(line: Line) -> str:
    if line.earlier == Verdict.NOT_MET and line.verdict == Verdict.MET and not line.explanation.strip():
        return _("Last time this was not met: you may say what has changed.")
    return ""


ERRORS: tuple[Rule, ...] = (
    unanswered, side_by_side, unexplained, unreasoned, without_evidence, undated, without_person,
)  # fmt: skip
WARNINGS: tuple[Rule, ...] = (suddenly_met,)


def problems_of(line: Line) -> Iterator[Problem]:
    for rules, is_error in ((ERRORS, True), (WARNINGS, False)):
        for rule in rules:
            if words := rule(line):
                yield Problem(line.item, words, is_error)


def problems(lines: Iterable[Line]) -> list[Problem]:
    return [found for line in lines for found in problems_of(line)]
