"""Forms in the browser: wrong passwords, a double click, a record that somebody else has changed."""

from .conftest import type_password


def agency_page(page, name: str) -> str:
    """The address of an agency's page, found by its name."""
    page.goto(f"/agencies/?q={name}")
    link = page.locator("#agencies tbody a").filter(has_text=name).first
    return link.get_attribute("href") or ""


def test_five_wrong_passwords_lock_the_log_in(visit):
    """Of an account that no other test of this portal uses: the lock stays."""
    page = visit()
    for _attempt in range(5):
        type_password(page, "hospital2", "wrong-Password-1")
        page.wait_for_load_state()
    said = page.locator("main").inner_text()
    assert "5 次" in said and "30 分钟" in said
    type_password(page, "hospital2")
    assert page.locator("main h1").inner_text() == page.title().split(" · ")[0] == "登录已锁定"


def test_a_double_submit_makes_one_agency(visit):
    page = visit("business")
    page.goto("/agencies/new/")
    page.select_option("[name=region]", label="杭州市")
    page.fill("[name=name]", "杭州市演示双击局")
    page.fill("[name=short_name]", "双击局")
    page.select_option("[name=kind]", index=1)
    page.fill("[name=position]", "900")
    twice = "form => { const copy = () => fetch(form.action, {method: 'POST', body: new FormData(form)}); "
    twice += (
        "return Promise.all([copy(), copy()]).then(answers => answers.map(answer => [answer.status, answer.url])) }"
    )
    first, second = page.locator("main form[method=post]").evaluate(twice)
    assert first == second and first[0] == 200 and "/new/" not in first[1]
    page.locator("main form[method=post] button[type=submit]").dblclick()
    page.wait_for_url(first[1])
    page.goto("/agencies/?q=演示双击局")
    assert page.locator("#agencies tbody tr").count() == 1


def test_a_stale_edit_shows_both_versions_and_keeps_what_was_typed(visit):
    mine, theirs = visit("business"), visit("business")
    address = agency_page(mine, "杭州市审计局")
    for page in (mine, theirs):
        page.goto(f"{address}edit/")
    theirs.fill("[name=short_name]", "市审计")
    theirs.click("main form[method=post] button[type=submit]")
    theirs.wait_for_url(f"**{address}")

    mine.fill("[name=short_name]", "审计")
    with mine.expect_response(lambda answer: answer.request.method == "POST") as answer:
        mine.click("main form[method=post] button[type=submit]")
    assert answer.value.status == 409
    row = mine.locator("table tr").filter(has_text="市审计")
    assert row.locator("td").all_inner_texts() == ["市审计", "审计"]
    assert mine.input_value("[name=short_name]") == "审计"
    mine.click("main form[method=post] button[type=submit]")
    mine.wait_for_url(f"**{address}")
    assert "市审计" not in mine.locator("main .props").first.inner_text()


def test_errors_are_listed_in_words_that_lead_to_the_fields(visit):
    page = visit("business")
    page.goto("/agencies/new/")
    page.fill("[name=short_name]", "只有简称")
    page.locator("main form[method=post]").evaluate("form => form.noValidate = true")
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_selector(".field.bad")
    assert page.title().startswith("错误")
    assert page.input_value("[name=short_name]") == "只有简称"
    link = page.locator("main [role=alert] a[href^='#']").first
    link.click()
    assert page.evaluate("document.activeElement.closest('.field.bad') !== null || location.hash !== ''")
