"""What a meeting decides becomes tasks with the minutes; how often a year it has to meet."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from agencies.models import Party
from agencies.services.hand_over import close_agency, hand_over
from kernel.errors import Refused, Stale
from meetings import services
from meetings.models import DecisionPlan, Meeting
from obligations.enums import DutyState
from obligations.models import LimitOverride, Obligation
from tasks.models import Milestone
from tests.factories import make_membership
from tests.meetings.conftest import LATER, NOON, fresh
from tests.tasks.progress.conftest import make_office

DUE = date(2026, 12, 20)


def decide(city, meeting, **facts):
    facts = {
        "title": "Joint raids", "due_on": DUE, "lead": city.police.agency, "participants": [city.tax.agency],
        "by": city.commission.handler, "at": LATER,
    } | facts  # fmt: skip
    return services.add_decision(meeting, **facts)


def change(city, decision, **facts):
    facts = {
        "title": "Raids", "due_on": DUE, "lead": city.police.agency, "participants": [], "by": city.commission.handler,
        "at": LATER,
    } | facts  # fmt: skip
    return services.change_decision(decision, **facts)


def test_a_decision_becomes_a_task(city):
    meeting = city.held()
    decision = decide(city, meeting, text="Before the holidays", participants=[city.tax.agency, city.police.agency])
    meeting = services.write_minutes(fresh(meeting), minutes="x", by=city.commission.handler, at=LATER)
    assert not DecisionPlan.objects.exists()
    services.confirm_minutes(meeting, by=city.commission.reviewer, at=LATER)

    task, plan = fresh(decision).task, DecisionPlan.objects.get().plan
    parts = list(task.responsibilities.order_by("role").values_list("role", "agency__party__name"))
    assert (task.plan, task.title, task.text, task.section) == (
        plan,
        "Joint raids",
        "Before the holidays",
        meeting.title,
    )
    assert parts == [("lead", "Police"), ("participant", "Tax bureau")]
    assert plan.title == "Decisions of Coordination body, 2026"
    milestone = Milestone.objects.get(task=task)
    duty = Obligation.objects.about(milestone).get()
    assert (milestone.due_on, duty.bearer.name, duty.due_on) == (DUE, "Police", DUE)
    assert Obligation.objects.about(task).filter(kind="task.report").count() == 2


def test_the_decisions_of_a_year_stand_in_one_plan(city):
    for _n in range(2):
        meeting = city.held()
        decide(city, meeting)
        meeting = services.write_minutes(fresh(meeting), minutes="x", by=city.commission.handler, at=LATER)
        services.confirm_minutes(meeting, by=city.commission.reviewer, at=LATER)

    plan = DecisionPlan.objects.get().plan
    assert list(plan.tasks.order_by("position").values_list("number", flat=True)) == ["1", "2"]


def test_who_decides_and_when(city):
    planned, meeting = city.convened(), city.held()
    with pytest.raises(PermissionDenied):
        decide(city, meeting, by=city.police.leader)
    with pytest.raises(Refused, match="now “planned”"):
        decide(city, planned)
    with pytest.raises(Refused, match="before the meeting"):
        decide(city, meeting, due_on=NOON.date())
    decision = decide(city, meeting)
    changed = services.change_decision(
        fresh(decision), title="Raids", due_on=DUE + timedelta(days=1), lead=city.tax.agency, participants=[],
        by=city.commission.handler, at=LATER,
    )  # fmt: skip
    assert (changed.title, changed.lead, changed.participants.count()) == ("Raids", city.tax.agency, 0)
    services.remove_decision(fresh(decision), by=city.commission.handler, at=LATER)
    assert not meeting.decisions.exists()


def test_confirmed_decisions_stand(city):
    meeting = city.held()
    decision = decide(city, meeting)
    meeting = services.write_minutes(fresh(meeting), minutes="x", by=city.commission.handler, at=LATER)
    services.confirm_minutes(meeting, by=city.commission.reviewer, at=LATER)
    for deed in (
        lambda: services.remove_decision(fresh(decision), by=city.commission.handler, at=LATER),
        lambda: change(city, fresh(decision), title="Other"),
        lambda: decide(city, fresh(meeting), title="More"),
    ):
        with pytest.raises(Refused, match="minutes confirmed"):
            deed()
    assert list(meeting.decisions.values_list("title", flat=True)) == ["Joint raids"]


def test_who_wrote_a_decision_does_not_confirm_it(city):
    meeting = services.write_minutes(city.held(), minutes="See decisions", by=city.commission.handler, at=LATER)
    handlers = [decide(city, fresh(meeting)) for _n in range(2)]
    reviewer = decide(city, fresh(meeting), by=city.commission.reviewer)
    change(city, handlers[0], by=city.commission.leader)
    services.remove_decision(handlers[1], by=city.body.reviewer, at=LATER)
    for by in (city.commission.reviewer, city.commission.leader, city.body.reviewer):
        with pytest.raises(PermissionDenied):
            services.confirm_minutes(fresh(meeting), by=by, at=LATER)
    services.confirm_minutes(fresh(meeting), by=city.body.leader, at=LATER)

    assert fresh(reviewer).task


def test_decisions_are_confirmed_as_they_were_shown(city):
    meeting = city.held()
    decisions = [decide(city, fresh(meeting)) for _n in range(2)]
    shown = services.write_minutes(fresh(meeting), minutes="x", by=city.commission.handler, at=LATER)
    for deed in (
        lambda: change(city, decisions[0], due_on=DUE + timedelta(days=5)),
        lambda: services.remove_decision(decisions[1], by=city.commission.handler, at=LATER),
    ):
        deed()
        with pytest.raises(Stale):
            services.confirm_minutes(shown, by=city.commission.reviewer, at=LATER)
        shown = fresh(shown)
    assert services.confirm_minutes(shown, by=city.commission.reviewer, at=LATER).state == "confirmed"


@pytest.mark.parametrize("deed", ["change", "remove"])
def test_the_meeting_is_locked_before_its_decisions(city, django_assert_max_num_queries, deed):
    decision = decide(city, city.held())
    with django_assert_max_num_queries(40) as asked:
        if deed == "change":
            change(city, decision)
        else:
            services.remove_decision(decision, by=city.commission.handler, at=LATER)

    locks = [query["sql"].split('FROM "')[1].split('"')[0] for query in asked if "FOR UPDATE" in query["sql"]]
    assert locks == ["agencies_agency"] * (deed == "change") + ["meetings_meeting", "meetings_decision"]


def year_duty(city, year="2026") -> Obligation:
    return Obligation.objects.about(city.body.agency).get(period=year)


def test_the_commission_owes_a_meeting_a_year_and_the_body_watches(city):
    assert [services.open_meetings(day=NOON.date(), at=NOON) for _again in range(2)] == [1, 0]

    duty = year_duty(city)
    assert (duty.kind, duty.bearer.name, duty.supervisor.name, duty.due_on, duty.title) == (
        "body.meet", "Commission", "Coordination body", date(2026, 12, 31), "Coordination body",
    )  # fmt: skip
    assert services.open_meetings(day=date(2027, 1, 1), at=NOON) == 1


def test_confirmed_minutes_meet_the_duty(city):
    services.open_meetings(day=NOON.date(), at=NOON)
    written = city.written()
    assert year_duty(city).state == DutyState.OPEN
    services.confirm_minutes(written, by=city.commission.reviewer, at=LATER)

    assert year_duty(city).state == DutyState.MET


def test_a_successor_owes_no_meeting_that_was_held(city):
    services.open_meetings(day=NOON.date(), at=NOON)
    city.confirmed()
    heir = make_office(city.region, "hc", "New commission")
    Party.objects.filter(pk=city.commission.agency.pk).update(valid_to=NOON.date(), successor=heir.agency.pk)

    assert services.open_meetings(day=LATER.date(), at=LATER) == 0
    assert services.open_meetings(day=date(2027, 1, 1), at=LATER) == 1
    assert year_duty(city, "2027").bearer_id == heir.agency.pk


def test_where_the_region_asks_for_two_the_second_meets_it(city):
    LimitOverride.objects.create(
        kind="body.meet", region=city.region, region_path=city.region.path, valid_from=date(2026, 1, 1), amount=2
    )
    services.open_meetings(day=NOON.date(), at=NOON)
    city.confirmed()
    assert year_duty(city).state == DutyState.OPEN
    city.confirmed()

    assert year_duty(city).state == DutyState.MET


def test_each_meeting_counts_for_its_own_year(city):
    services.open_meetings(day=NOON.date(), at=NOON)
    services.open_meetings(day=date(2027, 1, 1), at=NOON)
    city.confirmed(at=NOON + timedelta(days=32))  # held on 29 December, confirmed the day after
    assert year_duty(city).state == DutyState.MET
    city.confirmed(at=NOON + timedelta(days=60))

    assert year_duty(city, "2027").state == DutyState.MET


def test_late_minutes_are_late(city):
    services.open_meetings(day=NOON.date(), at=NOON)
    written = city.written()
    services.confirm_minutes(written, by=city.commission.reviewer, at=NOON + timedelta(days=50))

    assert year_duty(city).state == DutyState.MET_LATE


def pass_on(giver, taker):
    admin = make_membership(agency=giver.agency, role="business_admin")
    giver.agency.refresh_from_db()
    return hand_over(giver.agency, taker.agency, on=LATER.date(), reason="Reform", by=admin, at=LATER)


def test_decisions_and_invitations_pass_to_the_successor(city):
    heir = make_office(city.region, "ps", "New police")
    planned, confirmed, held = city.convened(), city.confirmed(), city.held()
    led, shared = decide(city, held), decide(city, fresh(held), lead=city.tax.agency, participants=[city.police.agency])
    shown = services.write_minutes(fresh(held), minutes="x", by=city.commission.handler, at=LATER)

    assert pass_on(city.police, heir).what["meetings.decision"] == [led.pk, shared.pk]
    with pytest.raises(Stale):
        services.confirm_minutes(shown, by=city.commission.reviewer, at=LATER)
    services.confirm_minutes(fresh(held), by=city.commission.reviewer, at=LATER)
    by_title = [list(fresh(row).task.responsibilities.order_by("role").values_list("agency__party__name", flat=True))
                for row in (led, shared)]  # fmt: skip
    assert by_title == [["New police", "Tax bureau"], ["Tax bureau", "New police"]]
    assert Obligation.objects.about(Milestone.objects.get(task=fresh(led).task)).get().bearer.name == "New police"
    read_by = [set(Meeting.objects.shared_with(unit.handler)) for unit in (heir, city.police)]
    assert read_by == [{planned, held}, {confirmed, held}]  # who was there stays
    assert set(held.invitations.values_list("agency", "attendance")) >= {
        (city.police.agency.pk, "present"), (heir.agency.pk, "invited")
    }  # fmt: skip


def test_a_successor_that_was_invited_too_is_invited_once(city):
    planned, held = city.convened(), city.held()
    decision = decide(city, fresh(held))

    pass_on(city.police, city.tax)

    assert list(planned.invitations.values_list("agency", flat=True)) == [city.tax.agency.pk]
    assert sorted(held.invitations.values_list("agency__party__name", "attendance")) == [
        ("Police", "present"), ("Tax bureau", "excused"),
    ]  # fmt: skip
    assert (fresh(decision).lead, fresh(decision).participants.count()) == (city.tax.agency, 0)


def test_an_agency_with_a_decision_does_not_end_without_a_successor(city):
    decide(city, city.held())
    admin = make_membership(agency=city.police.agency, role="business_admin")

    with pytest.raises(Refused, match="hand them over"):
        close_agency(city.police.agency, on=LATER.date(), by=admin)


@pytest.mark.parametrize("ended", ["police", "tax"])
def test_a_decision_for_an_agency_that_has_ended_is_refused(city, ended):
    meeting = city.held()
    decide(city, meeting)
    meeting = services.write_minutes(fresh(meeting), minutes="x", by=city.commission.handler, at=LATER)
    Party.objects.filter(pk=getattr(city, ended).agency.pk).update(valid_to=LATER.date() - timedelta(days=1))

    with pytest.raises(Refused, match="has ended: say who is to do “Joint raids” in its place"):
        services.confirm_minutes(meeting, by=city.commission.reviewer, at=LATER)
    assert not DecisionPlan.objects.exists()
