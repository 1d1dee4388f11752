"""The endpoints of checklists, programmes and rounds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inspections.models import Checklist, Programme, Round
from tests.factories import make_checklist, make_programme, make_round

TODAY = timezone.localdate()


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["checklist", "programme", "round"])
def test_endpoints_take_the_same_queries_for_few_and_many(as_, leader, district, name):
    def add(count: int) -> None:
        for _ in range(count):
            make_checklist(region=district)
            make_round(make_programme(region=district, year=2100 + Programme.objects.count()))

    add(1)
    few = queries(as_(leader), reverse(f"api:{name}-list"))
    add(6)

    assert queries(as_(leader), reverse(f"api:{name}-list")) == few


def test_the_api_answers_checklists_with_their_items_and_programmes_with_rounds(as_, leader, district):
    checklist = make_checklist(region=district)
    one = make_round(make_programme(region=district), checklist=checklist)

    client = as_(leader)
    whole = client.get(reverse("api:checklist-detail", kwargs={"id": checklist.pk})).json()
    programme = client.get(reverse("api:programme-list")).json()["results"][0]

    assert [(item["position"], item["code"], item["severity"]) for item in whole["items"]] == [
        (1, "A1", "critical"), (2, "A2", "major"), (3, "B1", "minor"),
    ]  # fmt: skip
    assert [(row["id"], row["checklist"], row["due_on"]) for row in programme["rounds"]] == [
        (one.pk, checklist.pk, one.due_on.isoformat())
    ]


def test_the_api_orders_a_special_one_once_and_publishes(as_, leader, hospital, district):
    client, checklist = as_(leader), Checklist.objects.get(region=None)
    said = {"title": "Fire", "reason": "A fire", "due_on": str(TODAY + timedelta(days=5)), "checklist": checklist.pk}
    headers, address = {"Idempotency-Key": str(uuid4())}, reverse("api:round-list")

    wrong = client.post(address, said | {"codes": ["NONE"]}, content_type="application/json")
    made = [client.post(address, said, content_type="application/json", headers=headers) for _ in range(2)]

    assert (wrong.status_code, "NONE" in wrong.content.decode()) == (400, True)
    assert [reply.status_code for reply in made] == [201, 200]
    assert made[0].json()["id"] == Round.objects.get().pk

    programme = make_programme(region=district, state="draft", published_at=None)
    make_round(programme)
    publish = reverse("api:programme-publish", kwargs={"id": programme.pk})
    replies = [
        client.post(publish, headers=sent).status_code for sent in ({}, {"If-Match": '"9"'}, {"If-Match": '"1"'})
    ]
    programme.refresh_from_db()
    assert (replies, programme.state) == ([428, 412, 200], "published")
