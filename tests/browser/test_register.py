"""The register in the browser: a table with faults, a change that an institution proposes, accounts with letters."""

from playwright.sync_api import expect

from .conftest import PHONE
from .walk import barriers, complaints

TABLE = """name,region,category,beds,uscc
示例河畔诊所,上城区,clinic,2,
示例湖畔诊所,上城区,clinic,many,
示例山前诊所,上城区,no category,1,
示例林间诊所,上城区,clinic,1,12330102MB0000000X
"""


def test_a_table_with_faults_names_them_and_its_good_rows_are_taken_in(visit, work):
    keeper = visit("shangcheng")
    said = complaints(keeper)
    keeper.goto("/institutions/imports/new/")
    file = {"name": "table.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    keeper.set_input_files("input[type=file]", files=[file])
    assert barriers(keeper) == []
    keeper.locator("main form button[type=submit]").click()
    expect(keeper.locator("main")).to_contain_text("table.csv")

    work()
    keeper.reload()
    for words in ("many", "no category", "第 18 位"):
        expect(keeper.locator("main")).to_contain_text(words)
    assert barriers(keeper) == []
    keeper.locator("main form:has([name=skip_faulty]) button[type=submit]").click()
    work()
    keeper.reload()
    assert barriers(keeper) == []

    keeper.goto("/institutions/?q=示例河畔诊所")
    expect(keeper.locator("#institutions tbody tr")).to_have_count(1)
    keeper.goto("/institutions/?q=示例林间诊所")
    expect(keeper.locator("#institutions tbody tr")).to_have_count(0)
    assert said == []


def test_an_institution_proposes_and_the_district_decides_fact_by_fact(visit):
    clinic, keeper = visit("clinic", viewport=PHONE), visit("xihu")
    said = complaints(clinic) + complaints(keeper)
    clinic.goto("/institutions/")
    own = clinic.url
    clinic.locator("a[href$='/propose/']").click()
    clinic.fill("[name=phone]", "0571-88888888")
    clinic.fill("[name=principal]", "吴示例")
    clinic.fill("[name=reason]", "换号")
    assert barriers(clinic) == []
    clinic.locator("main form button[type=submit]").click()
    request = clinic.url
    assert "/institutions/changes/" in request and barriers(clinic) == []

    keeper.goto(request)
    expect(keeper.locator("main")).to_contain_text("0571-88888888")
    assert barriers(keeper) == []
    keeper.check("[name=accept_phone][value=yes]")
    keeper.check("[name=accept_principal][value=no]")
    keeper.fill("[name=reason_principal]", "请附任命文件")
    keeper.locator("main form button[type=submit]").first.click()
    expect(keeper.locator("main")).to_contain_text("请附任命文件")

    clinic.goto(own)
    expect(clinic.locator("main")).to_contain_text("0571-88888888")
    expect(clinic.locator("main")).not_to_contain_text("吴示例")
    assert said == []


def test_accounts_are_opened_many_at_once_with_letters_to_print(visit):
    system, security = visit("system"), visit("security")
    said = complaints(system) + complaints(security)
    system.goto("/institutions/accounts/")
    assert barriers(system) == []
    system.locator("main form[method=post] button[type=submit]").click()
    letters = system.locator(".letter")
    expect(letters.first).to_contain_text("密码")
    count = letters.count()
    assert count > 1 and barriers(system) == []

    security.goto("/agencies/roles/proposed/")
    assert barriers(security) == []
    security.check("[data-pick-all]")
    security.locator("main form button[type=submit]").click()
    expect(security.locator("[role=status], .messages").first).to_be_visible()
    assert security.locator("tbody tr").count() < count
    assert said == []


def test_somebody_asks_for_an_account_of_an_institution(visit):
    asker, keeper = visit(None, viewport=PHONE), visit("shangcheng")
    asker.goto("/account/login/")
    asker.locator("a[href$='/accounts/ask/']").click()
    for name, words in {"code": "12330102MB0000000G", "name": "郑示例", "phone": "0571-1"}.items():
        asker.fill(f"[name={name}]", words)
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    for name in ("licence", "letter"):
        asker.set_input_files(f"[name={name}]", files=[paper])
    assert barriers(asker) == []
    asker.locator("main form button[type=submit]").click()
    expect(asker.locator("main")).to_contain_text("示例第一医院")
    assert barriers(asker) == []

    keeper.goto("/institutions/accounts/requests/")
    assert barriers(keeper) == []
    keeper.locator("tbody a", has_text="示例第一医院").click()
    assert barriers(keeper) == []
    keeper.locator("main form button[type=submit]").click()

    asker.reload()
    expect(asker.locator("main")).to_contain_text("正在开户")
