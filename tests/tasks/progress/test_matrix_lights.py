"""The matrix with lights: shape and words of each cell, only amber and red tinted, by the present period."""

from datetime import datetime

import pytest

from obligations.lights import Light
from tasks.drawing import Drawing
from tasks.enums import TaskRole
from tasks.lists import lights_for
from tasks.matrix import read_grid, tasks_of
from tasks.services.reporting import open_reports
from tests.factories import make_responsibility

from .conftest import NOON, SHANGHAI

pytestmark = pytest.mark.django_db


def drawn(town, *, at) -> str:
    tasks = tasks_of(town.plan, town.commission.leader)
    grid = read_grid(tasks, tasks)
    grid.lights = lights_for(tasks, town.commission.leader, at=at)
    return Drawing(grid, by=town.commission.leader).body()


def lights(town, *, at) -> dict[str, tuple[str, str]]:
    found = lights_for(tasks_of(town.plan, town.commission.leader), town.commission.leader, at=at)
    names = {office.agency.pk: name for name, office in vars(town).items() if hasattr(office, "agency")}
    return {names[agency]: (light.state, light.text) for (_task, agency), light in found.items()}


def test_each_agency_has_its_own_light(town):
    town.handed_in(town.tax)

    assert lights(town, at=NOON) == {"police": ("idle", "Not filled in"), "tax": ("ok", "Handed in")}
    late = datetime(2026, 12, 28, 9, tzinfo=SHANGHAI)
    assert lights(town, at=late) == {"police": ("over", "3 days overdue"), "tax": ("ok", "Handed in")}


def test_a_cell_says_its_light_and_only_what_is_late_is_tinted(town):
    town.handed_in(town.tax)
    late = datetime(2026, 12, 28, 9, tzinfo=SHANGHAI)

    cells = drawn(town, at=late)

    assert '<td class="cell over">' in cells and '<use href="#g-lead-over"/>' in cells
    assert "Police, lead, 3 days overdue" in cells
    assert '<td class="cell">' in cells and '<use href="#g-participant-ok"/>' in cells
    assert "Tax bureau, participant, Handed in" in cells


def test_the_light_is_that_of_the_present_period(town):
    new_year = datetime(2027, 1, 2, 9, tzinfo=SHANGHAI)
    open_reports(day=new_year.date(), at=new_year)

    assert lights(town, at=new_year) == dict.fromkeys(("police", "tax"), ("idle", "Not filled in"))


def test_a_plan_that_does_not_report_has_no_lights(quiet_city):
    assert lights(quiet_city, at=NOON) == {}
    assert "#g-lead-ok" in drawn(quiet_city, at=NOON)


def test_a_tasks_light_follows_its_lead_on_the_desk_and_the_phone(town):
    town.handed_in(town.tax)
    late = datetime(2026, 12, 28, 9, tzinfo=SHANGHAI)
    tasks = tasks_of(town.plan, town.commission.leader)
    grid = read_grid(tasks, tasks)
    grid.lights = lights_for(tasks, town.commission.leader, at=late)
    drawing = Drawing(grid, by=town.commission.leader)

    assert '<td class="c2"><span class="s-over">3 days overdue</span></td>' in drawing.body()
    assert 'class="light s-over"' in drawing.phone_list() and "s-ok" not in drawing.phone_list()


def test_of_several_leads_the_worst_off_shows(town):
    make_responsibility(task=town.task, agency=town.commission.agency, role=TaskRole.LEAD)
    tasks = tasks_of(town.plan, town.commission.leader)
    grid = read_grid(tasks, tasks)
    police, commission = town.police.agency.pk, town.commission.agency.pk
    grid.lights = {(town.task.pk, police): Light("done", "Closed"), (town.task.pk, commission): Light("soon", "2 days")}

    assert grid.task_light(grid.rows[0]) == Light("soon", "2 days")
    grid.lights = {}
    assert grid.task_light(grid.rows[0]) is None
