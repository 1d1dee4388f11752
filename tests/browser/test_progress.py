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
    lead.get_by_role("link", name="退回", exact=True).click()
    lead.fill("[name=reason]", "示例·请补充移送单位。")
    lead.locator("main form button[type=submit]").click()
    lead.wait_for_load_state()

    officer.goto(address)
    expect(officer.locator("main")).to_contain_text("示例·请补充移送单位。")
    officer.fill("[name=text]", "示例·查处号贩子 12 人，均已移送市医保局。")
    officer.click("[name=submit]")
    expect(officer.locator("main")).to_contain_text("待本单位审核")
    reviewer.goto(address)
    press(reviewer, "审核通过并提交")
    lead.goto(address)
    press(lead, "采纳")
    commission.goto(address)
    press(commission, "确认")
    expect(commission.locator("main")).to_contain_text("已确认")

    commission.goto("/tasks/matrix/")
    done = commission.locator("td.cell a[title*='杭州市公安局'][title*='办结']")
    expect(done).to_have_count(2)  # one of them is closed for good
    assert barriers(commission) == []
    assert said == [[], []]


def test_what_was_typed_before_the_scripts_ran_is_kept(visit):
    page = visit("gongan")
    page.goto("/tasks/entries/?tab=write")
    page.locator("#entries tbody a").last.click()
    address = page.url
    slow = []
    page.route("**/portal/portal*.js", lambda route: slow.append(route))
    page.goto(address, wait_until="commit")
    page.fill("[name=text]", "示例·打得很快。")
    slow[0].continue_()
    expect(page.locator("#kept")).to_contain_text("已保存")


def test_what_was_typed_outlives_the_end_of_the_login(visit):
    page = visit("gongan")
    page.goto("/tasks/entries/?tab=write")
    page.locator("#entries tbody a").first.click()
    address, text = page.url, "示例·登录失效前刚刚填写的内容。"
    page.context.clear_cookies(name="sessionid")
    page.fill("[name=text]", text)

    page.wait_for_url("**/account/login/**")  # the page wanted to keep it by itself
    page.get_by_role("button", name="gongan /").click()
    page.wait_for_url(address)

    assert page.input_value("[name=text]") == text
    expect(page.locator("[data-put-back]")).to_be_visible()
    assert barriers(page) == []


def test_a_submit_waits_for_the_keeping_that_is_under_way(visit):
    page = visit("gongan")
    page.goto("/tasks/entries/?tab=write")
    page.locator("#entries tbody a").first.click()
    slow = []
    page.route("**/keep/", lambda route: (slow.append(1), page.wait_for_timeout(1500), route.continue_()))
    with page.expect_request("**/keep/"):
        page.fill("[name=text]", "示例·第一稿")
    page.fill("[name=text]", "示例·第二稿")
    page.get_by_role("button", name="保存草稿").click()

    expect(page.locator("main")).to_contain_text("草稿已保存")
    assert slow and page.input_value("[name=text]") == "示例·第二稿"
