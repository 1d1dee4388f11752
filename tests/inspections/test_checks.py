"""What is open in a report, one small rule each."""

from datetime import date

import pytest

from inspections.checks import Line, problems
from inspections.enums import EvidenceRule
from inspections.models import ChecklistItem
from inspections.services.submitting import items_of
from tests.factories import make_checklist, make_programme, make_report, make_round

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


def test_items_apply_by_trait_and_day(hospital):
    checklist = make_checklist(
        items=[
            {"code": "A1"},
            {"code": "A2", "applies": ["radiology"]},
            {"code": "A3", "applies": ["hospital", "radiology"]},
            {"code": "A4", "active_from": date(2099, 1, 1)},
            {"code": "A5", "active_to": date(2020, 1, 1)},
        ]
    )
    round_ = make_round(make_programme(region=hospital.party.region), checklist=checklist)

    report = make_report(hospital, of=round_, traits=["hospital"])

    assert [item.code for item in items_of(report)] == ["A1", "A3"]
