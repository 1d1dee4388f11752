"""The access table, asked through `has_perm` and `visible_to`."""

import pytest
from django.apps import apps

from agencies.enums import Role
from kernel.access import rule_of, rules
from tests.access.table import ABOUT, ANYWHERE, MAY, SEEN_BY, SEEN_OTHERWISE, TERRITORY, place_and_role
from tests.access.world import Place, World


def subject(place: Place, perm: str):
    what = ABOUT[perm]
    return place.member.user if what == "user" else getattr(place, what)


@pytest.mark.parametrize("perm", sorted(MAY))
def test_who_may_do_it_where(world: World, perm):
    found = {
        (actor, place)
        for actor, by in world.actors.items()
        for place in world.places
        if by.has_perm(perm, subject(world.places[place], perm))
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
    rows = {place: {row.pk for row in rows_of(model, world.places[place])} for place in world.places}

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


def rows_of(model, place: Place):
    by_name = {
        "region": [place.region],
        "agency": [place.commission, place.police],
        "user": [place.member.user],
        "membership": [place.member],
        "plan": [place.plan],
        "task": [place.task],
        "responsibility": [place.responsibility],
        "plandraft": [place.draft],
        "emergencygrant": [place.grant],
        "auditrow": [place.trace],
    }
    return by_name[model._meta.model_name]


def test_the_table_speaks_of_every_model_with_a_scope():
    scoped = {model._meta.label for model in apps.get_models() if hasattr(model._default_manager.none(), "visible_to")}

    assert scoped == set(SEEN_BY) | set(SEEN_OTHERWISE)


def test_the_table_speaks_of_every_permission():
    told = set(MAY) | set(ANYWHERE)
    followers = {perm for perm in rules() if rule_of(perm) in {rule_of(known) for known in told}}  # share one rule
    assert set(rules()) - followers == set(OWN_TESTS)


OWN_TESTS = {  # rules about the person itself, tested where they live
    "agencies.end_delegation": "tests/agencies/test_delegation.py",
    "agencies.end_emergency": "tests/agencies/test_emergency.py",
    "kernel.view_whole_audit": "tests/kernel",
    "kernel.view_job": "tests/kernel",
    "kernel.run_job": "tests/kernel",
    "kernel.cancel_job": "tests/kernel",
}


def test_nobody_gives_rights_to_himself(world: World):
    by = world.actors["city security_admin"]

    assert not by.has_perm("agencies.change_membership", by)


def test_a_second_unit_of_the_same_person_changes_what_is_seen(world: World):
    east, city = world.actors["east handler"], world.actors["east handler as city police"]
    tasks = apps.get_model("tasks.Task").objects

    assert east.user == city.user
    assert set(tasks.visible_to(east)) == {world.places["east"].task}
    assert set(tasks.visible_to(city)) == {world.places[place].task for place in ("city", "east", "west")}


def test_the_three_administrators_see_no_business_record(world: World):
    admins = [
        by for by in world.actors.values() if by.role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    ]

    assert admins
    for label in ("tasks.Plan", "tasks.Task", "tasks.Responsibility"):
        assert [by for by in admins if apps.get_model(label).objects.visible_to(by).exists()] == []
