"""An entry on its way: kept by itself, handed in with a file, accepted, confirmed; then its light in the matrix."""

from playwright.sync_api import expect

from .conftest import PHONE
from .walk import barriers, complaints


def press(page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()


def test_from_the_return_to_the_confirmation(visit):
    officer, reviewer = visit("gongan", viewport=PHONE), visit("gongan2")
    said = [complaints(page) for page in (officer, reviewer)]
    officer.goto("/tasks/entries/?tab=write")
    assert barriers(officer) == []
    officer.locator("#entries tbody a").first.click()
    address = officer.url
    officer.fill("[name=text]", "示例·查处号贩子 12 人，均已移送。")
    expect(officer.locator("#kept")).to_contain_text("已保存")
    assert barriers(officer) == []
    file = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 report"}
    officer.set_input_files("[name=evidence]", files=[file])
    officer.click("[name=submit]")
    expect(officer.locator("main")).to_contain_text("待本单位审核")
    expect(officer.locator(".files")).to_contain_text("report.pdf")

    reviewer.goto(address)
    assert barriers(reviewer) == []
    press(reviewer, "审核通过并提交")
    lead, commission = visit("handler"), visit("reviewer")
    lead.goto(address)
    press(lead, "采纳")
    commission.goto(address)
    press(commission, "确认")
    expect(commission.locator("main")).to_contain_text("已确认")

    commission.goto("/tasks/matrix/")
    done = commission.locator("td.cell a[title*='杭州市公安局'][title*='办结']")
    expect(done).to_have_count(3)  # one of them is closed for good
    assert barriers(commission) == []
    assert said == [[], []]
