"""What is open in a report, one small rule each."""

from datetime import date

import pytest

from inspections.checks import Line, problems
from inspections.enums import EvidenceRule
from inspections.models import ChecklistItem

WELL_SAID = {
    "verdict": "not_met", "explanation": "Two doctors are not filed", "found_on": date(2026, 1, 1), "person": "Li",
    "files": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"verdict": "met"}, []),
        ({}, ["Answer this item."]),
        (WELL_SAID, []),
        (WELL_SAID | {"files": 0}, ["Add at least one photo or document."]),
        (WELL_SAID | {"person": " "}, ["Name who sees to it."]),
        (WELL_SAID | {"found_on": None}, ["Say on which day it was found."]),
        ({"verdict": "not_applicable"}, ["Say why this does not apply."]),
        ({"verdict": "met", "rivals": 1}, ["Two answers stand side by side: choose one."]),
        ({"verdict": "met", "earlier": "not_met"}, ["Last time this was not met: you may say what has changed."]),
        ({"verdict": "met", "earlier": "not_met", "explanation": "Mended"}, []),
    ],
)
def test_each_rule_of_the_check(facts, words):
    item = ChecklistItem(code="A1", severity="major")

    assert [one.words for one in problems([Line(item, **facts)])] == words


def test_some_items_always_need_evidence():
    item = ChecklistItem(code="A4", severity="minor", evidence=EvidenceRule.ALWAYS)

    found = [len(problems([Line(item, verdict, explanation="So")])) for verdict in ("met", "not_applicable")]

    assert found == [1, 0]
