"""A self-inspection on a phone whose network goes in the middle: nothing is lost, nothing counts twice."""

import json
import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from oversight.embedded.supervisor import PYTHON

from .conftest import PHONE
from .walk import barriers, complaints, sideways

PHOTO = {
    "name": "proof.png",
    "mimeType": "image/png",
    "buffer": bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
        "0000000049454e44ae426082"
    ),
}
OPEN = """
import json
from datetime import timedelta
from django.utils import timezone
from agencies.models import Membership
from inspections.models import Checklist, Round, SelfInspection
from inspections.services.opening import open_round
now, today = timezone.now(), timezone.localdate()
party = Membership.objects.get(user__username="clinic").party
row = Round.objects.create(
    region=party.region, region_path=party.region_path, kind="special", period="S-browser", title="消毒隔离专项自查",
    reason="近期通报", checklist=Checklist.objects.filter(region=None).first(), starts_on=today, opens_on=today,
    due_on=today + timedelta(days=10), audience={"only": [str(party.public_id)]},
)
open_round(row, at=now)
print(SelfInspection.objects.get(round=row).get_absolute_url())
"""
ASK = """
import json
from inspections.models import SelfInspection
row = SelfInspection.objects.get(period="S-browser")
print(json.dumps({
    "answers": {a.item.code: [a.verdict, a.explanation] for a in row.answers.select_related("item")},
    "changes": row.changes.count(), "files": row.evidence.count(), "state": row.state,
}))
"""
KEPT = """async () => [(await indexedDB.databases()).map((one) => one.name), await caches.keys()]"""


@pytest.fixture(scope="module")
def shell(environment, portal):
    def run(code: str) -> str:
        command = [*PYTHON, "manage.py", "shell", "--no-imports", "-c", code]
        said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        return said.stdout.strip().splitlines()[-1]

    return run


@pytest.fixture(scope="module")
def report(shell) -> str:
    """The address of a report that nobody else has."""
    return shell(OPEN)


def item(page: Page, code: str):
    return page.locator(".item").filter(has=page.locator("legend .num", has_text=re.compile(f"^{code}$")))


def test_answers_and_photos_outlive_the_network_and_the_page(visit, report, shell):
    page = visit("clinic", viewport=PHONE)
    said = complaints(page)
    page.goto(report)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # now the worker keeps the page
    item(page, "A1").locator("[value=met]").check(force=True)
    expect(page.locator("#saved")).to_contain_text("已保存")
    assert (barriers(page), sideways(page)) == ([], "")

    page.context.set_offline(True)
    item(page, "A5").locator("[value=not_met]").check(force=True)
    item(page, "A5").locator("textarea").fill("超出登记科目的项目已停止，正在办理变更")
    item(page, "A5").locator("input[type=file]").set_input_files(PHOTO)
    expect(item(page, "A5").locator(".photo")).to_have_count(1)  # kept after the words
    expect(page.locator("#saved")).to_contain_text("保留在本机")
    assert (barriers(page), sideways(page)) == ([], "")
    page.reload()  # without network, from the device
    expect(item(page, "A5").locator("textarea")).to_have_value("超出登记科目的项目已停止，正在办理变更")
    expect(page.locator("#answered")).to_have_text("2")
    other = page.context.new_page()
    page.close()
    other.goto(report)
    expect(item(other, "A5").locator("[value=not_met]")).to_be_checked()
    expect(item(other, "A5").locator(".photo")).to_have_count(1)

    other.context.set_offline(False)
    expect(other.locator("#saved")).to_contain_text("已保存")
    expect(item(other, "A5").locator(".photo img")).to_have_count(1)
    facts = json.loads(shell(ASK))
    assert facts["answers"] == {"A1": ["met", ""], "A5": ["not_met", "超出登记科目的项目已停止，正在办理变更"]}
    assert (facts["changes"] <= 3, facts["files"], facts["state"]) == (True, 1, "in_progress")
    assert [words for words in said if "Failed to load resource" not in words and "ERR_INTERNET" not in words] == []


def test_two_who_answer_apart_see_both_answers(visit, report):
    first, second = visit("clinic"), visit("clinic", viewport=PHONE)
    first.goto(report)
    second.goto(report)
    second.context.set_offline(True)
    item(second, "A3").locator("[value=met]").check(force=True)
    item(first, "A3").locator("[value=not_met]").check(force=True)
    expect(first.locator("#saved")).to_contain_text("已保存")

    second.context.set_offline(False)

    expect(item(second, "A3").locator(".refused")).to_contain_text("其他人也填写了本项")
    second.reload()
    expect(item(second, "A3").locator(".rival")).to_contain_text("符合")
    item(second, "A3").get_by_role("button", name="采用这份").click()
    expect(item(second, "A3").locator("[value=met]")).to_be_checked()
    expect(item(second, "A3").locator(".rival")).to_have_count(0)


def test_at_the_log_out_a_warning_comes_and_the_device_is_wiped(visit, report):
    page = visit(None, viewport=PHONE)
    page.goto("/account/login/")
    page.get_by_role("button", name=re.compile("clinic")).click()
    page.wait_for_url(re.compile("/reports/"))
    page.goto(report)
    page.context.set_offline(True)
    item(page, "A4").locator("[value=not_applicable]").check(force=True)
    expect(page.locator("#saved")).to_contain_text("保留在本机")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator("details.menu summary").last.click()

    page.get_by_role("button", name="退出登录").click()

    expect(page.locator("#saved")).to_contain_text("保留在本机")  # it was not left
    assert ["尚未上传" in words for words in asked] == [True]
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("已保存")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/account/"))
    assert page.evaluate(KEPT) == [[], []]
