"""What the importer reads of dates and frequencies stands as rows once the plan is accepted."""

from datetime import date
from decimal import Decimal

import pytest

from kernel.access import OPERATOR
from tasks.models import Milestone, Phase, Recurrence
from tasks.services import accept_draft
from tasks.services.import_goals import months_of
from tests.factories import make_draft
from tests.tasks.progress.conftest import NOON

TASK = {
    "section": "One", "heading": "One", "number": "1", "title": "Supervise", "text": "", "lead": [],
    "participants": [], "collective": [], "remark": "协商一年不少于1次", "source_lines": [1, 2], "certain": True,
}  # fmt: skip


@pytest.fixture
def accepted(db):
    goal = {"due": "2026-06-30", "what": "十家机构", "quantity": 10, "unit": "家"}
    task = TASK | {
        "milestones": [goal, goal, {"due": "2027-12-31", "what": "", "quantity": None, "unit": None}],
        "recurrence": {"every": "year", "at_least": 1},
        "recurrence_more": [{"every": "year", "at_least": 2}, {"every": "2 years", "at_least": 1},
                            {"every": "week", "at_least": 1}],
    }  # fmt: skip
    document = {"title": "Plan", "number": None, "issuer": None, "issued": "2025-03-01", "jurisdiction": None}
    stage = {"due": "2026-12-31", "what": "建成制度", "quantity": None, "unit": None}
    reading = {"document": document, "milestones": [stage], "tasks": [task], "warnings": []}
    return accept_draft(make_draft(reading=reading), by=OPERATOR, at=NOON)


def test_milestones(accepted):
    rows = Milestone.objects.order_by("due_on").values_list("title", "due_on", "quantity", "unit", "region_path")

    assert list(rows) == [
        ("十家机构", date(2026, 6, 30), Decimal(10), "家", accepted.region_path),
        ("Supervise", date(2027, 12, 31), None, "", accepted.region_path),
    ]


def test_recurrences(accepted):
    """Of two in one period the one that asks for more; nothing every week."""
    rows = Recurrence.objects.order_by("months").values_list("title", "months", "at_least", "starts_on")

    assert list(rows) == [("Supervise", 12, 2, date(2025, 3, 1)), ("Supervise", 24, 1, date(2025, 3, 1))]


def test_the_goals_of_the_document_are_phases(accepted):
    assert list(Phase.objects.values_list("plan", "title", "starts_on", "ends_on")) == [
        (accepted.pk, "建成制度", None, date(2026, 12, 31))
    ]


@pytest.mark.parametrize(
    ("every", "months"),
    [("month", 1), ("half year", 6), ("2 years", 24), ("3 months", 3), ("half month", None), ("day", None),
     ("11 years", None)],
)  # fmt: skip
def test_months(every, months):
    assert months_of(every) == months
