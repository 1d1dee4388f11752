"""The access table, asked of every page and endpoint; and no answer shows another territory's marks."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from agencies.models import Membership
from tests.access.roles import EVERYBODY, TERRITORY, Page, place_and_role
from tests.access.table import ADDRESS, ADMIN, ELSEWHERE, PAGES
from tests.access.world import Place, World

# Marks that an actor of the place must not see; but an agency's superior may be of a region above, and what is asked of
# institutions there is asked here too.
HIDDEN = {"city": {"FAR0FF-MARK"}, "east": {"C1TY-MARK", "W3ST-MARK", "FAR0FF-MARK"}}
SUPERIORS = {
    ("agencies:create", "C1TY-MARK"), ("agencies:edit", "C1TY-MARK"), ("inspections:specials", "C1TY-MARK"),
}  # fmt: skip
NO = {403, 404}
ACTORS = [f"{place} {role}" for place in ("city", "east") for role in sorted(EVERYBODY)] + [
    "east handler as city police"
]


def address(name: str, page: Page, place: Place, by: Membership) -> str:
    key: dict = {}
    if page.about:
        row = by if page.about == "own" else place.rows[page.about]
        key = ADDRESS[page.about](row) if page.about in ADDRESS else {"pk": row.pk}
    if name.startswith("api:"):  # whatever names the row, an endpoint calls it "id"
        key = dict(zip(["id"], key.values(), strict=False))
    return reverse(name, kwargs=key | dict(page.extra))


def answer(client, name: str, place: Place, by: Membership):
    page = PAGES[name]
    ask = client.post if page.post else client.get
    return ask(address(name, page, place, by))


@pytest.mark.parametrize("actor", ACTORS)
def test_what_opens_and_what_it_shows(world: World, client, actor):
    """Exactly the pages of the role open, and none of them shows a mark of another territory."""
    by = world.actors[actor]
    home, role = place_and_role(actor)
    own = {place.mark for place in world.places.values() if by.user.memberships.filter(party__region=place.region)}
    client.act(by)

    replies = {name: answer(client, name, world.places[home], by) for name in PAGES}

    assert {name for name, reply in replies.items() if reply.status_code >= 500} == set()
    opened = {name for name, reply in replies.items() if reply.status_code not in NO}
    assert opened == {name for name, page in PAGES.items() if role in page.roles}
    shown = {(name, mark) for name, reply in replies.items() for mark in HIDDEN[home] - own if mark in text(reply)}
    assert shown - SUPERIORS == set()


def text(reply) -> str:
    return (b"".join(reply) if reply.streaming else reply.content).decode(errors="replace")  # files, too


@pytest.mark.parametrize("actor", ACTORS)
def test_another_territorys_record_is_not_found(world: World, client, actor):
    by = world.actors[actor]
    home, role = place_and_role(actor)
    client.act(by)

    for name, page in PAGES.items():
        if page.about in {"", "own"}:
            continue
        for elsewhere in set(world.places) - TERRITORY[home]:
            status = answer(client, name, world.places[elsewhere], by).status_code
            assert status == 404 or (role not in page.roles and status in NO), (name, elsewhere, status)


def test_without_a_login_nothing_opens(world: World, client):
    by = world.actors["city handler"]
    opened = []
    for name in PAGES:
        reply = answer(client, name, world.places["city"], by)
        to_login = reply.status_code == 302 and "/account/login/" in reply["Location"]
        if not (to_login or reply.status_code in {401, 403}):
            opened.append((name, reply.status_code))
    assert opened == []


def names_of(patterns, prefix: str = "") -> set[str]:
    """Every named address of ours; the admin's are in `ADMIN`, django-allauth's have tests of their own."""
    names = set()
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            names |= {prefix + pattern.name} if pattern.name else set()
        elif pattern.namespace != "admin" and str(pattern.pattern) != "account/":
            names |= names_of(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)
    return names


def test_every_address_is_in_the_table():
    missing = names_of(get_resolver().url_patterns) - set(PAGES) - set(ELSEWHERE)

    assert missing == set()


def record(label: str, place: Place):
    model = apps.get_model(label)
    return next(iter(place.all_of(model)), None) or model.objects.first()  # the calendar is the whole country's


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_what_opens_in_the_admin(world: World, client, role):
    client.act(world.actors[f"east {role}"])
    listed, opened, changed, added = set(), set(), set(), set()

    for label in ADMIN:
        address = "admin:" + label.lower().replace(".", "_")
        page = client.get(reverse(f"{address}_change", args=[record(label, world.places["east"]).pk]))
        listed |= {label} if client.get(reverse(f"{address}_changelist")).status_code == 200 else set()
        opened |= {label} if page.status_code == 200 else set()
        changed |= {label} if page.status_code == 200 and page.context["has_change_permission"] else set()
        added |= {label} if client.get(reverse(f"{address}_add")).status_code == 200 else set()

    assert listed == opened == {label for label, pages in ADMIN.items() if role in pages.opened_by}
    assert changed == {label for label, pages in ADMIN.items() if role in pages.changed_by}
    assert added == {label for label, pages in ADMIN.items() if role in pages.added_by}


def test_every_model_of_the_admin_is_in_the_table():
    assert {model._meta.label for model in admin.site._registry} == set(ADMIN)
