"""The public's pages: no log-in, no cookie, no script, nothing of a person, and nothing that is no longer public."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from agencies.enums import PartyKind
from agencies.models import Party
from disclosure import services
from disclosure.enums import PublicationState as S
from kernel.drawing import qr_code
from tests.factories import make_membership, make_party, make_publication, make_user

from .conftest import NOON, SECRETS, fresh

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def public(office):
    return office.published()


def party_url(row) -> str:
    return f"/open/p/{row.party.public_id}/"


def text(answer) -> str:
    return answer.content.decode()


def addresses(row) -> list[str]:
    """One of each open page."""
    return [
        "/open/", "/open/?q=康仁", "/open/definitions/", "/open/publications.json", "/open/publications.csv",
        "/open/publications.atom", party_url(row), f"{party_url(row)}qr.svg", row.public_url, "/open/nowhere/",
    ]  # fmt: skip


def test_every_page_opens_without_login_cookie_and_script(client, public):
    for address in addresses(public):
        answer = client.get(address)

        assert answer.status_code == (404 if "nowhere" in address else 200), address
        assert (answer.cookies.output(), answer.get("Vary", "")) == ("", ""), address
        assert "<script" not in text(answer) and "hx-" not in text(answer), address
        assert "Cache-Control" in answer


def test_who_is_logged_in_gets_the_same_page(client, public):
    pages = {address: client.get(address).content for address in addresses(public)}
    client.force_login(make_membership(user=make_user()).user)
    client.cookies["django_language"] = "en"

    assert {address: client.get(address).content for address in addresses(public)} == pages


def test_no_page_writes(client, public):
    assert {client.post(address).status_code for address in addresses(public) if "nowhere" not in address} == {405}


def test_no_answer_shows_anything_of_a_person(client, office, public):
    person = make_party(region=office.agency.party.region, kind=PartyKind.PERSON, name="王小明")
    row = office.published(party=person, names=[])

    for address in [*addresses(public), row.public_url, "/open/?q=王小明"]:
        shown = text(client.get(address)).replace('value="王小明"', "").replace("王小明 ·", "")
        shown = shown.replace("%E7%8E%8B%E5%B0%8F%E6%98%8E", "")
        assert [secret for secret in SECRETS if secret in shown] == [], address
    assert "王*" in text(client.get(row.public_url))


@pytest.mark.parametrize("kind", [PartyKind.PERSON, PartyKind.PRACTITIONER, PartyKind.AGENCY])
def test_of_others_than_institutions_nothing_is_gathered(client, office, kind):
    row = make_publication(by=office.writer, party=make_party(kind=kind, name="张三丰"))

    assert client.get(party_url(row)).status_code == 404
    assert client.get(f"{party_url(row)}qr.svg").status_code == 404
    assert "/open/p/" not in text(client.get("/open/?q=张三丰"))
    assert client.get(f"/open/publications.json?party={row.party.public_id}").json()["publications"] == []
    assert client.get("/open/publications.json").json()["publications"][0]["party_id"] is None


def test_a_party_page_says_what_publications_say(client, office, public):
    facts = {"by": office.writer, "party": office.clinic}
    make_publication(**facts, kind="check", title="秋季检查", payload={"type": "双随机抽查", "result": "ordered"})
    make_publication(**facts, kind="grade", title="信用评定", payload={"grade": "a"})
    make_publication(**facts, kind="commitment", title="承诺", payload={"period": "2026"})
    make_publication(**facts, kind="order_withdrawn", title="撤销责令", payload={"text": "撤销"})

    page = text(client.get(party_url(public)))

    for words in (
        "康仁诊所",
        "王*无证执业案",
        "罚款50,000.00元",
        "双随机抽查",
        "信用评定",
        "承诺",
        "撤销责令",
        office.agency.party.name,
    ):
        assert words in page


def test_a_party_without_publications_has_a_page(client, office):
    answer = client.get(f"/open/p/{office.clinic.public_id}/")

    assert (answer.status_code, "康仁诊所" in text(answer)) == (200, True)


@pytest.mark.parametrize("state", sorted(set(S) - {S.PUBLISHED, S.WITHDRAWN, S.EXPIRED}))
def test_what_is_not_public_is_not_found(client, office, state):
    row = make_publication(by=office.writer, party=office.clinic, state=state, published_at=None, title="GEHEIM")

    assert client.get(row.public_url).status_code == 404
    for address in ("/open/", party_url(row), "/open/publications.json", "/open/publications.atom"):
        assert "GEHEIM" not in text(client.get(address))


def test_a_withdrawal_leaves_the_day_and_the_reason_and_nothing_else(client, office, public):
    shown = text(client.get(party_url(public)))
    services.withdraw(public, by=office.leader, at=TODAY, ground="revoked", reason="法院判决撤销")

    answer = client.get(public.public_url)

    assert answer.status_code == 410
    page = text(answer)
    assert "2026年11月22日" in page.replace(" ", "") and office.agency.party.name in page
    assert ("决定已撤销" in page, "法院判决撤销" in page) == (True, False)
    assert [words for words in ("康仁", "无证执业", "50,000", "李梅") if words in page] == []
    assert "无证执业案" in shown
    for address in (
        "/open/",
        party_url(public),
        "/open/publications.json",
        "/open/publications.csv",
        "/open/publications.atom",
    ):
        assert "无证执业" not in text(client.get(address)), address


def test_what_has_ended_says_so_and_nothing_else(client, office):
    row = office.published(public_until=date(2026, 11, 21))

    answer = client.get(row.public_url)

    assert (answer.status_code, "无证执业" in text(answer)) == (410, False)
    assert "2026年11月21日" in text(answer).replace(" ", "")


def test_a_page_from_the_cache_costs_one_query_and_a_new_one_eight_at_most(
    client, office, public, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(20):
        make_publication(by=office.writer, party=office.clinic)
    cache.clear()

    with django_assert_max_num_queries(8) as cold:
        first = client.get(party_url(public))
    with django_assert_num_queries(1):
        second = client.get(party_url(public))

    assert len(cold) <= 3
    assert first.content == second.content


@pytest.mark.parametrize("address", ["/open/", "/open/?q=康仁", "/open/publications.json", "/open/publications.atom"])
def test_lists_take_as_many_queries_for_many_as_for_one(client, office, public, django_assert_num_queries, address):
    client.get(address)
    with django_assert_num_queries(queries := 2 if "q=" in address else 1):
        client.get(address)
    for _ in range(4):
        party = make_party(region=office.agency.party.region, kind=PartyKind.INSTITUTION, name="康仁医院")
        make_publication(by=office.writer, party=party)

    with django_assert_num_queries(queries):
        client.get(address)


def test_the_cache_is_never_older_than_the_register(client, office, public):
    """Whatever happens to a publication, a correction of the name, and midnight: the next page is drawn anew."""
    other = office.approved(title="第二案")

    def title_is_shown(words: str) -> bool:
        return words in text(client.get(party_url(public)))

    assert (title_is_shown("王*无证执业案"), title_is_shown("第二案")) == (True, False)
    services.publish(other, by=office.leader, at=TODAY)
    assert title_is_shown("第二案")
    services.withdraw(public, by=office.leader, at=TODAY, ground="revoked", reason="Annulled")
    assert not title_is_shown("王*无证执业案")
    services.expire(today=date(2030, 1, 1))
    assert not title_is_shown("第二案")
    Party.objects.filter(pk=office.clinic.pk).update(name="康仁医院", version=2)
    assert title_is_shown("康仁医院")


def test_at_midnight_the_cache_is_not_asked(client, office, public, time_machine):
    services.withdraw(public, by=office.leader, at=TODAY, ground="revoked", reason="Annulled")
    row = office.published(title="短期", public_until=date(2026, 11, 22))
    time_machine.move_to(TODAY.replace(hour=23, minute=59, second=59), tick=False)
    assert "短期" in text(client.get(party_url(row)))

    time_machine.move_to(TODAY.replace(hour=0) + timedelta(days=1), tick=False)

    assert "短期" not in text(client.get(party_url(row)))
    assert fresh(row).state == S.PUBLISHED


def test_who_has_the_page_is_answered_in_short(client, office, public):
    tag = client.get(party_url(public))["ETag"]
    known = {"If-None-Match": tag}

    assert client.get(party_url(public), headers=known).status_code == 304
    assert client.get(f"{party_url(public)}?size=large", headers=known).status_code == 200
    services.withdraw(public, by=office.leader, at=TODAY, ground="revoked", reason="Annulled")
    answer = client.get(party_url(public), headers=known)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, no-cache")


def test_language_and_size_stand_in_the_address_and_are_kept(client, public):
    usual = text(client.get(party_url(public)))
    large = text(client.get(f"{party_url(public)}?lang=en&size=large"))

    assert 'lang="zh-CN"' in usual and 'class="large"' not in usual
    assert 'lang="en"' in large and 'class="large"' in large and "Administrative penalties" in large
    assert f"{public.public_url}?lang=en&amp;size=large" in large
    assert f'href="{party_url(public)}?lang=en"' in large  # the usual letters
    assert client.get(f"{party_url(public)}?lang=en")["Content-Language"] == "en"


@pytest.mark.parametrize("lang", ["fr", "<b>", ""])
def test_a_language_that_there_is_not_is_chinese(client, public, lang):
    assert 'lang="zh-CN"' in text(client.get(party_url(public), {"lang": lang}))


def test_the_search_finds_by_a_part_of_the_name(client, office):
    for number in range(25):
        make_party(region=office.agency.party.region, kind=PartyKind.INSTITUTION, name=f"安和第{number}诊所")

    first = text(client.get("/open/?q=安和"))
    more = re.search(r'href="(/open/\?q=[^"]+after=[^"]+)"', first)[1].replace("&amp;", "&")
    second = text(client.get(more))

    assert (first.count("/open/p/"), second.count("/open/p/")) == (20, 5)
    assert text(client.get("/open/?q=安和第3诊所")).count("/open/p/") == 1
    assert "康仁诊所" not in first


@pytest.mark.parametrize(
    "asked", ["?q=", "?q=康", "?q=%20康%20", "?q=康仁&after=rubbish", "?q=" + "康" * 500, "?after=1"]
)
def test_odd_searches_are_answered(client, office, asked):
    assert client.get(f"/open/{asked}").status_code == 200


def test_what_is_typed_is_shown_as_text(client, office):
    page = text(client.get("/open/", {"q": '"><img src=x>'}))

    assert "<img" not in page


def test_the_code_leads_to_the_page_whose_address_stays(client, office, public):
    image = client.get(f"{party_url(public)}qr.svg")

    assert image["Content-Type"] == "image/svg+xml"
    assert text(image) == qr_code(f"http://testserver{party_url(public)}", label="康仁诊所")
    assert "style=" not in text(image)


def test_a_party_that_ended_names_its_successor(client, office):
    heir = make_party(kind=PartyKind.INSTITUTION, name="安和医院")
    party = make_party(kind=PartyKind.INSTITUTION, name="旧诊所", valid_to=date(2026, 1, 1), successor=heir)

    assert f"/open/p/{heir.public_id}/" in text(client.get(f"/open/p/{party.public_id}/"))


def test_a_page_with_many_publications_stays_small(client, office):
    facts = {"by": office.writer, "party": office.clinic}
    for number in range(101):
        payload = {"type": "双随机抽查", "result": "ok", "rectification": "已整改" * 10}
        make_publication(**facts, title=f"第{number}次检查", payload=payload, formed_on=NOON.date())

    answer = client.get(f"/open/p/{office.clinic.public_id}/")

    assert text(answer).count("双随机抽查") == 100
    assert len(answer.content) < 100_000
    assert f"publications.json?party={office.clinic.public_id}" in text(answer)
