"""A document becomes a plan by keyboard: sent, its doubts decided, the tasks made; then a newer version of it."""

from playwright.sync_api import expect

from tests.tasks.importer.plan_tables import flatten, row

from .conftest import PHONE
from .walk import barriers, complaints

TITLE = "示例市诊所规范提升任务清单"
FIRST = flatten([row(1, participants="市信息中心"), row(2), row(3, participants="市级相关部门")], title=TITLE)
SECOND = flatten([row(1), row(2), row(3, title="建立信用记录")], title=TITLE)


def send(page, text: str) -> None:
    page.goto("/tasks/drafts/new/")
    file = {"name": "plan.txt", "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("input[type=file]", files=[file])
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_text(TITLE)


def decide_all(page) -> None:
    """Press the last way out of each doubt that is left: it stands as it was read."""
    ways = page.locator("#found .wn .acts button:last-child")
    while ways.count():
        status = page.locator("#found .bulk [role=status]").inner_text()
        ways.first.click()
        expect(page.locator("#found .bulk [role=status]")).not_to_have_text(status)


def test_a_document_becomes_a_plan_and_its_newer_version_follows(visit):
    keeper = visit("shangcheng")
    said = complaints(keeper)
    send(keeper, FIRST)
    assert barriers(keeper) == []

    left = keeper.locator("#found .bulk [role=status]")
    keeper.keyboard.press("j")
    expect(keeper.locator(".imp.cur")).to_have_count(1)
    expect(keeper.locator(".src .blk.cur")).to_have_count(1)
    keeper.keyboard.press("Enter")  # all that is doubted about the first task stands
    expect(left).not_to_contain_text("已确认 0 /")
    decide_all(keeper)
    keeper.locator("#found a.btn-primary").click()
    assert barriers(keeper) == []
    keeper.locator("main form button[type=submit]").click()
    expect(keeper.locator("main")).to_contain_text("市信息中心")

    send(keeper, SECOND)
    decide_all(keeper)
    keeper.locator("#found a.btn-primary").click()
    expect(keeper.locator("main")).to_contain_text("移出方案")
    assert barriers(keeper) == []
    keeper.locator("main form button[type=submit]").click()
    expect(keeper.locator("main")).to_contain_text("建立信用记录")
    expect(keeper.locator("main")).not_to_contain_text("第3项工作")
    assert said == []


def test_the_pages_on_a_phone(visit):
    keeper = visit("shangcheng", viewport=PHONE)
    send(keeper, FIRST.replace("第1项", "首项"))
    draft = keeper.url.split("?")[0]
    for page in ("", "tasks/1/", "name/?name=市级相关部门", "document/", "accept/", "discard/"):
        keeper.goto(draft + page)
        assert barriers(keeper) == [], page
        assert keeper.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page
