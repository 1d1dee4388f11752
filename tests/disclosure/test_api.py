"""The staff's endpoint: rows of the scope, and the steps, each on the version that the client has seen."""

import uuid

import pytest

from agencies.enums import Role
from disclosure import services
from disclosure.enums import PublicationState as S
from disclosure.models import Publication
from tests.factories import make_membership, make_publication

from .conftest import NOON, PENALTY, SECRETS, fresh, make_office

pytestmark = pytest.mark.django_db
LIST = "/api/v1/publications/"


@pytest.fixture
def api(client, office):
    def api(by):
        client.force_login(by.user)
        return client

    return api


def post(client, row, verb: str, data=None, *, version=None):
    headers = {"If-Match": f'"{version or row.version}"'}
    return client.post(f"{LIST}{row.public_id}/{verb}/", data or {}, content_type="application/json", headers=headers)


def test_a_publication(api, office):
    row = office.draft()

    found = api(office.writer).get(f"{LIST}{row.public_id}/").json()

    assert (found["id"], found["kind"], found["state"]) == (str(row.public_id), "penalty", "draft")
    assert (found["party"], found["party_name"]) == (str(office.clinic.public_id), "康仁诊所")
    assert found["content"]["facts"] == "王*（***）无证执业，电话***。"
    assert [secret for secret in SECRETS if secret in str(found)] == []


def test_the_list_is_that_of_the_scope(api, office):
    own = office.draft()
    make_office().draft()

    found = api(office.writer).get(LIST).json()["results"]

    assert [each["id"] for each in found] == [str(own.public_id)]


def test_the_way_to_the_public_and_back(api, office):
    row = office.draft()

    assert post(api(office.writer), row, "submit").json()["state"] == "privacy_check"
    assert post(api(office.reviewer), fresh(row), "pass_privacy").json()["state"] == "secrecy_check"
    assert post(api(office.leader), fresh(row), "pass_secrecy").json()["state"] == "approved"
    assert post(api(office.leader), fresh(row), "publish").json()["state"] == "published"
    asked = post(api(office.writer), fresh(row), "ask_withdrawal", {"on": "2026-09-22"})
    assert asked.status_code == 200
    gone = post(api(office.leader), fresh(row), "withdraw", {"ground": "revoked", "reason": "Annulled"})
    assert (gone.json()["state"], gone.json()["withdrawal_ground"]) == ("withdrawn", "revoked")


def test_sending_back_and_discarding(api, office):
    row = services.submit_draft(office.draft(), by=office.writer, at=NOON)

    assert post(api(office.reviewer), row, "return", {"reason": "Look again"}).json()["state"] == "draft"
    assert post(api(office.writer), fresh(row), "discard", {"reason": "Wrong"}).json()["state"] == "discarded"


@pytest.mark.parametrize(("header", "status"), [(None, 428), ('"7"', 412)])
def test_a_step_needs_the_version_that_was_seen(api, office, header, status):
    row = office.draft()

    answer = api(office.writer).post(f"{LIST}{row.public_id}/submit/", headers={"If-Match": header} if header else {})

    assert (answer.status_code, fresh(row).state) == (status, S.DRAFT)


def test_the_answers_of_the_services(api, office):
    row = services.submit_draft(office.draft(), by=office.writer, at=NOON)

    assert post(api(office.writer), row, "pass_privacy").status_code == 403
    assert post(api(office.leader), row, "publish").status_code == 409
    assert post(api(office.leader), row, "return").status_code == 400
    assert post(api(make_office().leader), row, "return", {"reason": "X"}).status_code == 404


def test_the_list_takes_as_many_queries_for_four_as_for_one(
    api, office, django_assert_num_queries, django_assert_max_num_queries
):
    client = api(office.writer)
    make_publication(by=office.writer)
    client.get(LIST)
    with django_assert_max_num_queries(10) as one:
        client.get(LIST)
    for _ in range(3):
        make_publication(by=office.writer)

    with django_assert_num_queries(len(one)):
        client.get(LIST)


@pytest.fixture
def recorded(office, time_machine):
    """What is sent to draft a publication, on its day."""
    time_machine.move_to(NOON, tick=False)
    return {
        "kind": "penalty", "party": str(office.clinic.public_id), "title": "王小明无证执业案", "content": PENALTY,
        "names": ["王小明"], "formed_on": "2026-09-21", "public_until": "2027-09-21", "public_from": "2026-09-24",
    }  # fmt: skip


