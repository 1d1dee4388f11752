"""The pages of the publishing agency: list, draft, both versions side by side, steps with what comes of them."""

import pytest
from django.urls import reverse

from agencies.enums import PartyKind
from disclosure import services
from disclosure.enums import PublicationState as S
from disclosure.models import Publication
from tests.factories import make_party, make_publication

from .conftest import CARD, NOON, PENALTY, fresh, make_office

pytestmark = pytest.mark.django_db
LIST = "/disclosure/"


@pytest.fixture
def visit(client, office):
    def visit(by):
        client.force_login(by.user)
        client.cookies["django_language"] = "en"
        return client

    return visit


def step(row, verb: str) -> str:
    return reverse("disclosure:step", kwargs={"public_id": row.public_id, "verb": verb})


def entered(**facts) -> dict:
    fields = {f"field-{key}": text for key, text in PENALTY.items()}
    days = {"formed_on": "2026-09-21", "public_until": "2027-09-21"}
    key = {"form_key": "6f3b7c1e-95ad-4a34-8d5e-6f0a8f9f4c11"}
    return {"title": "王小明无证执业案", "names": "王小明\n", **days, **fields, **key, **facts}


def test_from_the_search_to_a_saved_draft(visit, office):
    client = visit(office.writer)
    make_party(region=office.agency.party.region, kind=PartyKind.INSTITUTION, name="安和医院")

    page = client.get("/disclosure/new/", {"kind": "penalty", "q": "康仁"}).content.decode()
    form = reverse("disclosure:draft", kwargs={"kind": "penalty", "party": office.clinic.public_id})
    assert (form in page, "安和医院" in page) == (True, False)

    answer = client.post(form, entered())
    again = client.post(form, entered())

    row = Publication.objects.get()
    assert answer.url == again.url == row.get_absolute_url()
    assert (row.title, row.original.names) == ("王*无证执业案", ["王小明"])


def test_a_fault_keeps_what_was_typed(visit, office):
    form = reverse("disclosure:draft", kwargs={"kind": "penalty", "party": office.clinic.public_id})

    answer = visit(office.writer).post(form, entered(public_until="2039-01-01"))

    assert answer.status_code == 422
    assert "2029-09-21 at the latest" in answer.content.decode()
    assert PENALTY["facts"] in answer.content.decode()


@pytest.mark.parametrize("q", ["", "康"])
def test_a_search_needs_two_signs(visit, office, q):
    assert visit(office.writer).get("/disclosure/new/", {"kind": "penalty", "q": q}).status_code == 422


def test_about_another_territory_there_is_no_form(visit, office):
    other = make_office()

    for kind, party in (("penalty", other.clinic), ("gossip", office.clinic)):
        url = reverse("disclosure:draft", kwargs={"kind": kind, "party": party.public_id})
        assert visit(office.writer).get(url).status_code == 404


def test_a_draft_is_edited_from_what_was_recorded(visit, office):
    row = office.draft()
    client, url = visit(office.writer), reverse("disclosure:edit", kwargs={"public_id": row.public_id})
    assert PENALTY["facts"] in client.get(url).content.decode()

    answer = client.post(url, entered(title="更正", version=row.version))

    assert (answer.status_code, fresh(row).title) == (302, "更正")


def test_a_stale_form_shows_both(visit, office):
    row = office.draft()
    client, url = visit(office.writer), reverse("disclosure:edit", kwargs={"public_id": row.public_id})
    client.post(url, entered(title="先", version=row.version))

    answer = client.post(url, entered(title="后", version=row.version))

    assert (answer.status_code, fresh(row).title) == (409, "先")


def test_a_checker_reads_both_versions_and_passes(visit, office):
    row = services.submit_draft(office.draft(), by=office.writer, at=NOON)
    client = visit(office.reviewer)

    page = client.get(step(row, "pass_privacy")).content.decode()
    assert CARD in page and "王*（***）无证执业" in page and "What comes of it" in page
    assert client.post(step(row, "pass_privacy"), {"version": row.version}).url == row.get_absolute_url()
    assert fresh(row).state == S.SECRECY_CHECK


