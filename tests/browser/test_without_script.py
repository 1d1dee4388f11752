"""With JavaScript switched off: logging in, reading, filtering, changing unit and language, logging out."""

from .conftest import type_password


def test_everything_works_without_script(visit):
    page = visit(java_script_enabled=False)
    type_password(page, "both")
    page.wait_for_url("**/reports/")  # what is due
    assert page.locator("main table tbody tr").count() > 0
    page.goto("/tasks/matrix/")
    assert page.locator("td.cell a").count() > 100
    page.select_option("#role", "lead")
    page.fill("#words", "执法")
    page.locator("#words").press("Enter")
    page.wait_for_url("**role=lead**")  # loaded, not only begun
    assert 0 < page.locator("table.mx tbody tr:not(.grp-row)").count() < 10
    assert page.input_value("#words") == "执法"

    page.locator("details.menu summary").click()
    page.locator("button[name=membership]").first.click()
    assert "role=lead" in page.url
    assert "杭州市医改领导小组" in page.locator("details.menu summary").inner_text()

    page.locator("button[name=language]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("button[name=language]").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"

    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.goto("/tasks/matrix/")
    assert "/account/login/" in page.url


def test_the_menu_opens_on_a_phone_without_script(visit):
    page = visit("handler", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto("/tasks/matrix/")
    entry = page.locator("#side a.nav-a[href='/tasks/']")
    assert not entry.is_visible()
    page.locator("#nav-open").click()
    assert entry.is_visible()
    entry.click()
    page.wait_for_url("**/tasks/")