def send(client, data, **headers):
    return client.post(LIST, data, content_type="application/json", headers=headers)


def put(client, row, data, *, version=None):
    headers = {"If-Match": f'"{version or row.version}"'}
    return client.put(f"{LIST}{row.public_id}/", data, content_type="application/json", headers=headers)


def test_a_draft_is_written_checked_and_published_as_planned(api, office, recorded):
    made = send(api(office.writer), recorded)

    row = Publication.objects.get()
    assert (made.status_code, made["Location"]) == (201, f"http://testserver{LIST}{row.public_id}/")
    assert made.json() == api(office.writer).get(f"{LIST}{row.public_id}/").json()
    assert (made.json()["state"], made.json()["public_from"], row.drafted_by) == ("draft", "2026-09-24", office.writer)
    assert [secret for secret in SECRETS if secret in made.content.decode()] == []
    post(api(office.writer), row, "submit")
    client = api(office.reviewer)
    client.cookies["django_language"] = "en"
    seen = client.get(f"{LIST}{row.public_id}/compared/").json()
    assert seen[0] == {
        "label": "Title", "privacy": "", "recorded": "王小明无证执业案", "shown": "王*无证执业案", "is_changed": True,
    }  # fmt: skip
    post(api(office.reviewer), fresh(row), "pass_privacy")
    post(api(office.leader), fresh(row), "pass_secrecy")
    late = post(api(office.leader), fresh(row), "publish", {"public_from": "2027-01-04"})
    assert (late.status_code, "has to be public by" in late.json()["detail"]) == (409, True)
    assert post(api(office.leader), fresh(row), "publish").json()["public_from"] == "2026-09-24"
    assert api(office.leader).get(f"{LIST}{row.public_id}/compared/").json() == []


def test_a_draft_sent_again_with_its_key_is_the_same(api, office, recorded):
    key = str(uuid.uuid4())

    first, second = (send(api(office.writer), recorded, **{"Idempotency-Key": key}) for _ in range(2))

    assert (first.status_code, second.status_code, second.json()) == (201, 200, first.json())
    assert Publication.objects.count() == 1


def test_a_draft_is_changed_on_the_version_that_was_seen(api, office, recorded):
    send(api(office.writer), recorded)
    row = Publication.objects.get()
    sent = {name: recorded[name] for name in ("content", "public_until")} | {"title": "Another"}

    answer = put(api(office.reviewer), row, sent)

    assert (answer.status_code, answer.json()["title"], answer.json()["public_from"]) == (200, "Another", "2026-09-21")
    assert office.reviewer.user_id in fresh(row).writers
    assert put(api(office.writer), row, sent).status_code == 412
    assert put(api(make_office().writer), fresh(row), sent).status_code == 404


@pytest.mark.parametrize(
    ("changed", "status", "fault"),
    [
        ({"kind": "gossip"}, 400, "kind"),
        ({"party": "00000000-0000-0000-0000-000000000000"}, 400, "party"),
        ({"content": {"colour": "red"}}, 400, "content"),
        ({"names": ["x" * 61]}, 400, "names"),
        ({"title": ""}, 400, "title"),
        ({"colour": "red"}, 400, "colour"),
        ({"content": {}}, 409, None),
        ({"content": PENALTY | {"principal": "x" * 201}}, 409, None),
        ({"public_from": "2026-09-20"}, 409, None),
        ({"formed_on": "2026-09-22"}, 409, None),
    ],
)
def test_a_draft_that_cannot_be_is_refused(api, office, recorded, changed, status, fault):
    answer = send(api(office.writer), recorded | changed)

    faults = set(answer.json().get("errors", {}))
    assert (answer.status_code, faults) == (status, {fault} if fault else set()), answer.content.decode()
    assert not Publication.objects.exists()


def test_who_may_not_draft_or_see_what_was_recorded_is_refused(api, office, recorded):
    viewer = make_membership(agency=office.agency, role=Role.VIEWER)
    row = office.draft()

    assert send(api(viewer), recorded).status_code == 403
    assert api(viewer).get(f"{LIST}{row.public_id}/compared/").status_code == 403
    assert api(make_office().writer).get(f"{LIST}{row.public_id}/compared/").status_code == 404
