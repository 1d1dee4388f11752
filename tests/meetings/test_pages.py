"""The pages of meetings, and their endpoints, as the people concerned go through them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from meetings import services
from meetings.jobs import open_meetings
from meetings.models import Decision, Meeting
from tests.factories import make_meeting
from tests.meetings.conftest import fresh

NOW = timezone.now()
TODAY = timezone.localdate()


def page(name: str, row) -> str:
    return reverse(f"meetings:{name}", kwargs={"pk": row.pk})


def text(reply) -> str:
    return reply.content.decode()


def facts(city, **more) -> dict:
    return {
        "title": "First consultation", "place": "Room 1", "chair": "Deputy mayor", "agenda": "Raids\n\n Clinics ",
        "agencies": [city.police.agency.pk, city.tax.agency.pk],
        "starts_at": timezone.localtime(NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
    } | more  # fmt: skip


def test_from_the_invitation_to_the_task(city, as_, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    clerk = as_(city.commission.handler)
    new = reverse("meetings:convene")
    assert clerk.get(new).status_code == 200
    assert clerk.post(new, {"form_key": uuid4(), "title": "x"}).status_code == 422
    clerk.post(new, facts(city, form_key=uuid4(), body=city.body.agency.pk))
    meeting = Meeting.objects.get()
    assert [item.title for item in meeting.agenda.order_by("position")] == ["Raids", "Clinics"]
    clerk.post(page("change", meeting), facts(city, place="Room 2", version=meeting.version))
    assert fresh(meeting).place == "Room 2"
    assert "First consultation" in text(as_(city.police.handler).get(reverse("meetings:meetings")))

    Meeting.objects.update(starts_at=NOW - timedelta(hours=2))
    clerk = as_(city.commission.handler)
    came = {f"agency-{office.agency.pk}": "present" for office in (city.police, city.tax)}
    clerk.post(page("hold", meeting), came | {"version": fresh(meeting).version})
    assert set(meeting.invitations.values_list("attendance", flat=True)) == {"present"}
    decision = {"title": "Joint raids", "due_on": TODAY + timedelta(days=20), "lead": city.police.agency.pk}
    clerk.post(page("add_decision", meeting), decision | {"form_key": uuid4(), "participants": [city.tax.agency.pk]})
    row = Decision.objects.get()
    clerk.post(page("change_decision", row), decision | {"title": "Raids", "version": row.version})
    paper = SimpleUploadedFile("minutes.pdf", b"%PDF-1.4 minutes")
    kept = {"minutes": "Dealt with both", "file": paper, "version": fresh(meeting).version}
    clerk.post(page("minutes", meeting), kept)
    assert fresh(meeting).minutes_file.name == "minutes.pdf"
    assert clerk.get(page("confirm", meeting)).status_code == 403

    officer = as_(city.police.handler)
    shown = text(officer.get(meeting.get_absolute_url()))
    assert "Dealt with both" not in shown and "Raids</th>" not in shown
    assert officer.get(fresh(meeting).minutes_file.get_absolute_url()).status_code in {403, 404}
    reviewer = as_(city.commission.reviewer)
    reviewer.post(page("confirm", meeting), {"version": fresh(meeting).version})
    task = fresh(row).task
    shown = text(as_(city.police.handler).get(meeting.get_absolute_url()))
    assert "Dealt with both" in shown and task.get_absolute_url() in shown
    assert "Raids" in text(as_(city.tax.handler).get(task.get_absolute_url()))


def test_what_is_refused_stands_at_its_field_with_what_was_typed(city, as_, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    meeting = city.held()
    clerk = as_(city.commission.handler)

    past = facts(city, form_key=uuid4(), body=city.body.agency.pk, starts_at="2020-01-01T10:00")
    reply = clerk.post(reverse("meetings:convene"), past)
    assert (reply.status_code, [*reply.context["form"].errors], 'value="Room 1"' in text(reply)) == (
        422, ["starts_at"], True,
    )  # fmt: skip
    program = SimpleUploadedFile("minutes.pdf", b"MZ" + bytes(100))
    typed = {"minutes": "Dealt with both", "file": program, "version": meeting.version}
    reply = clerk.post(page("minutes", meeting), typed)
    assert (reply.status_code, [*reply.context["form"].errors], "Dealt with both" in text(reply)) == (
        422, ["file"], True,
    )  # fmt: skip


def test_cancelling_says_why(city, as_):
    meeting = city.convened(at=NOW)
    clerk = as_(city.commission.handler)
    assert clerk.post(page("cancel", meeting), {"version": meeting.version}).status_code == 422
    clerk.post(page("cancel", meeting), {"version": meeting.version, "reason": "Typhoon"})

    assert "Typhoon" in text(clerk.get(meeting.get_absolute_url()))
    assert clerk.post(page("cancel", meeting), {"version": fresh(meeting).version, "reason": "x"}).status_code == 422


def test_a_decision_is_removed(city, as_):
    meeting = city.held()
    row = services.add_decision(
        meeting, title="Raids", due_on=TODAY + timedelta(days=90), lead=city.police.agency, participants=[],
        by=city.commission.handler, at=NOW,
    )  # fmt: skip
    as_(city.commission.handler).post(page("remove_decision", row), {"version": row.version})

    assert not Decision.objects.exists()


def test_the_list_says_what_the_year_asks_for(city, as_):
    open_meetings()

    assert f"at least 1 times in {TODAY.year}" in text(as_(city.commission.handler).get(reverse("meetings:meetings")))
    assert "at least 1 times" not in text(as_(city.police.handler).get(reverse("meetings:meetings")))


@pytest.mark.parametrize("address", ["meetings:meetings", "api:meeting-list"])
def test_many_meetings_take_as_many_queries_as_few(
    city, as_, address, django_assert_num_queries, django_assert_max_num_queries
):
    client = as_(city.commission.handler)
    make_meeting(body=city.body.agency)
    client.get(reverse(address))
    with django_assert_max_num_queries(30) as few:
        client.get(reverse(address))
    for _n in range(4):
        make_meeting(body=city.body.agency)
    with django_assert_num_queries(len(few)):
        client.get(reverse(address))


def test_the_same_by_the_api(city, as_):
    def send(by, address, body, row=None):
        tag = {"HTTP_IF_MATCH": f'"{row.version}"'} if row else {}
        return as_(by).post(f"/api/v1/meetings/{address}", body, content_type="application/json", **tag)

    police, tax = (str(office.agency.party.public_id) for office in (city.police, city.tax))
    body = {
        "body": str(city.body.agency.party.public_id), "title": "First", "starts_at": str(NOW + timedelta(days=1)),
        "place": "Room 1", "chair": "Deputy mayor", "agenda": ["Raids"], "agencies": [police],
    }  # fmt: skip
    assert send(city.police.handler, "", body).status_code in {400, 403}
    assert send(city.commission.handler, "", body | {"agencies": [str(uuid4())]}).status_code == 400
    reply = send(city.commission.handler, "", body)
    meeting = Meeting.objects.get()
    assert (reply.status_code, reply.json()["state"]) == (201, "planned")
    Meeting.objects.update(starts_at=NOW - timedelta(hours=2))
    came = {"attendance": [{"agency": police, "attendance": "present"}]}
    assert send(city.police.handler, f"{meeting.pk}/hold/", came, meeting).status_code == 403
    assert send(city.commission.handler, f"{meeting.pk}/hold/", came, meeting).json()["state"] == "held"
    decision = {"title": "Joint raids", "due_on": str(TODAY + timedelta(days=9)), "lead": police, "participants": [tax]}
    assert send(city.commission.handler, f"{meeting.pk}/decide/", decision, fresh(meeting)).status_code == 200
    reply = send(city.commission.handler, f"{meeting.pk}/minutes/", {"minutes": "Both"}, fresh(meeting))
    assert reply.json()["minutes"] == ""  # shown once they are confirmed
    assert as_(city.police.handler).get("/api/v1/decisions/shared/").json()["results"] == []
    reply = send(city.commission.reviewer, f"{meeting.pk}/confirm/", {}, fresh(meeting))
    assert (reply.json()["state"], reply.json()["minutes"]) == ("confirmed", "Both")
    (shown,) = as_(city.police.handler).get("/api/v1/decisions/shared/").json()["results"]
    assert (shown["title"], shown["lead"], bool(shown["task"])) == ("Joint raids", police, True)


def test_a_repeated_request_convenes_once(city, as_):
    police = str(city.police.agency.party.public_id)
    body = {
        "body": str(city.body.agency.party.public_id), "title": "First", "starts_at": str(NOW + timedelta(days=1)),
        "place": "Room 1", "chair": "Deputy mayor", "agenda": [], "agencies": [police, police],
    }  # fmt: skip
    client, key = as_(city.commission.handler), str(uuid4())
    replies = [
        client.post("/api/v1/meetings/", body, content_type="application/json", HTTP_IDEMPOTENCY_KEY=key)
        for _n in range(2)
    ]

    assert [reply.status_code for reply in replies] == [201, 200]
    assert replies[0].json()["id"] == replies[1].json()["id"] == Meeting.objects.get().pk
    assert Meeting.objects.get().invitations.count() == 1  # though it was named twice
