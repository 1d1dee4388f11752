"""The public pages in the browser: found by a part of a name, on a desk and a phone, large, without script, light."""

import gzip

import pytest

from .conftest import DESKTOP, PHONE
from .test_pages import faults
from .walk import complaints

REQUESTS, BYTES = 5, 100_000
MARK = "/mark.svg"  # of the browser's tab


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_from_the_search_to_a_publication(visit, viewport):
    page = visit(None, java_script_enabled=True, viewport=viewport)
    said = complaints(page)
    page.goto("/open/")
    assert faults(page) == []
    page.fill("#q", "第一医院")
    page.press("#q", "Enter")
    assert faults(page) == []
    page.get_by_role("link", name="示例第一医院").click()
    assert page.locator("h1").inner_text() == "示例第一医院"
    assert faults(page) == []
    page.get_by_role("link", name="病历管理").click()
    assert faults(page) == []
    assert page.context.cookies() == []
    assert said == []


def test_large_letters_without_script(visit):
    page = visit(None, java_script_enabled=False, viewport=PHONE)
    page.goto("/open/?q=示例第一医院")
    page.locator("header a.btn:not([lang])").click()
    page.get_by_role("link", name="示例第一医院").click()
    assert page.locator("body.large").count() == 1
    box = page.locator("a[href='tel:12345']").bounding_box()
    assert box and box["height"] >= 60
    page.locator("a.btn[lang=en]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("body.large").count() == 1


@pytest.mark.parametrize("address", ["/open/", "/open/definitions/", "/open/?q=没有这个名字", "/open/nowhere/"])
def test_pages_beside_the_way(visit, address):
    page = visit(None)
    page.goto(f"{address}{'&' if '?' in address else '?'}size=large")
    assert faults(page) == []


def test_a_page_is_light(visit):
    search, page, answers = visit(None), visit(None), []
    search.goto("/open/?q=示例第一医院")
    link = search.get_by_role("link", name="示例第一医院").get_attribute("href")
    page.on("response", lambda answer: answers.append(answer))  # a plain method cannot carry Playwright's marks
    page.goto(link, wait_until="networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers if not answer.url.endswith(MARK)}
    assert len(sizes) <= REQUESTS and sum(sizes.values()) <= BYTES, sizes