def test_the_writer_is_told_that_another_has_to_check(visit, office):
    row = services.submit_draft(office.draft(by=office.reviewer), by=office.writer, at=NOON)
    client = visit(office.reviewer)

    assert "You wrote in it" in client.get(row.get_absolute_url()).content.decode()
    assert client.get(step(row, "pass_privacy")).status_code == 403
    assert client.post(step(row, "pass_privacy"), {"version": row.version}).status_code == 403


def test_publishing_and_withdrawing_ask_first(visit, office):
    row = office.approved()
    client = visit(office.leader)

    page = client.get(step(row, "publish")).content.decode()
    assert "Everybody can read" in page and fresh(row).state == S.APPROVED
    client.post(step(row, "publish"), {"version": row.version})
    row = fresh(row)
    assert row.state == S.PUBLISHED

    page = client.get(step(row, "withdraw")).content.decode()
    assert "Your own words stay inside" in page
    assert client.post(step(row, "withdraw"), {"version": row.version}).status_code == 422  # without a reason
    client.post(step(row, "withdraw"), {"version": row.version, "ground": "revoked", "reason": "Annulled"})
    assert (fresh(row).state, fresh(row).withdrawal_reason) == (S.WITHDRAWN, "Annulled")


def test_the_other_steps_have_pages(visit, office):
    row, client = office.draft(), visit(office.leader)
    client.post(step(row, "submit"), {"version": row.version})
    client.post(step(row, "return"), {"version": row.version + 1, "reason": "A patient's name"})
    row = fresh(row)
    assert "A patient&#x27;s name" in client.get(row.get_absolute_url()).content.decode()

    client.post(step(row, "discard"), {"version": row.version, "reason": "Not needed"})
    assert fresh(row).state == S.DISCARDED

    public = office.published()
    client.post(step(public, "ask_withdrawal"), {"version": public.version, "on": "2026-09-22"})
    assert fresh(public).withdrawal_asked_at is not None


def test_a_step_that_is_over_is_refused_with_a_sentence(visit, office):
    row = office.published()

    answer = visit(office.leader).post(step(row, "publish"), {"version": row.version})

    assert answer.status_code in {409, 422}
    assert "is not possible" in answer.content.decode()
    assert visit(office.leader).get(step(row, "forge")).status_code == 404


def test_the_list_is_narrowed(visit, office):
    client = visit(office.writer)
    draft = make_publication(by=office.writer, state=S.DRAFT, title="DRAFT", formed_on="2026-01-05")
    public = make_publication(
        by=office.writer, kind="grade", payload={"grade": "a"}, title="PUBLIC", formed_on="2026-03-05"
    )

    def shown(**asked):
        page = client.get(LIST, asked).content.decode()
        return {row.title for row in (draft, public) if row.title in page}

    assert shown() == {"DRAFT", "PUBLIC"}
    assert shown(state="draft") == {"DRAFT"}
    assert shown(kind="grade") == {"PUBLIC"}
    assert shown(since="2026-02-01") == {"PUBLIC"}
    assert shown(until="2026-02-01") == {"DRAFT"}
    assert shown(state="nonsense") == set()


def test_the_list_takes_as_many_queries_for_four_as_for_one(
    visit, office, django_assert_num_queries, django_assert_max_num_queries
):
    client = visit(office.writer)
    office.draft()
    client.get(LIST)
    with django_assert_max_num_queries(10) as one:
        client.get(LIST)
    for _ in range(3):
        office.draft()

    with django_assert_num_queries(len(one)):
        client.get(LIST)


def test_a_kind_that_is_no_longer_declared_keeps_its_publications(client, office):
    row = make_publication(by=office.writer, kind="gone", title="OLD", party=office.clinic)
    client.force_login(office.writer.user)
    public = [row.public_url, "/open/", "/open/publications.json"]

    for address in (row.get_absolute_url(), "/disclosure/", *public):
        answer = client.get(address)
        assert (answer.status_code, "OLD" in answer.content.decode()) == (200, True), address
    assert client.get(f"/open/p/{row.party.public_id}/").status_code == 200


def test_an_empty_list_says_whether_anything_exists(visit, office):
    client = visit(office.writer)

    assert "Nothing is published yet" in client.get("/disclosure/").content.decode()
    narrowed = client.get("/disclosure/?state=expired").content.decode()
    assert ("No publication fits" in narrowed, "Clear the filters" in narrowed) == (True, True)
