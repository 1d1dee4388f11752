"""Drafts over the API: sent, read, decided, accepted."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel.models import Job
from tasks.models import Plan, PlanDraft
from tests.tasks.importer.plan_tables import flatten, row

pytestmark = pytest.mark.django_db
BASE = "/api/v1/drafts/"


@pytest.fixture
def api(as_, keeper):
    return as_(keeper)


def post(api, address, said=None, *, version="*"):
    tag = {"If-Match": "*" if version == "*" else f'"{version}"'}
    return api.post(BASE + address, json.dumps(said or {}), content_type="application/json", headers=tag)


def test_a_document_is_sent_once(api, city, files_folder):
    for status in (201, 200):
        file = SimpleUploadedFile("plan.txt", flatten([row(1), row(2)]).encode())
        key = {"Idempotency-Key": "6f1c0f2e-0000-4000-8000-000000000009"}
        answer = api.post(f"{BASE}send/", {"file": file}, headers=key)
        assert (answer.status_code, answer.json()["title"]) == (status, "河东市重点任务清单")

    assert PlanDraft.objects.get().region == city


def test_a_long_document_is_read_by_a_worker(api, city, files_folder, monkeypatch):
    monkeypatch.setattr("tasks.services.documents.LONG", 10)
    file = SimpleUploadedFile("plan.txt", flatten([row(1), row(2)]).encode())

    answer = api.post(f"{BASE}send/", {"file": file})

    job = Job.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"job": str(job.public_id), "url": job.get_absolute_url()})
    assert answer["Location"] == job.get_absolute_url()


def test_what_is_no_plan_is_refused_with_a_sentence(api, city, files_folder):
    file = SimpleUploadedFile("plan.txt", "今天没有任务。".encode())

    answer = api.post(f"{BASE}send/", {"file": file})

    assert (answer.status_code, PlanDraft.objects.exists()) == (400, False)


def test_the_work_names_agencies_by_their_public_id(api, draft, school):
    work = api.get(f"{BASE}{draft.pk}/work/").json()

    assert work["names"]["市教育局"]["agency"] == str(school.party.public_id)
    assert [doubt["code"] for doubt in work["doubts"] if doubt["decided"] is None] == [
        "unknown_agency", "similar_names", "collective", "another_lead"
    ]  # fmt: skip
    assert "市信息局" in work["doubts"][0]["message"]


def test_a_whole_draft_is_decided_and_accepted(api, draft, school, police):
    for said in (
        {"verb": "map_name", "facts": {"name": "市信息局", "agency": str(school.party.public_id)}},
        {"verb": "confirm_members", "facts": {"name": "市级相关部门", "agencies": [str(police.party.public_id)]}},
        {"verb": "drop_task", "facts": {"task": 1}},
        {"verb": "undo"},
        {"verb": "edit_document", "facts": {"title": "新名", "issued": "2026-01-02"}},
        {"verb": "settle", "facts": {"doubts": [4]}},
    ):
        answer = post(api, f"{draft.pk}/decide/", said)
        assert answer.status_code == 200, (said, answer.json())

    base = api.get(f"{BASE}{draft.pk}/work/").json()["base"]
    answer = post(api, f"{draft.pk}/accept/", {"reports_on": "2026-11-20", "base": base})

    plan = Plan.objects.get()
    assert (answer.status_code, answer.json()["plan"], plan.title) == (200, plan.pk, "新名")
    assert plan.tasks.count() == 3


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"verb": "drop_table"}, 400),
        ({"verb": "settle", "facts": {"doubts": "all"}}, 400),
        ({"verb": "set_role", "facts": {"task": 1, "name": "市公安局", "role": "king"}}, 400),
        ({"verb": "map_name", "facts": {"name": "市信息局", "agency": "00000000-0000-4000-8000-000000000000"}}, 409),
        ({"verb": "drop_task", "facts": {"task": 10**20}}, 409),
        ({"verb": "undo"}, 409),
    ],
)
def test_what_does_not_fit_decides_nothing(api, draft, said, status):
    assert post(api, f"{draft.pk}/decide/", said).status_code == status

    assert draft.decisions.count() == 0


def test_the_version_is_asked_for(api, draft):
    said = {"verb": "drop_task", "facts": {"task": 1}}

    assert api.post(f"{BASE}{draft.pk}/decide/", said, content_type="application/json").status_code == 428
    assert post(api, f"{draft.pk}/decide/", said, version=7).status_code == 412


def test_a_draft_is_put_aside(api, draft):
    assert post(api, f"{draft.pk}/discard/").json()["state"] == "discarded"
