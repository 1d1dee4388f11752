"""The end of a part: closed by its agency, confirmed, sent back, reopened; the lead comes last."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from agencies.services.hand_over import hand_over
from kernel.access import OPERATOR
from kernel.errors import Refused, Stale
from obligations.enums import DutyState
from obligations.models import Obligation
from tasks.enums import ClosingState
from tasks.matrix import read_lights
from tasks.models import Plan, Task
from tasks.services import closings, milestones, progress
from tasks.services.reporting import open_reports
from tasks.workflow import CLOSING
from tests.factories import make_membership, make_responsibility
from tests.tasks.progress.conftest import NOON, QUARTER, fresh, make_office, quiet_city, town

__all__ = ["quiet_city", "town"]
LATE = NOON + timedelta(days=60)


def part_of(town, office):
    return town.task.responsibilities.get(agency=office.agency)


def close(town, office, *, at=NOON, summary="All done"):
    return closings.close_part(part_of(town, office), summary=summary, by=office.handler, at=at)


def closed(town, office, *, at=NOON):
    return closings.confirm_closing(close(town, office, at=at), by=town.commission.reviewer, at=at)


def states(town, office) -> set[str]:
    return set(Obligation.objects.about(town.task).filter(bearer=office.agency.pk).values_list("state", flat=True))


def test_a_closed_part_owes_no_further_report(town):
    closing = closed(town, town.tax)

    assert (closing.state, part_of(town, town.tax).closed_on) == (ClosingState.CONFIRMED, NOON.date())
    assert states(town, town.tax) == {DutyState.CANCELLED}
    assert open_reports(day=date(2027, 1, 1), at=LATE) == 1  # the lead's alone


def test_what_is_overdue_stays_owed(town):
    closed(town, town.tax, at=LATE)

    assert states(town, town.tax) == {DutyState.OPEN}


def test_the_lead_closes_last(town):
    with pytest.raises(Refused, match="Still open are the parts of Tax bureau"):
        close(town, town.police)
    closing = closed(town, town.tax)
    waiting = close(town, town.police)
    closings.reopen_part(fresh(closing), reason="More to do", by=town.commission.leader, at=NOON)
    with pytest.raises(Refused, match="Tax bureau"):
        closings.confirm_closing(fresh(waiting), by=town.commission.reviewer, at=NOON)

    closed(town, town.tax)
    assert closings.confirm_closing(fresh(waiting), by=town.commission.reviewer, at=NOON).state == "confirmed"


def test_milestones_come_before_the_end(town):
    closed(town, town.tax)
    milestone = milestones.add_milestone(town.task, title="Ten", due_on=date(2026, 12, 1), by=OPERATOR, at=NOON)
    with pytest.raises(Refused, match="not reached yet: Ten"):
        close(town, town.police)
    milestones.drop_milestone(milestone, reason="x", by=town.commission.leader, at=NOON)

    assert close(town, town.police).state == ClosingState.SUBMITTED


def test_reopened_with_a_participant_the_lead_is_open_too(town):
    tax, police = closed(town, town.tax), closed(town, town.police)
    with pytest.raises(PermissionDenied):
        closings.reopen_part(tax, reason="x", by=town.tax.leader, at=NOON)
    closings.reopen_part(fresh(tax), reason="More to do", by=town.commission.leader, at=NOON)

    assert [fresh(row).state for row in (tax, police)] == [ClosingState.REOPENED] * 2
    assert not town.task.responsibilities.exclude(closed_on=None).exists()
    duties = Obligation.objects.about(town.task).standing().filter(period=QUARTER)
    assert duties.filter(state=DutyState.OPEN).count() == 2
    assert [step.verb for step in fresh(police).steps.order_by("pk")] == ["submit", "confirm", "reopen"]


def test_a_plan_that_has_ended_opens_nothing_with_a_part(town):
    closing = closed(town, town.tax)
    Plan.objects.update(reports_until=date(2026, 12, 31))
    before = Obligation.objects.count()
    closings.reopen_part(closing, reason="x", by=town.commission.leader, at=LATE)

    assert (part_of(town, town.tax).closed_on, Obligation.objects.count()) == (None, before)


def test_a_part_that_nobody_watches_over_is_not_closed(quiet_city):
    with pytest.raises(Refused, match="Nobody watches over"):
        close(quiet_city, quiet_city.tax)
    assert not quiet_city.task.closings.exists()


def test_a_report_with_the_agencys_reviewer_comes_before_the_end(town):
    waiting = close(town, town.tax)
    entry = town.submitted(town.tax)
    with pytest.raises(Refused, match="own reviewer"):
        closings.confirm_closing(waiting, by=town.commission.reviewer, at=NOON)
    closings.return_closing(fresh(waiting), reason="x", by=town.commission.reviewer, at=NOON)
    with pytest.raises(Refused, match="own reviewer"):
        close(town, town.tax)
    progress.hand_in_progress(entry, by=town.tax.reviewer, at=NOON)

    assert close(town, town.tax).state == ClosingState.SUBMITTED


def test_a_milestone_that_was_set_meanwhile_comes_before_the_end(town):
    closed(town, town.tax)
    waiting = close(town, town.police)
    milestones.add_milestone(town.task, title="Ten", due_on=date(2026, 12, 1), by=OPERATOR, at=NOON)
    with pytest.raises(Refused, match="not reached yet: Ten"):
        closings.confirm_closing(waiting, by=town.commission.reviewer, at=NOON)


@pytest.mark.parametrize("verb", ["close", "confirm", "reopen"])
def test_the_task_is_locked_first(town, django_assert_max_num_queries, verb):
    closing = None if verb == "close" else (close if verb == "confirm" else closed)(town, town.tax)
    facts = {"by": town.commission.leader, "at": NOON}
    with django_assert_max_num_queries(200) as asked:
        if verb == "close":
            close(town, town.tax)
        elif verb == "confirm":
            closings.confirm_closing(closing, **facts)
        else:
            closings.reopen_part(closing, reason="x", **facts)

    assert 'FROM "tasks_task"' in next(query["sql"] for query in asked if "FOR UPDATE" in query["sql"])


def test_who_closes_and_who_confirms(town):
    with pytest.raises(PermissionDenied):
        closings.close_part(part_of(town, town.tax), summary="x", by=town.police.handler, at=NOON)
    closing = close(town, town.tax)
    hat = make_membership(agency=town.commission.agency, user=town.tax.handler.user, role="reviewer")
    for by in (town.tax.leader, town.commission.handler, hat, town.body.leader):
        with pytest.raises(PermissionDenied):
            closings.confirm_closing(closing, by=by, at=NOON)
    with pytest.raises(Refused, match="Sum up"):
        close(town, town.tax, summary=" ")


def test_sent_back_and_closed_anew(town):
    closing = closings.return_closing(close(town, town.tax), reason="And?", by=town.commission.leader, at=NOON)
    again = close(town, town.tax, summary="Really all")

    assert (again.pk, again.summary, closing.state) == (closing.pk, "Really all", ClosingState.RETURNED)
    assert states(town, town.tax) == {DutyState.OPEN}


@pytest.mark.parametrize("verb", ["confirm", "return", "reopen"])
def test_refused_from_every_other_state(town, verb):
    by, at = town.commission.leader, NOON
    deeds = {
        "confirm": lambda row: closings.confirm_closing(row, by=by, at=at),
        "return": lambda row: closings.return_closing(row, reason="x", by=by, at=at),
        "reopen": lambda row: closings.reopen_part(row, reason="x", by=by, at=at),
    }
    row = close(town, town.tax)
    seen, refused = set(), set()
    for step in (None, "return", None, "confirm", "reopen"):
        row = deeds[step](fresh(row)) if step else (close(town, town.tax) if seen else row)
        seen.add(row.state)
        if row.state not in CLOSING[verb].sources:
            with pytest.raises(Refused):
                deeds[verb](fresh(row))
            refused.add(row.state)
    assert (seen, refused) == (set(ClosingState), set(ClosingState) - CLOSING[verb].sources)
    with pytest.raises(Stale):
        row.version -= 1
        deeds[verb](row)


def test_it_has_a_light_of_its_own(town):
    closed(town, town.tax)
    lights = read_lights(Task.objects.filter(pk=town.task.pk), at=NOON, soon=7)

    assert lights[town.task.pk, town.tax.agency.pk].state == "shut"
    assert lights[town.task.pk, town.police.agency.pk].state == "idle"


def test_a_closed_part_passes_closed(town):
    closing = closed(town, town.tax)
    heir = make_office(town.region, "tx", "New tax bureau")
    admin = make_membership(agency=town.commission.agency, role="business_admin")
    hand_over(town.tax.agency, heir.agency, on=NOON.date(), reason="Reform", by=admin, at=NOON)

    assert part_of(town, heir).closed_on == NOON.date()
    assert open_reports(day=date(2027, 1, 1), at=LATE) == 1
    reopened = closings.reopen_part(fresh(closing), reason="x", by=town.commission.leader, at=NOON)
    assert closings.close_part(part_of(town, heir), summary="Now", by=heir.handler, at=NOON).pk == reopened.pk


def test_parts_that_become_one_are_open_where_one_was(town):
    closing = closed(town, town.tax)
    heir = make_office(town.region, "tx", "New tax bureau")
    make_responsibility(task=town.task, agency=heir.agency, role="participant")
    admin = make_membership(agency=town.commission.agency, role="business_admin")
    hand_over(town.tax.agency, heir.agency, on=NOON.date(), reason="Reform", by=admin, at=NOON)

    assert part_of(town, heir).closed_on is None
    assert (fresh(closing).state, fresh(closing).part) == (ClosingState.REOPENED, None)


def test_what_the_predecessor_has_reported_is_not_asked_again(town):
    from tasks.services import judging

    entry = town.handed_in(town.police)
    judging.confirm_progress(entry, by=town.commission.leader, at=NOON)
    heir = make_office(town.region, "ps", "New police")
    admin = make_membership(agency=town.commission.agency, role="business_admin")
    hand_over(town.police.agency, heir.agency, on=NOON.date(), reason="Reform", by=admin, at=NOON)

    assert open_reports(day=NOON.date() + timedelta(days=1), at=NOON) == 0
    assert open_reports(day=date(2027, 1, 1), at=LATE) == 2


def test_the_pages(town, as_):
    officer, part = as_(town.tax.handler), part_of(town, town.tax)
    address = reverse("tasks:close_part", kwargs={"pk": part.pk})
    assert address in officer.get(town.task.get_absolute_url()).content.decode()
    reply = officer.post(address, {"form_key": uuid4(), "summary": "All raids done"})
    closing = town.task.closings.get()
    assert reply["Location"] == closing.get_absolute_url()
    assert officer.post(reverse("tasks:close_part", kwargs={"pk": part.pk}), {"form_key": uuid4()}).status_code == 422

    reviewer = as_(town.commission.reviewer)
    assert "All raids done" in reviewer.get(closing.get_absolute_url()).content.decode()
    step = reverse("tasks:closing_step", kwargs={"pk": closing.pk, "verb": "confirm"})
    assert reviewer.get(step).status_code == 200
    reviewer.post(step, {"version": closing.version})
    assert fresh(closing).state == ClosingState.CONFIRMED
    assert "Closed for good" in reviewer.get(town.task.get_absolute_url()).content.decode()
    assert "g-participant-shut" in reviewer.get(town.plan.get_absolute_url()).content.decode()


def test_the_same_by_the_api(town, as_):
    def send(by, address, body, row=None):
        tag = {"HTTP_IF_MATCH": f'"{row.version}"'} if row else {}
        return as_(by).post(f"/api/v1/closings/{address}", body, content_type="application/json", **tag)

    reply = send(town.tax.handler, "", {"task": town.task.pk, "summary": "Done"})
    closing = town.task.closings.get()
    assert (reply.status_code, reply.json()["id"]) == (201, closing.pk)
    assert send(town.tax.handler, f"{closing.pk}/confirm/", {}, closing).status_code == 403
    assert send(town.commission.leader, f"{closing.pk}/confirm/", {}, closing).json()["state"] == "confirmed"
    reply = send(town.commission.leader, f"{closing.pk}/reopen/", {"reason": "More"}, fresh(closing))
    assert reply.json()["state"] == "reopened"
    assert send(town.police.handler, "", {"task": 0, "summary": "Done"}).status_code == 400
