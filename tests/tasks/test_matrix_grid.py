"""The grid: who leads and who takes part is never ambiguous."""

import pytest
from django.template.loader import render_to_string

from tasks.drawing import Drawing, chip, mark
from tasks.enums import TaskRole
from tasks.matrix import plans_for, read_grid, tasks_of
from tasks.models import Responsibility
from tests.factories import make_agency, make_plan, make_region

pytestmark = pytest.mark.django_db


def grid_of(plan, by, **narrow):
    tasks = tasks_of(plan, by)
    return read_grid(tasks, tasks.filter(**narrow))


def drawn(plan, by, **narrow):
    return Drawing(grid_of(plan, by, **narrow), by=by)


def test_columns_follow_the_agencies_order_then_collectives_then_open_names(plan, by):
    grid = grid_of(plan, by)

    assert [(column.kind, column.name, column.leads, column.participates) for column in grid.columns] == [
        ("agency", "Health commission", 1, 0),
        ("agency", "Police", 1, 1),
        ("collective", "各区、县人民政府", 0, 1),
        ("open", "Office of nobody", 0, 1),
    ]


def test_rows_follow_the_plan_and_hold_their_parts(plan, by, commission, police):
    grid = grid_of(plan, by)

    keys = {str(agency.party.public_id): agency.party.name for agency in (commission, police)}
    assert [
        (section, row.number, row.title, [(keys.get(key, key), part.role) for key, part in row.parts.items()])
        for section, rows in grid.sections
        for row in rows
    ] == [
        ("One", "1", "Order", [("Health commission", "lead"), ("Police", "participant")]),
        (
            "Two",
            "2",
            "Credit",
            [("Police", "lead"), ("各区、县人民政府", "participant"), ("Office of nobody", "participant")],
        ),
    ]


def test_totals_count_the_rows_shown_while_columns_stay(plan, by):
    drawing = drawn(plan, by, number="1")

    assert drawing.totals() == (
        "<td><b>1</b><br>0</td><td><b>0</b><br>1</td><td><b>0</b><br>0</td><td><b>0</b><br>0</td>"
    )


@pytest.mark.parametrize("printed", ["市级相关部门", "各成员单位", "市直属机关"])
def test_a_collective_of_departments_is_a_dot_for_each_agency_not_named(plan, by, printed):
    task = plan.tasks.get(number="2")
    Responsibility.objects.create(
        task=task, role=TaskRole.PARTICIPANT, printed_name=printed, is_collective=True, position=9
    )
    grid = grid_of(plan, by)

    drawing, row = Drawing(grid, by=by), grid.rows[1]

    cells = drawing.row(row).split("<td")[2:]
    dot = '<i class="gdot" aria-hidden="true"></i>'
    assert len(grid.columns) == 4
    assert cells[0] == f' class="cell" title="{printed}">{dot}<span class="sr">{printed}</span></td>'
    assert [printed in cell for cell in cells] == [True, False, False, False]
    assert f"<li>{printed}</li>" in drawing.phone_list()


def test_a_mark_is_a_link_to_the_agencys_part_and_says_everything(plan, by):
    grid = grid_of(plan, by, number="1")
    row = grid.rows[0]
    lead, participant = row.parts.values()

    html = Drawing(grid, by=by).row(row)

    assert html == (
        f'<tr><td class="c0">1</td><th class="c1" scope="row">'
        f'<a class="clip1" href="/tasks/{row.pk}/" title="Order">Order</a></th>'
        f'<td class="cell"><a href="/tasks/{row.pk}/#part-{lead.pk}" title="No. 1, Health commission, lead">'
        f"{mark('lead')}</a></td>"
        f'<td class="cell"><a href="/tasks/{row.pk}/#part-{participant.pk}" title="No. 1, Police, participant">'
        f"{mark('participant')}</a></td>"
        "<td></td><td></td></tr>"
    )


def test_names_that_nobody_knows_are_marked_in_the_heading(plan, by):
    head = drawn(plan, by).head()

    assert head.endswith(
        '<th class="ag warn" scope="col" '
        'title="Office of nobody: leads 0, takes part in 1 (not confirmed yet)">'
        '<span>Office of nobody<b aria-hidden="true">?</b></span></th>'
    )


def test_only_agencies_of_the_territory_are_linked(plan, by, police):
    assert f'href="/agencies/{police.party.public_id}/"' in drawn(plan, by).head()

    elsewhere = make_agency(name="Elsewhere")
    Responsibility.objects.create(
        task=plan.tasks.get(number="1"), agency=elsewhere, role=TaskRole.PARTICIPANT, printed_name="E", position=9
    )

    head = drawn(plan, by).head()
    assert "<span>Elsewhere</span>" in head and str(elsewhere.party.public_id) not in head


@pytest.mark.parametrize("role", TaskRole.values)
def test_the_mark_is_the_components(role):
    component = render_to_string("components/glyph.html", {"state": "ok", "role": role}).strip()

    assert mark(role) == component.replace("s-ok", "s-part")


@pytest.mark.parametrize("role", TaskRole.values)
@pytest.mark.parametrize("unconfirmed", [True, False])
def test_the_chip_is_the_components(role, unconfirmed):
    facts = {"name": "Police & co", "role": role, "unconfirmed": unconfirmed}

    assert chip(**facts) == render_to_string("components/role.html", facts).strip()


def test_the_phone_shows_leads_at_once_and_participants_in_a_list(plan, by):
    grid = grid_of(plan, by)
    first, second = grid.rows
    plan.tasks.get(number="1").responsibilities.filter(role=TaskRole.PARTICIPANT).delete()

    pages = [Drawing(grid, by=by).phone_list(), drawn(plan, by).phone_list()]

    assert pages[0] == (
        f'<div class="mrow"><div class="hd"><span class="no">1</span><a href="/tasks/{first.pk}/">Order</a></div>'
        f'<details><summary>{chip("Health commission", "lead")}<span class="more">1 participant</span></summary>'
        '<ul class="chips"><li>Police</li></ul></details></div>'
        f'<div class="mrow"><div class="hd"><span class="no">2</span><a href="/tasks/{second.pk}/">Credit</a></div>'
        f'<details><summary>{chip("Police", "lead")}<span class="more">2 participants</span></summary>'
        '<ul class="chips"><li>各区、县人民政府</li>'
        '<li class="warn">Office of nobody <span class="sr">(to be confirmed)</span></li></ul></details></div>'
    )
    assert '<span class="more">No participants</span>' in pages[1]


def test_whatever_was_stored_is_escaped(plan, by, police):
    evil = "<b>{}%s%(x)s</b>"
    police.party.name = police.short_name = evil
    police.party.save()
    police.save()
    plan.tasks.update(title=evil, number=evil[:20], section=evil)
    drawing = drawn(plan, by)

    page = f"{drawing.head()}{drawing.body()}{drawing.phone_list()}"

    assert "<b>{" not in page and page.count("&lt;b&gt;{}%s%(x)s&lt;/b&gt;") > 8


def test_the_own_regions_plan_comes_first(plan, city, by):
    below = make_plan(region=make_region(parent=city))

    assert plans_for(by) == [plan, below]
