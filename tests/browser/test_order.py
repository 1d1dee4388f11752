"""A supervision order in the browser: a leader issues it, the other unit is told, opens, receives and replies to it."""

import os
import re
import subprocess

from playwright.sync_api import Page, expect

from oversight.embedded.supervisor import PYTHON

from .conftest import DESKTOP, PHONE
from .test_pages import faults
from .walk import complaints

TITLE = "请报送夜间巡查情况"
ORDER = re.compile(r"/duties/orders/[0-9a-f-]{36}/$")
REMIND = "from django.utils import timezone; from obligations.reminders import remind; remind(at=timezone.now())"


def sound(page: Page) -> None:
    """Nothing bars a reader of the open page, on a desk or a phone."""
    assert (page.url, faults(page)) == (page.url, [])


def send(page: Page, button: str = "main form[method=post] button[type=submit]") -> None:
    with page.expect_navigation():
        page.click(button)


def issue(page: Page) -> str:
    """As the leader; returns the address of the order."""
    page.goto("/duties/orders/")
    page.click("main a[href='/duties/orders/new/']")
    sound(page)
    page.fill("main [name=q]", "公安局")
    page.locator("#units a").filter(has_text="杭州市公安局").click()
    page.fill("[name=title]", TITLE)
    send(page)
    expect(page.locator(".field.bad textarea[name=text]")).to_be_visible()
    sound(page)
    assert page.input_value("[name=title]") == TITLE
    page.fill("[name=text]", "请报送本月夜间巡查次数、发现的问题和处理情况。")
    send(page)
    sound(page)
    send(page, "button[name=confirmed]")
    page.wait_for_url(ORDER)
    sound(page)
    return page.url


def remind(database: dict[str, str]) -> None:
    """What the worker does every five minutes."""
    command = [*PYTHON, "manage.py", "shell", "--no-imports", "-c", REMIND]
    subprocess.run(command, env={**os.environ, **database, "DEBUG": "1"}, check=True, capture_output=True)


def test_from_the_order_to_the_reply(visit, database):
    leader, officer = visit("leader"), visit("gongan", viewport=PHONE)
    said = [complaints(page) for page in (leader, officer)]
    order = issue(leader)
    remind(database)

    officer.goto("/")
    officer.locator("header a[href^='/notices/']").click()
    expect(officer.locator("main a").filter(has_text=TITLE)).to_have_count(1)
    sound(officer)
    officer.locator("main a[href^='/notices/']").filter(has_text=TITLE).click()
    officer.wait_for_url(order)  # the notice leads to the order itself
    sound(officer)

    send(officer, "form[action$='/receive/'] button")
    officer.wait_for_url(order)
    officer.click("a[href$='/reply/']")
    send(officer)
    expect(officer.locator(".field.bad textarea[name=text]")).to_be_visible()
    sound(officer)
    officer.fill("[name=text]", "巡查 12 次，发现问题 3 个，均已处理。")
    files = [
        {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " * 20} for name in ("清单.pdf", "照片.pdf")
    ]
    officer.set_input_files("[name=evidence]", files)
    send(officer)
    officer.wait_for_url(order)
    expect(officer.locator(".files a")).to_have_text(["清单.pdf", "照片.pdf"])
    sound(officer)

    leader.goto(order)
    leader.click("a[href$='/judge/']")
    sound(leader)
    leader.check("[name=decision][value=close]")
    send(leader)
    leader.wait_for_url(order)
    expect(leader.locator("main .pagehead .btn-primary")).to_have_count(0)
    sound(leader)
    for paper in ("print/", "print/?receipt"):
        leader.goto(order + paper)
        sound(leader)

    officer.set_viewport_size(DESKTOP)
    officer.goto("/notices/")
    expect(officer.locator("main a").filter(has_text=TITLE)).to_have_count(2)  # issued, and accepted
    officer.goto("/duties/?tab=closed")
    expect(officer.locator("main tbody tr").filter(has_text=TITLE)).to_have_count(2)  # the receipt and the reply
    assert [words for some in said for words in some if "422" not in words] == []
