"""The staff's endpoint: rows of the scope, and the steps, each on the version that the client has seen."""

import pytest

from disclosure import services
from disclosure.enums import PublicationState as S
from tests.factories import make_publication

from .conftest import NOON, SECRETS, fresh, make_office

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
