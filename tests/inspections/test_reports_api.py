"""`/api/v1/self-inspections/`: whose it tells, with their answers, and the steps of who reviews."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.enums import Verdict
from inspections.models import Answer
from tests.factories import make_institution, make_programme, make_report, make_round

URL = "/api/v1/self-inspections/"


@pytest.fixture
def daily(district):
    return make_round(make_programme(region=district))


@pytest.fixture
def handed_in(hospital, daily, handler):
    row = make_report(hospital, of=daily, state="submitted")
    for item, verdict in zip(daily.checklist.items.all(), (Verdict.MET, Verdict.NOT_MET), strict=False):
        Answer.objects.create(report=row, item=item, verdict=verdict, by=handler, at=timezone.now(), version=1)
    return row


def test_it_tells_reports_of_the_territory_and_an_institution_its_own(as_, handler, principal, handed_in, daily):
    make_report(make_institution(), of=daily)
    neighbour = make_report(make_institution(region=daily.region), of=daily)

    found = as_(handler).get(URL, {"figure": "handed_in"}).json()["results"]
    own = as_(principal)

    assert [(row["public_id"], row["state"], row["not_met"]) for row in found] == [
        (str(handed_in.public_id), "submitted", 1)
    ]
    assert as_(handler).get(URL).json()["results"][1]["public_id"] == str(neighbour.public_id)
    assert (own.get(URL).json()["results"], len(own.get(f"{URL}shared/").json()["results"])) == ([], 1)
    assert own.get(f"{URL}{handed_in.public_id}/").status_code == 200
    for page in ("", "answers/"):
        assert own.get(f"{URL}{neighbour.public_id}/{page}").status_code == 404


def test_the_answers_stand_in_the_order_of_the_checklist(as_, handler, handed_in):
    found = as_(handler).get(f"{URL}{handed_in.public_id}/answers/").json()

    assert [(row["code"], row["verdict"]) for row in found] == [("A1", "met"), ("A2", "not_met")]


def test_who_reviews_accepts_what_is_seen(as_, handler, principal, handed_in):
    browser, page = as_(handler), f"{URL}{handed_in.public_id}/"

    assert browser.post(f"{page}accept/").status_code == 428
    assert browser.post(f"{page}accept/", headers={"If-Match": '"7-0"'}).status_code == 412
    assert as_(principal).post(f"{page}accept/", headers={"If-Match": "*"}).status_code == 403
    accepted = browser.post(f"{page}accept/", headers={"If-Match": browser.get(page)["ETag"]})

    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    again = browser.post(f"{page}accept/", headers={"If-Match": "*"})
    assert again.status_code == 409


def test_a_report_goes_back_or_is_taken_off_with_a_reason(as_, handler, leader, handed_in, daily):
    waiting = make_report(make_institution(region=daily.region), of=daily)
    match = {"content_type": "application/json", "headers": {"If-Match": "*"}}

    without = as_(handler).post(f"{URL}{handed_in.public_id}/return/", {}, **match)
    back = as_(handler).post(f"{URL}{handed_in.public_id}/return/", {"reason": "补充照片"}, **match)
    refused = as_(handler).post(f"{URL}{waiting.public_id}/cancel/", {"reason": "停业"}, **match)
    off = as_(leader).post(f"{URL}{waiting.public_id}/cancel/", {"reason": "停业"}, **match)

    assert (without.status_code, back.json()["state"]) == (400, "returned")
    assert (refused.status_code, off.json()["state"]) == (403, "cancelled")


def test_a_list_takes_the_same_number_of_queries_for_few_and_many_rows(as_, handler, handed_in, daily):
    browser = as_(handler)

    def queries():
        with CaptureQueriesContext(connection) as taken:
            assert browser.get(URL).status_code == 200
        return len(taken)

    queries()
    few = queries()
    for _n in range(5):
        make_report(make_institution(region=daily.region), of=daily)

    assert queries() == few
