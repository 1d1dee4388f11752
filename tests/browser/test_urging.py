"""Overdue duties in the browser: selected, looked at, urged, listed; the unit that is urged finds what is meant."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE
from .test_pages import faults
from .walk import complaints


def sound(page: Page) -> None:
    """Nothing bars a reader of the open page, on a desk or a phone."""
    assert (page.url, faults(page)) == (page.url, [])


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.click(button)


def test_from_the_selection_to_the_urged_unit(visit):
    leader, officer = visit("leader"), visit("gongan", viewport=PHONE)
    said = [complaints(page) for page in (leader, officer)]
    leader.goto("/duties/overdue/")
    bar, rows = leader.locator(".bulk"), leader.locator("#duties tbody tr")
    expect(bar).to_be_hidden()

    leader.check("[data-pick-all]")
    expect(bar).to_be_visible()
    expect(rows.locator(".pick input:checked")).to_have_count(rows.count())
    leader.uncheck("[data-pick-all]")
    expect(bar).to_be_hidden()
    rows.filter(has_text="非法行医线索移送").locator(".pick input").check()
    rows.filter(has_text="杭州市医保局").locator(".pick input").check()
    expect(leader.locator("[data-picked]")).to_contain_text("2")
    sound(leader)

    press(leader, ".bulk button")
    expect(leader.locator("main tbody tr")).to_have_count(2)
    sound(leader)
    press(leader, "main form button[type=submit]")
    expect(leader.locator("#done")).to_be_visible()
    expect(leader.locator("main tbody tr")).to_have_count(2)
    sound(leader)

    officer.goto("/notices/")
    officer.locator("main a[href^='/notices/']").filter(has_text="催办").or_(
        officer.locator("main a[href^='/notices/']").filter(has_text="urges you")
    ).first.click()
    officer.wait_for_url(re.compile(r"/duties/\?light=over"))
    expect(officer.locator("#duties tbody tr")).to_have_count(2)
    sound(officer)
    officer.locator("#duties tbody tr", has_text="非法行医线索移送").locator(".act a").click()
    expect(officer.locator("#told")).to_be_visible()
    sound(officer)
    assert said == [[], []]


def test_the_same_without_script(visit):
    page = visit("leader", java_script_enabled=False)
    page.goto("/duties/overdue/?late=5")
    page.check(".bulk [name=all]")
    page.click(".bulk button")
    assert page.locator("main form [name=all]").get_attribute("value") == "1"
    page.locator("main .acts-row a").click()
    assert page.url.endswith("/duties/overdue/?late=5")


@pytest.mark.parametrize("address", ["/duties/?tab=submitted", "/duties/?tab=closed&whose=unit", "/duties/?light=ok"])
def test_other_tabs_bar_nobody(visit, address):
    page = visit("gongan")
    said = complaints(page)
    page.goto(address)
    sound(page)
    assert said == []


def test_a_filter_redraws_the_list_alone(visit):
    page = visit("gongan")
    page.goto("/duties/?whose=unit")
    page.evaluate("window.stays = true")
    with page.expect_response(lambda answer: "light=over" in answer.url):
        page.select_option("[name=light]", "over")
    expect(page.locator("#duties tbody tr")).to_have_count(2)
    assert page.evaluate("window.stays") and "light=over" in page.url


def test_paper_shows_the_list_and_no_buttons(visit):
    page = visit("leader")
    page.goto("/duties/overdue/")
    page.emulate_media(media="print")
    expect(page.locator(".bulk")).to_be_hidden()
    expect(page.locator(".pick").first).to_be_hidden()
    expect(page.locator(".pagehead .acts")).to_be_hidden()
    expect(page.locator(".pagehead .print-only")).to_be_visible()
    expect(page.locator("#duties tbody tr").first).to_be_visible()
