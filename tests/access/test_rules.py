"""The access table, asked through `has_perm` and `visible_to`."""

from types import ModuleType

import pytest
from django.apps import apps

from agencies.enums import Role
from kernel.access import rule_of, rules
from tests.access.roles import TERRITORY, place_and_role
from tests.access.table import ABOUT, ANYWHERE, MAY, OWN_TESTS, SEEN_BY, SEEN_OTHERWISE, merged
from tests.access.world import World


@pytest.mark.parametrize("perm", sorted(MAY))
def test_who_may_do_it_where(world: World, perm):
    found = {
        (actor, place)
        for actor, by in world.actors.items()
        for place in world.places
        if by.has_perm(perm, world.places[place].rows[ABOUT[perm]])
    }

    expected = {
        (actor, place)
        for actor in world.actors
        for place in TERRITORY[place_and_role(actor)[0]]
        if place_and_role(actor)[1] in MAY[perm]
    }
    assert found == expected


@pytest.mark.parametrize("perm", sorted(ANYWHERE))
def test_who_may_do_it_at_all(world: World, perm):
    found = {actor for actor, by in world.actors.items() if by.has_perm(perm)}

    assert found == {actor for actor in world.actors if place_and_role(actor)[1] in ANYWHERE[perm]}


@pytest.mark.parametrize("label", sorted(SEEN_BY))
def test_who_sees_whose_rows(world: World, label):
    model = apps.get_model(label)
    rows = {name: {row.pk for row in place.all_of(model)} for name, place in world.places.items()}

    found = {
        (actor, place)
        for actor, by in world.actors.items()
        for place, keys in rows.items()
        if keys & set(model.objects.visible_to(by).values_list("pk", flat=True))
    }

    expected = {
        (actor, place)
        for actor in world.actors
        for place in TERRITORY[place_and_role(actor)[0]]
        if place_and_role(actor)[1] in SEEN_BY[label]
    }
    assert found == expected


def test_the_table_speaks_of_every_model_with_a_scope():
    scoped = {model._meta.label for model in apps.get_models() if hasattr(model._default_manager.none(), "visible_to")}

    assert scoped == set(SEEN_BY) | set(SEEN_OTHERWISE)


def test_the_table_speaks_of_every_permission():
    told = set(MAY) | set(ANYWHERE)
    followers = {perm for perm in rules() if rule_of(perm) in {rule_of(known) for known in told}}  # share one rule
    assert set(rules()) - followers == set(OWN_TESTS)


def test_nobody_gives_rights_to_himself(world: World):
    by = world.actors["city security_admin"]

    assert not by.has_perm("agencies.change_membership", by)


def test_a_second_unit_of_the_same_person_changes_what_is_seen(world: World):
    east, city = world.actors["east handler"], world.actors["east handler as city police"]
    tasks = apps.get_model("tasks.Task").objects

    assert east.user == city.user
    assert set(tasks.visible_to(east)) == {world.places["east"].rows["task"]}
    assert set(tasks.visible_to(city)) == {world.places[place].rows["task"] for place in ("city", "east", "west")}


def test_the_three_administrators_see_no_business_record(world: World):
    admins = [
        by for by in world.actors.values() if by.role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    ]

    assert admins
    for label in ("tasks.Plan", "tasks.Task", "tasks.Responsibility"):
        assert [by for by in admins if apps.get_model(label).objects.visible_to(by).exists()] == []


def test_no_two_parts_of_the_table_speak_of_the_same():
    here, there = ModuleType("here"), ModuleType("there")
    here.MAY, there.MAY = {"a.view_a": {"leader"}}, {"a.view_a": {"viewer"}}

    assert merged("MAY", [here]) == {"a.view_a": {"leader"}}
    with pytest.raises(ValueError, match=r"there\.MAY repeats \['a\.view_a'\]"):
        merged("MAY", [here, there])
