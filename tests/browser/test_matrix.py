"""The responsibility matrix: keys, filters in the address, paper."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import PHONE

FOCUSED = "document.activeElement"
HIDDEN = """() => {  // what lies over the middle of the focused element, if that is not the element itself
    const box = document.activeElement.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
    const free = !top || document.activeElement.contains(top) || top.contains(document.activeElement);
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return free && seen ? "" : document.activeElement.outerHTML.slice(0, 150) + " under " + (top && top.className);
}"""


@pytest.fixture
def matrix(visit):
    page = visit("handler")
    page.goto("/tasks/matrix/")
    return page


def at(page) -> tuple[int, int]:
    """Row and column of the focused mark."""
    place = "cell => [cell.parentNode.rowIndex, cell.cellIndex]"
    return tuple(page.locator("td.cell:focus-within").evaluate(place))


def pressed(page, key: str) -> tuple[int, int]:
    page.keyboard.press(key)
    return at(page)


def test_one_tab_stop_and_arrow_keys(matrix):
    assert matrix.locator("td.cell a").count() > 100
    stop = matrix.locator('td.cell a:not([tabindex="-1"])')
    assert stop.count() == 1
    stop.focus()
    row, column = at(matrix)
    below = pressed(matrix, "ArrowDown")
    assert below[0] > row and below[1] == column
    first, last = pressed(matrix, "Home"), pressed(matrix, "End")
    assert first[0] == last[0] == below[0] and first[1] <= last[1]
    assert pressed(matrix, "ArrowRight") == last  # the row's end
    for _step in range(6):
        pressed(matrix, "ArrowDown")
    middle = pressed(matrix, "Home")
    right = pressed(matrix, "ArrowRight")
    assert right[0] == middle[0] and right[1] > middle[1]
    assert pressed(matrix, "ArrowLeft") == middle
    assert stop.count() == 1 and stop.evaluate(f"link => link === {FOCUSED}")
    said = stop.get_attribute("title") or stop.get_attribute("aria-label")
    target = stop.get_attribute("href")
    assert re.search(r"\d+.+杭州市.+(牵头|参与)", said)
    matrix.keyboard.press("Enter")
    matrix.wait_for_url(f"**{target}")
    assert matrix.locator(f"#{target.split('#')[1]}").is_visible()


def test_filters_stand_in_the_address_and_back_restores_them(matrix):
    rows = matrix.locator("table.mx tbody tr:not(.grp-row)")
    everything = rows.count()
    matrix.select_option("#role", "lead")
    matrix.wait_for_url("**role=lead**")
    matrix.select_option("#agency", label="杭州市司法局")
    matrix.wait_for_url("**agency=**")
    expect(rows).not_to_have_count(everything)
    few, address = rows.count(), matrix.url
    rows.locator("th a").first.click()
    matrix.wait_for_url("**/tasks/*/")
    matrix.go_back()
    matrix.wait_for_url(address)
    assert rows.count() == few
    assert matrix.input_value("#role") == "lead"
    matrix.fill("#words", "没有这样的任务")
    matrix.wait_for_selector("#matrix .empty0")
    matrix.go_back()
    matrix.wait_for_selector("table.mx")
    assert matrix.url == address and rows.count() == few
    matrix.reload()
    assert rows.count() == few


def test_focus_is_never_hidden(matrix, visit):
    matrix.set_viewport_size({"width": 1024, "height": 600})
    matrix.locator("td.cell a[tabindex='0']").focus()
    hidden = []
    for key in ["ArrowDown"] * 12 + ["End"] + ["ArrowDown", "ArrowLeft"] * 4 + ["Home", *["ArrowUp"] * 8]:
        matrix.keyboard.press(key)
        hidden.append(matrix.evaluate(HIDDEN))
    form = visit("business", viewport={"width": 390, "height": 480})
    form.goto("/agencies/new/")
    for key in ["Tab"] * 16 + ["Shift+Tab"] * 12:
        form.keyboard.press(key)
        if form.evaluate(f"{FOCUSED} !== document.body"):
            hidden.append(form.evaluate(HIDDEN))
    assert list(filter(None, hidden)) == []


def test_prints_on_one_sheet_of_a3(matrix):
    paper = matrix.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", paper)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert [(round(float(width)), round(float(height))) for width, height in sizes] == [(1191, 842)]


def test_on_a_phone_each_task_opens_its_participants(visit):
    page = visit("handler", viewport=PHONE)
    page.goto("/tasks/matrix/")
    assert not page.locator("table.mx").is_visible()
    row = page.locator(".mrow").filter(has=page.locator("details")).first
    assert row.locator(".role.lead").first.is_visible()
    participant = row.locator("details li").first
    assert not participant.is_visible()
    row.locator("summary .more").click()
    expect(participant).to_be_visible()
