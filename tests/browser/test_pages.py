"""Every page that a role reaches: nothing bars a reader, nothing complains, nothing is wider than a small phone."""

import pytest

from .conftest import DESKTOP, PHONE
from .walk import LINKS, barriers, complaints, kind, sideways, walk

SMALL = {"width": 320, "height": 640}
ALIKE = {  # for everyone, so seen once
    *(f"/account/{page}/" for page in ("password/change", "password/reset", "2fa", "2fa/totp/activate", "sessions")),
    "/tasks/",
    "/tasks/*/",
    "/agencies/account/roles/*/delegate/",
    *(f"/notices/{page}" for page in ("", "addresses/", "addresses/mail/")),
}
OTHER_UNITS = {"gongan", "shangcheng"}  # see what the handler sees, of other units
REACHED = {  # what each role must have come across, so that a lost link is noticed
    "handler": {
        "/duties/",
        "/duties/*/",
        "/duties/overdue/",
        "/duties/orders/",
        "/duties/orders/*/",
        "/duties/orders/*/print/",
        "/tasks/matrix/",
        "/agencies/",
        "/agencies/*/",
        "/duties/calendar/",
        "/duties/feed/",
        *ALIKE,
    },
    "leader": {
        "/duties/extensions/",
        "/duties/extensions/*/",
        "/duties/orders/new/",
        "/disclosure/",
        "/disclosure/*/",
        "/events/",
        "/events/parties/*/",
    },
    "business": {"/agencies/new/", "/agencies/*/edit/", "/agencies/*/hand-over/", "/agencies/*/end/", "/jobs/"},
    "system": {
        "/agencies/people/",
        "/agencies/people/*/",
        "/agencies/people/new/",
        "/agencies/people/table/",
        "/notices/messages/",
    },
    "security": {"/agencies/people/", "/agencies/emergency/", "/agencies/people/*/roles/new/"},
    "audit": {"/audit/", "/agencies/account/"},
    "gongan": {"/duties/", "/duties/*/", "/duties/orders/*/", "/tasks/matrix/", "/tasks/*/"},
    "shangcheng": {"/duties/", "/duties/overdue/", "/tasks/matrix/", "/agencies/*/"},
}


def faults(page) -> list[str]:
    """What is wrong with the open page at the widths of a desk, a phone and a small phone."""
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {barrier}" for barrier in barriers(page)]
    page.set_viewport_size(SMALL)
    found += filter(None, [sideways(page)])
    page.set_viewport_size(DESKTOP)
    return found


@pytest.mark.parametrize("username", REACHED)
def test_pages_of_a_role(visit, username):
    page = visit(username)
    said, wrong, reached = complaints(page), {}, set()
    for address in walk(page, "/", known=set() if username in {"handler", *OTHER_UNITS} else ALIKE):
        reached.add(kind(address))
        if found := [*([] if username in OTHER_UNITS else faults(page)), *said]:
            wrong[address] = found
        said.clear()
    assert wrong == {}
    assert REACHED[username] <= reached


STEPS = [  # who, from which list, and the pages that ask before a step is taken
    ("reviewer", "/disclosure/?state=privacy_check", {"/disclosure/*/pass_privacy/", "/disclosure/*/return/"}),
    ("leader", "/disclosure/?state=approved", {"/disclosure/*/publish/", "/disclosure/*/return/"}),
    ("leader", "/disclosure/?state=published", {"/disclosure/*/withdraw/", "/disclosure/*/ask_withdrawal/"}),
    ("reviewer", "/duties/overdue/", {"/duties/*/waive/"}),
    ("reviewer", "/duties/extensions/", {"/duties/extensions/*/"}),
    ("officer", "/events/ledger/?kind=penalty", {"/events/*/standings/objection_upheld/", "/events/*/counter/"}),
    ("officer", "/events/ledger/?kind=check", {"/events/*/standings/objection_raised/"}),
]


@pytest.mark.parametrize(("username", "door", "asked"), STEPS)
def test_pages_that_ask_before_a_step(visit, username, door, asked):
    """From a list by one of its rows, the first that leads there."""
    page = visit(username)
    said, wrong, reached = complaints(page), {}, set()
    page.goto(door)
    rows = dict.fromkeys(
        [door, *page.evaluate("[...document.querySelectorAll('main tbody th a, main .tl a')].map(a => a.href)")]
    )
    for row in rows:
        page.goto(row)
        for step in page.evaluate(LINKS):
            if kind(step) in asked - reached:
                reached.add(kind(step))
                assert page.goto(step).status == 200
                if found := [*faults(page), *said]:
                    wrong[step] = found
        if reached == asked:
            break
    assert (wrong, reached) == ({}, asked)


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("handler", "/duties/?tab=closed&kind=penalty.decide"),
        ("handler", "/duties/orders/?state=withdrawn"),
        ("shangcheng", "/duties/extensions/"),
        ("reviewer", "/disclosure/?state=expired"),
        ("reviewer", "/events/ledger/?level=serious"),
        ("reviewer", "/events/?q=没有这个名称"),
        ("handler", f"/search/?q={'x' * 100}"),
        ("handler", "/tasks/entries/?tab=review"),
    ],
)
def test_a_list_without_rows_says_so(visit, username, address):
    page = visit(username)
    said = complaints(page)
    assert page.goto(address).status == 200
    assert page.locator("main .empty0 b").first.is_visible()
    assert [*faults(page), *said] == []


@pytest.mark.parametrize(
    ("username", "address", "status"),
    [
        (None, "/account/login/", 200),
        (None, "/account/password/reset/", 200),
        ("handler", "/search/?q=医疗", 200),
        ("handler", "/tasks/999999/", 404),
        ("handler", "/audit/", 403),
        ("audit", "/tasks/matrix/", 403),
    ],
)
def test_pages_beside_the_way(visit, username, address, status):
    page = visit(username)
    assert page.goto(address).status == status
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert faults(page) == []


@pytest.mark.parametrize("username", ["handler", None])
def test_both_languages(visit, username):
    page = visit(username, locale="en-GB")
    page.goto("/")
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert faults(page) == []
    page.get_by_role("button", name="简体中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_admin_and_api_documentation(visit):
    page = visit("business")
    said = complaints(page)
    for address in ("/admin/", "/api/v1/docs/"):
        assert page.goto(address, wait_until="networkidle").status == 200
    for table in ("/admin/agencies/agency/", "/admin/tasks/plan/"):
        page.goto(table, wait_until="networkidle")
        page.locator("#result_list th a[href^='/admin/']").first.click()
        page.wait_for_url("**/change/**")
    page.goto("/admin/agencies/agency/add/", wait_until="networkidle")
    assert said == []
