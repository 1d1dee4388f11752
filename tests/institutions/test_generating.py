"""The invented register: the same for a seed, true to every rule, in places of its own."""

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Party, Region
from institutions.codes import reg_code_fault, uscc_fault
from institutions.facts import FACTS, faults_of
from institutions.generating import institutions_of, places_for
from institutions.models import Institution
from tests.factories import make_institution, make_region
from tests.institutions.test_register import TODAY

STREETS = ["青岚街道", "白溪街道"]


def test_a_seed_gives_the_same_institutions():
    rows = [list(institutions_of(50, streets=STREETS, seed=seed)) for seed in (1, 1, 2)]

    assert rows[0] == rows[1] != rows[2]
    assert {row["street"] for row in rows[0]} == {0, 1}


def test_what_is_invented_breaks_no_rule():
    rows = list(institutions_of(2_000, streets=STREETS, seed=3))

    assert [row for row in rows if faults_of(row, today=TODAY)] == []
    assert len({row["uscc"] for row in rows}) == len({row["reg_code"] for row in rows}) == 2_000
    assert not any(uscc_fault(row["uscc"]) or reg_code_fault(row["reg_code"]) for row in rows)
    assert set(rows[0]) - {"name", "street"} <= set(FACTS)


@pytest.mark.parametrize(("count", "places"), [(1, 4), (1_000, 13), (100_001, 1_115)])
def test_there_are_as_many_places_as_the_institutions_fill(count, places):
    tree = places_for(count, behind=7)

    assert len(tree) == places
    assert tree[0].ordinal == 8
    assert all(tree[place.parent].kind != place.kind for place in tree if place.parent is not None)
    assert len({(place.parent, place.name) for place in tree}) == places


def test_the_command_writes_it_into_an_empty_register(db, settings, capsys):
    make_region(name="已有市")
    settings.DEBUG = True

    call_command("generate_register", institutions=250, seed=5)

    assert "250 institutions in 示例" in capsys.readouterr().out
    assert (Institution.objects.count(), Party.objects.filter(kind="institution").count()) == (250, 250)
    assert Region.objects.filter(kind="street").count() == 3
    row = Institution.objects.select_related("party__region").order_by("pk").first()
    assert (row.party.region.path, row.party.name) == (row.region_path, row.name)
    assert list(Institution.objects.found_by(row.name)) != []


@pytest.mark.parametrize("told", [{"DEBUG": False}, {"DEBUG": True, "rows": True}, {"DEBUG": True, "count": 0}])
def test_the_command_refuses_a_real_portal_a_filled_register_and_nonsense(db, settings, told):
    settings.DEBUG = told["DEBUG"]
    if told.get("rows"):
        make_institution()

    with pytest.raises(CommandError):
        call_command("generate_register", institutions=told.get("count", 5))
