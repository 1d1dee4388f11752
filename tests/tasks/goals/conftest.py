"""The town of the entries, with a milestone of the police's task, and something they do twice a year."""

from datetime import date

import pytest

from kernel.access import OPERATOR
from tasks.models import Milestone, Recurrence
from tasks.services.milestones import add_milestone
from tasks.services.recurrences import add_recurrence
from tests.tasks.progress.conftest import NOON, City, quiet_city, town

__all__ = ["quiet_city", "town"]


@pytest.fixture
def milestone(town: City) -> Milestone:
    return add_milestone(town.task, title="Ten clinics checked", due_on=date(2026, 12, 1), by=OPERATOR, at=NOON)


@pytest.fixture
def twice_a_year(town: City) -> Recurrence:
    return add_recurrence(
        town.task, title="Consultation", months=12, at_least=2, starts_on=date(2026, 11, 1), by=OPERATOR, at=NOON
    )
