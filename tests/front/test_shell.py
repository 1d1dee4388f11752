"""The page shell: who acts for whom, the menu, and settings of htmx."""

import json
import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from agencies.enums import Role
from agencies.models import Membership, Party, Section, User
from tests.front.markup import words


def membership(pk: int, unit: str, section: str | None = None) -> Membership:
    return Membership(
        pk=pk, party=Party(name=unit), section=Section(name=section) if section else None, role=Role.HANDLER
    )


@pytest.fixture
def page():
    health = membership(1, "Health Commission", "Supervision")
    request = RequestFactory().get("/tasks/?state=over")
    request.acting = health
    items = [
        {"url": "/matrix", "label": "Matrix", "icon": "table", "current": True},
        {"url": "/tasks/", "label": "Tasks", "icon": "list-check", "current": False, "count": 3},
    ]
    context = {
        "user": User(username="chen", name="Chen Xiao"),
        "request": request,
        "memberships": [health, membership(2, "Reform Office")],
        "menu": [{"label": "Work", "items": items}],
    }
    return render_to_string("base.html", context)


def part(page: str, tag: str) -> str:
    return re.search(rf"<{tag}\b.*?</{tag}>", page, re.DOTALL)[0]


def test_the_acting_unit_is_shown_at_all_times(page):
    assert words(part(page, "summary")) == "C Chen Xiao Health Commission Supervision"


def test_only_the_other_units_are_offered(page):
    assert re.findall(r'name="membership" value="(\d+)"', page) == ["2"]


def test_the_menu_marks_the_current_page_and_counts_what_is_to_do(page):
    menu = part(page, "nav")

    assert re.findall(r'href="([^"]+)"[^>]*aria-current="page"', menu) == ["/matrix"]
    assert words(menu).endswith("Work Matrix Tasks 3")


def test_the_same_page_comes_back_in_another_language_or_for_another_unit(page):
    forms = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', page, re.DOTALL)

    back = 'name="next" value="/tasks/?state=over"'
    assert [action for action, body in forms if back in body] == ["/language/", "/agencies/account/act-as/"]
    assert re.findall(r'name="language" value="([^"]+)"', page) == ["zh-hans"]


def test_the_account_is_kept_and_left_from_its_menu(page):
    assert words(part(page, "details")).endswith(
        "My account Long work Change password Second factor Open logins Log out"
    )


def test_htmx_evaluates_nothing_and_shows_forms_that_were_refused(page):
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1])

    swapped = [rule["code"] for rule in config["responseHandling"] if rule["swap"]]
    assert (config["allowEval"], config["includeIndicatorStyles"], config["selfRequestsOnly"]) == (False, False, True)
    asked = ("200", "403", "404", "409", "413", "415", "422", "500")
    assert [status for status in asked if any(re.search(code, status) for code in swapped)] == [
        "200",
        "403",
        "409",
        "413",
        "415",
        "422",
    ]


def test_every_page_has_one_main_part_and_a_way_past_the_menu(page):
    assert page.count("<main") == 1
    assert 'class="skip" href="#main"' in page
    assert '<main id="main"' in page
