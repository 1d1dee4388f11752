"""The pages of goals, and their endpoints, as the people concerned go through them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from obligations.models import Obligation
from tasks.enums import ReachState
from tasks.models import Milestone, Phase, Recurrence
from tasks.services.goals import open_goals
from tests.factories import make_milestone, make_phase, make_recurrence
from tests.tasks.progress.conftest import fresh

TODAY = timezone.localdate()


def page(name: str, row=None) -> str:
    return reverse(f"tasks:{name}", kwargs={"pk": row.pk})


def text(reply) -> str:
    return reply.content.decode()


def test_a_milestone_from_the_plan_to_the_confirmation(town, as_, files_folder):
    due = TODAY + timedelta(days=9)
    facts = {"form_key": uuid4(), "title": "Ten clinics", "due_on": due, "quantity": "10", "unit": "clinics"}
    reply = as_(town.commission.handler).post(page("add_milestone", town.task), facts)
    milestone = Milestone.objects.get()
    assert reply["Location"] == milestone.get_absolute_url()

    officer = as_(town.police.handler)
    assert "Report as reached" in text(officer.get(milestone.get_absolute_url()))
    evidence = SimpleUploadedFile("report.pdf", b"%PDF-1.4 report")
    facts = {"form_key": uuid4(), "reached_on": TODAY, "quantity": "11", "note": "All", "evidence": evidence}
    reply = officer.post(page("report_milestone", milestone), facts)
    reach = milestone.reaches.get()
    assert reply.status_code == 302 and reach.files.get().file.name == "report.pdf"

    reviewer = as_(town.commission.reviewer)
    assert "9 days early" in text(reviewer.get(milestone.get_absolute_url()))
    address = reverse("tasks:judge_milestone", kwargs={"pk": reach.pk, "verb": "confirm"})
    assert reviewer.get(address).status_code == 200
    reviewer.post(address, {"version": reach.version})
    assert fresh(reach).state == ReachState.CONFIRMED
    assert "9 days early" in text(reviewer.get(page("task", town.task)))
    download = reviewer.get(reach.files.get().file.get_absolute_url())
    assert (download.status_code, b"".join(download.streaming_content)) == (200, b"%PDF-1.4 report")


def test_a_form_that_is_not_whole_keeps_what_was_typed(town, as_):
    reply = as_(town.commission.handler).post(
        page("add_milestone", town.task), {"form_key": uuid4(), "title": "Ten clinics", "unit": "clinics"}
    )

    assert reply.status_code == 422 and "Ten clinics" in text(reply) and not Milestone.objects.exists()


def test_another_day(town, milestone, as_):
    leader = as_(town.commission.leader)
    facts = {"due_on": "2026-12-20", "basis": "Minutes 7", "version": milestone.version}
    leader.post(page("move_milestone", milestone), facts)

    shown = text(leader.get(milestone.get_absolute_url()))
    assert "Minutes 7" in shown and "Approved by Commission" in shown
    stale = leader.post(page("move_milestone", milestone), facts | {"due_on": "2026-12-28"})
    assert (stale.status_code, fresh(milestone).due_on) == (409, date(2026, 12, 20))
    leader.post(page("drop_milestone", milestone), {"reason": "No longer", "version": fresh(milestone).version})
    assert fresh(milestone).is_dropped
    assert milestone.title not in text(leader.get(page("task", town.task)))


def test_something_that_comes_again(town, as_):
    facts = {"form_key": uuid4(), "title": "Consultation", "months": "12", "at_least": "2", "starts_on": TODAY}
    as_(town.commission.handler).post(page("add_recurrence", town.task), facts)
    recurrence = Recurrence.objects.get()

    officer = as_(town.police.handler)
    facts = {"form_key": uuid4(), "period": str(TODAY.year), "done_on": TODAY, "text": "With five agencies"}
    officer.post(page("record_occurrence", recurrence), facts)
    shown = text(officer.get(recurrence.get_absolute_url()))
    assert "1 of 2" in shown and "With five agencies" in shown and "Strike it out" not in shown
    assert "each year, at least 2 times" in text(officer.get(page("task", town.task)))

    leader, time = as_(town.commission.leader), recurrence.occurrences.get()
    leader.post(page("strike_occurrence", time), {"reason": "No minutes", "version": time.version})
    shown = text(leader.get(recurrence.get_absolute_url()))
    assert "0 of 2" in shown and "No minutes" in shown
    leader.post(page("end_recurrence", recurrence), {"on": TODAY, "reason": "Merged", "version": recurrence.version})
    assert fresh(recurrence).ends_on == TODAY


def test_the_phases_of_a_plan(town, milestone, as_):
    handler = as_(town.commission.handler)
    facts = {"title": "Implementation", "starts_on": "2026-11-01", "ends_on": "2026-12-15"}
    handler.post(page("add_phase", town.plan), facts | {"form_key": uuid4()})
    phase = Phase.objects.get()

    shown = text(handler.get(page("plan_goals", town.plan)))
    assert shown.count("Implementation") >= 2  # among the phases, and with the milestone that lies in it
    wrong = handler.post(page("change_phase", phase), facts | {"ends_on": "2026-10-01", "version": phase.version})
    assert wrong.status_code == 422
    handler.post(page("change_phase", phase), facts | {"title": "Doing it", "version": phase.version})
    assert fresh(phase).title == "Doing it"
    again = handler.post(page("add_phase", town.plan), facts | {"title": "Doing it", "form_key": uuid4()})
    assert (again.status_code, Phase.objects.count()) == (422, 1)
    handler.post(page("remove_phase", phase), {"version": fresh(phase).version})
    assert not Phase.objects.exists()


@pytest.mark.parametrize("name", ["task", "plan_goals"])
def test_many_goals_take_as_many_queries_as_few(
    town, as_, django_assert_num_queries, name, django_assert_max_num_queries
):
    client, row = as_(town.commission.handler), town.task if name == "task" else town.plan

    def add(n: int) -> None:
        for _n in range(n):
            make_milestone(task=town.task)
            make_recurrence(task=town.task)
            make_phase(plan=town.plan)

    add(1)
    client.get(page(name, row))
    with django_assert_max_num_queries(60) as few:
        client.get(page(name, row))
    add(4)
    with django_assert_num_queries(len(few)):
        client.get(page(name, row))


def test_the_same_by_the_api(town, as_):
    def send(by, address, body, row=None):
        tag = {"HTTP_IF_MATCH": f'"{row.version}"'} if row else {}
        return as_(by).post(f"/api/v1/{address}/", body, content_type="application/json", **tag)

    reply = send(town.commission.handler, "milestones", {"task": town.task.pk, "title": "Ten", "due_on": str(TODAY)})
    milestone = Milestone.objects.get()
    assert (reply.status_code, reply.json()["id"]) == (201, milestone.pk)
    moving = {"due_on": str(TODAY + timedelta(days=2)), "basis": "Minutes 7"}
    assert send(town.police.handler, f"milestones/{milestone.pk}/move", moving, milestone).status_code == 403
    reply = send(town.commission.leader, f"milestones/{milestone.pk}/move", moving, milestone)
    assert reply.json()["due_on"] == moving["due_on"]
    assert send(town.commission.leader, f"milestones/{milestone.pk}/move", moving, milestone).status_code == 412
    reply = send(town.police.handler, f"milestones/{milestone.pk}/report", {"reached_on": str(TODAY)}, fresh(milestone))
    assert reply.status_code == 200
    reach = milestone.reaches.get()
    reply = send(town.commission.reviewer, f"reaches/{reach.pk}/return", {"reason": "How?"}, reach)
    assert (reply.json()["state"], reply.json()["return_reason"]) == ("returned", "How?")

    asked = {"task": town.task.pk, "title": "Meet", "months": 12, "starts_on": str(TODAY)}
    assert send(town.commission.handler, "recurrences", asked).status_code == 201
    recurrence = Recurrence.objects.get()
    done = {"period": str(TODAY.year), "done_on": str(TODAY), "text": "Met"}
    assert send(town.police.handler, f"recurrences/{recurrence.pk}/record", done, recurrence).status_code == 200
    time = recurrence.occurrences.get()
    reply = send(town.commission.leader, f"occurrences/{time.pk}/strike", {"reason": "No"}, time)
    assert reply.json()["struck_reason"] == "No"
    assert Obligation.objects.about(recurrence).get().state == "returned"
    ends = {"on": str(TODAY), "reason": "Merged"}
    assert send(town.commission.leader, f"recurrences/{recurrence.pk}/end", ends, recurrence).status_code == 200
    assert as_(town.police.handler).get("/api/v1/milestones/").json()["results"][0]["title"] == "Ten"


def test_a_repeated_request_records_once(town, twice_a_year, as_):
    twice_a_year.starts_on = TODAY
    twice_a_year.save()
    open_goals(day=TODAY, at=timezone.now())
    client, key = as_(town.police.handler), str(uuid4())
    done = {"period": str(TODAY.year), "done_on": str(TODAY), "text": "Met"}
    replies = [
        client.post(
            f"/api/v1/recurrences/{twice_a_year.pk}/record/", done, content_type="application/json",
            HTTP_IF_MATCH=f'"{twice_a_year.version}"', HTTP_IDEMPOTENCY_KEY=key,
        )
        for _n in range(2)
    ]  # fmt: skip

    assert [reply.status_code for reply in replies] == [200, 200]
    assert twice_a_year.occurrences.count() == 1
