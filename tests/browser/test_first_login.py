"""A new colleague: from the administrator's printed letter to the second factor, and in again with its code."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from .conftest import PHONE, type_password
from .walk import barriers, complaints, sideways

OWN_PASSWORD = "Herbst-Regen-2026"
STEP = 30  # seconds that a code is valid


def submit(page: Page) -> None:
    page.click("main form[method=post] button[type=submit]")


def checked(page: Page, heading: str) -> None:
    """The page with this heading has come, and nothing on it bars a reader."""
    expect(page.get_by_role("heading", level=1).first).to_have_text(heading)
    assert (page.url, barriers(page), sideways(page)) == (page.url, [], "")


def open_account(page: Page, username: str) -> tuple[str, str]:
    """Open an account as the system administrator; returns the first password, and the address of the person's page."""
    page.goto("/agencies/people/new/")
    page.fill("[name=name]", "示例·新同事")
    page.fill("[name=username]", username)
    page.select_option("[name=agency]", label="杭州市审计局")
    page.select_option("[name=role]", label="经办人")
    submit(page)
    checked(page, "医疗卫生行业综合监管门户账号通知单")
    password = page.locator(".letter .secret").inner_text()
    page.goto(f"/agencies/people/?q={username}")
    return password, page.locator("main a[href^='/agencies/people/']").filter(has_text="新同事").get_attribute("href")


def code(secret: str) -> str:
    """The code that the app shows; a new one where the old one would be over before it is sent."""
    if (left := STEP - time.time() % STEP) < STEP / 6:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP))


def choose_password(page: Page, first: str) -> None:
    checked(page, "修改密码")
    for name, value in {"oldpassword": first, "password1": OWN_PASSWORD, "password2": OWN_PASSWORD}.items():
        page.fill(f"[name={name}]", value)
    submit(page)


def set_up_second_factor(page: Page) -> list[str]:
    """Returns the recovery codes."""
    checked(page, "绑定验证器应用")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    page.fill("[name=code]", "000000")
    submit(page)
    expect(page.locator(".field.bad")).to_be_visible()
    page.fill("[name=code]", code(page.locator(".secret").inner_text()))
    submit(page)
    checked(page, "恢复码")
    return page.locator(".codes li").all_inner_texts()


def test_from_the_letter_to_the_second_factor(visit):
    system, security = visit("system", viewport=PHONE), visit("security")
    first, person = open_account(system, "new.colleague")
    security.goto(person)
    submit(security)  # confirms the role
    expect(security.locator("main")).to_contain_text("经办人")

    page = visit(viewport=PHONE)
    said = complaints(page)
    type_password(page, "new.colleague", first)
    choose_password(page, first)
    codes = set_up_second_factor(page)
    page.goto("/tasks/matrix/")
    expect(page.get_by_role("heading", level=1)).to_have_text("责任矩阵")
    assert len(codes) == 10

    page = visit()
    type_password(page, "new.colleague", OWN_PASSWORD)
    checked(page, "双因素认证")
    page.goto("/tasks/")
    assert "/account/2fa/authenticate/" in page.url  # half a log-in opens nothing
    page.fill("[name=code]", codes[0])
    submit(page)
    page.wait_for_url("**/reports/mine/")
    assert said == []


@pytest.mark.parametrize("wish", ["/tasks/?agency=1&q=%E6%89%A7%E6%B3%95", "/agencies/account/"])
def test_the_log_in_leads_to_the_page_that_was_asked_for(visit, wish):
    page = visit()
    page.goto(wish)
    assert "/account/login/" in page.url
    page.fill("input[name=login]", "viewer")
    page.fill("input[name=password]", "not-this-one-1")
    page.locator("main button[type=submit]").first.click()
    expect(page.locator(".errbox")).to_be_visible()
    page.get_by_role("button", name=re.compile("查阅人.*viewer")).click()
    page.wait_for_url(f"**{wish}")
