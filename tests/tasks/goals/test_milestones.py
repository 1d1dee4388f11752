"""A milestone: owed by the leads, moved, dropped, reported, confirmed, sent back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from agencies.services.hand_over import hand_over
from kernel.access import OPERATOR
from kernel.errors import Refused, Stale
from notices.models import Notice
from obligations.enums import DutyState
from obligations.models import Obligation
from obligations.services import pause_duty
from tasks.enums import GoalVerb, ReachState, TaskRole
from tasks.models import Milestone
from tasks.services import milestones, reporting
from tasks.services.goals import open_goals
from tasks.workflow import REACH
from tests.factories import make_agency, make_membership, make_milestone, make_responsibility
from tests.tasks.progress.conftest import NOON, fresh, make_office

DAY = date(2026, 12, 1)


def duty_of(milestone, office) -> Obligation:
    return Obligation.objects.about(milestone).get(bearer=office.agency.pk)


def report(milestone, office, *, at=NOON, on=None, **facts):
    return milestones.report_reached(milestone, reached_on=on or at.date(), by=office.handler, at=at, **facts)


def test_the_lead_owes_it_and_the_commission_watches(town, milestone):
    duty = Obligation.objects.about(milestone).get()

    assert (duty.kind, duty.bearer_id, duty.supervisor_id, duty.due_on, duty.title) == (
        "task.milestone", town.police.agency.pk, town.commission.agency.pk, DAY, "Ten clinics checked",
    )  # fmt: skip


def test_nobody_owes_it_before_the_plan_reports(quiet_city):
    soon = milestones.add_milestone(quiet_city.task, title="Soon", due_on=DAY, by=OPERATOR, at=NOON)
    past = milestones.add_milestone(quiet_city.task, title="Past", due_on=date(2026, 9, 30), by=OPERATOR, at=NOON)
    assert not Obligation.objects.exists()

    reporting.start_reporting(quiet_city.plan, on=NOON.date(), by=OPERATOR, at=NOON)

    assert Obligation.objects.about(soon).exists() and not Obligation.objects.about(past).exists()


def test_opening_may_be_repeated(town, milestone):
    assert open_goals(day=NOON.date(), at=NOON) == 0
    assert open_goals(day=DAY + timedelta(days=9), at=NOON) == 0


def test_who_sets_one(town):
    facts = {"title": "New", "due_on": DAY, "at": NOON}
    with pytest.raises(PermissionDenied):
        milestones.add_milestone(town.task, by=town.police.handler, **facts)
    milestone = milestones.add_milestone(town.task, by=town.commission.handler, **facts)

    with pytest.raises(Refused, match="has this milestone already"):
        milestones.add_milestone(town.task, by=town.commission.handler, **facts)
    with pytest.raises(Refused, match="leave the unit out"):
        milestones.add_milestone(town.task, by=town.commission.handler, **facts | {"title": "Two", "unit": "homes"})
    other = milestones.add_milestone(town.task, by=town.commission.handler, **facts | {"title": "Other"})
    with pytest.raises(Refused, match="has this milestone already"):
        milestones.change_milestone(other, title="New", by=OPERATOR, at=NOON)
    changed = milestones.change_milestone(milestone, title="Newer", quantity=Decimal(3), by=OPERATOR, at=NOON)
    step = changed.steps.get(verb=GoalVerb.CHANGE)
    assert (step.before, step.after) == ("New", "Newer 3")


def test_a_report_is_confirmed(town, milestone):
    reach = report(milestone, town.police, note="All checked")
    duty = duty_of(milestone, town.police)
    assert (reach.state, duty.state, duty.was_late) == (ReachState.SUBMITTED, DutyState.SUBMITTED, False)
    assert Notice.objects.filter(kind="tasks.goal_reached", to_party=town.commission.agency.pk).count() == 2

    with pytest.raises(PermissionDenied):
        milestones.confirm_reached(reach, by=town.police.leader, at=NOON)
    with pytest.raises(PermissionDenied):
        milestones.confirm_reached(reach, by=town.commission.handler, at=NOON)
    reach = milestones.confirm_reached(fresh(reach), by=town.commission.reviewer, at=NOON)

    assert (reach.state, fresh(duty).state) == (ReachState.CONFIRMED, DutyState.MET)
    assert [step.verb for step in milestone.steps.order_by("pk")] == ["add", "report", "confirm"]


def test_what_was_sent_back_is_reported_again_and_late_is_late(town, milestone):
    late = NOON + timedelta(days=20)
    reach = report(milestone, town.police, at=late)
    reach = milestones.return_reached(reach, reason="How many?", by=town.commission.leader, at=late)
    assert (reach.state, duty_of(milestone, town.police).state) == (ReachState.RETURNED, DutyState.RETURNED)

    again = report(milestone, town.police, at=late, on=DAY, note="Ten")
    milestones.confirm_reached(again, by=town.commission.leader, at=late)

    assert again.pk == reach.pk and again.reached_on == DAY
    assert duty_of(milestone, town.police).state == DutyState.MET_LATE


@pytest.mark.parametrize("verb", ["confirm", "return"])
@pytest.mark.parametrize("state", sorted(set(ReachState) - REACH["confirm"].sources))
def test_refused_from_every_other_state(town, milestone, verb, state):
    reach = report(milestone, town.police)
    deeds = {"confirm": milestones.confirm_reached, "return": milestones.return_reached}
    facts = {"by": town.commission.leader, "at": NOON}
    before = deeds["confirm"](reach, **facts) if state == "confirmed" else deeds["return"](reach, reason="x", **facts)

    with pytest.raises(Refused):
        deeds[verb](before, **facts | ({"reason": "y"} if verb == "return" else {}))
    assert fresh(reach).state == state


def test_a_stale_judgement_is_refused(town, milestone):
    reach = report(milestone, town.police)
    milestones.return_reached(fresh(reach), reason="x", by=town.commission.leader, at=NOON)
    with pytest.raises(Stale):
        milestones.confirm_reached(reach, by=town.commission.leader, at=NOON)


def test_what_cannot_be_reported(town, milestone):
    with pytest.raises(PermissionDenied):
        report(milestone, town.tax)
    with pytest.raises(Refused, match="still to come"):
        report(milestone, town.police, on=DAY)
    report(milestone, town.police)
    with pytest.raises(Refused, match="owes nothing"):
        report(milestone, town.police)


def test_a_quantity_that_is_asked_for(town):
    many = milestones.add_milestone(
        town.task, title="Clinics", due_on=DAY, quantity=Decimal(10), unit="clinics", by=OPERATOR, at=NOON
    )
    with pytest.raises(Refused, match="which quantity"):
        report(many, town.police)
    assert report(many, town.police, quantity=Decimal(9)).quantity == Decimal(9)


def test_who_has_two_hats_does_not_confirm_his_own(town, milestone):
    reach = report(milestone, town.police)
    other = make_membership(agency=town.commission.agency, user=town.police.handler.user, role="reviewer")
    with pytest.raises(PermissionDenied):
        milestones.confirm_reached(reach, by=other, at=NOON)


def second_lead(town, *, separately: bool):
    town.task.leads_separately = separately
    town.task.save()
    courts = make_office(town.region, "ju", "Justice")
    make_responsibility(task=town.task, agency=courts.agency, role=TaskRole.LEAD)
    return courts, milestones.add_milestone(town.task, title="Together", due_on=DAY, by=OPERATOR, at=NOON)


def test_leads_answer_together(town):
    courts, milestone = second_lead(town, separately=False)
    assert Obligation.objects.about(milestone).count() == 2

    reach = report(milestone, town.police)
    with pytest.raises(Refused, match="owes nothing"):
        report(milestone, courts)
    milestones.confirm_reached(reach, by=town.commission.leader, at=NOON)

    assert set(Obligation.objects.about(milestone).values_list("state", flat=True)) == {DutyState.MET}
    late_lead = make_agency(region=town.region)
    make_responsibility(task=town.task, agency=late_lead, role=TaskRole.LEAD)
    open_goals(day=NOON.date(), at=NOON)
    assert not Obligation.objects.about(milestone).filter(bearer=late_lead.pk).exists()


def led_by_the_commission_too(town):
    part = make_responsibility(task=town.task, agency=town.commission.agency, role=TaskRole.LEAD)
    return part, milestones.add_milestone(town.task, title="Together", due_on=DAY, by=OPERATOR, at=NOON)


def test_the_commission_does_not_confirm_its_own_with_the_other_leads(town):
    _part, milestone = led_by_the_commission_too(town)
    milestones.confirm_reached(report(milestone, town.police), by=town.commission.reviewer, at=NOON)
    assert duty_of(milestone, town.police).state == DutyState.MET
    assert duty_of(milestone, town.commission).state == DutyState.OPEN

    own = report(milestone, town.commission)
    for by in (town.commission.reviewer, town.commission.leader):
        with pytest.raises(PermissionDenied):
            milestones.confirm_reached(own, by=by, at=NOON)
    milestones.confirm_reached(own, by=town.body.leader, at=NOON)
    assert duty_of(milestone, town.commission).state == DutyState.MET


def test_a_member_of_another_lead_does_not_confirm_for_it(town):
    courts, milestone = second_lead(town, separately=False)
    hat = make_membership(agency=town.commission.agency, user=courts.handler.user, role="reviewer")
    with pytest.raises(PermissionDenied):
        milestones.confirm_reached(report(milestone, town.police), by=hat, at=NOON)


def test_each_lead_answers_for_its_own_part(town):
    courts, milestone = second_lead(town, separately=True)
    milestones.confirm_reached(report(milestone, town.police), by=town.commission.leader, at=NOON)

    states = [duty_of(milestone, office).state for office in (town.police, courts)]
    assert states == [DutyState.MET, DutyState.OPEN]
    moved = milestones.move_milestone(
        fresh(milestone), due_on=date(2026, 12, 20), basis="Minutes 7", by=town.commission.leader, at=NOON
    )
    assert [duty_of(moved, office).due_on for office in (town.police, courts)] == [DAY, date(2026, 12, 20)]


def test_what_one_lead_has_reported_is_judged_before_the_milestone_is_dropped(town):
    _courts, milestone = second_lead(town, separately=True)
    reach = report(milestone, town.police)
    with pytest.raises(Refused, match="send the report back first"):
        milestones.drop_milestone(milestone, reason="x", by=town.commission.leader, at=NOON)
    milestones.return_reached(reach, reason="x", by=town.commission.leader, at=NOON)

    assert milestones.drop_milestone(fresh(milestone), reason="x", by=town.commission.leader, at=NOON).is_dropped


def test_a_paused_duty_of_one_lead_does_not_keep_the_other(town):
    courts, milestone = second_lead(town, separately=False)
    pause_duty(duty_of(milestone, courts), at=NOON, reason="x")
    milestones.confirm_reached(report(milestone, town.police), by=town.commission.leader, at=NOON)

    assert [duty_of(milestone, office).state for office in (town.police, courts)] == [DutyState.MET, DutyState.PAUSED]


def move(milestone, by, day=date(2026, 11, 25), **facts):
    return milestones.move_milestone(milestone, due_on=day, basis="Minutes 7", by=by, at=NOON, **facts)


def test_another_day_keeps_basis_and_approver(town, milestone):
    for by in (town.police.leader, town.commission.handler):
        with pytest.raises(PermissionDenied):
            move(milestone, by)
    move(milestone, town.commission.leader)

    step = milestone.steps.get(verb=GoalVerb.MOVE)
    duty = duty_of(milestone, town.police)
    assert (step.by, step.basis, duty.due_on, duty.state) == (
        town.commission.leader, "Minutes 7", date(2026, 11, 25), DutyState.OPEN,
    )  # fmt: skip
    line = duty.steps.get()
    assert (line.verb, line.due_before, line.due_after) == ("move", DAY, date(2026, 11, 25))
    with pytest.raises(Refused, match="has already"):
        move(fresh(milestone), town.commission.leader)
    make_milestone(task=town.task, title=milestone.title, due_on=DAY)
    with pytest.raises(Refused, match="has this milestone already"):
        move(fresh(milestone), town.commission.leader, DAY)
    assert Notice.objects.filter(kind="tasks.goal_moved", to_party=town.police.agency.pk).exists()


def test_what_the_commission_leads_is_moved_by_the_coordination_body(town):
    part = town.task.responsibilities.get(role=TaskRole.LEAD)
    part.agency = town.commission.agency
    part.save()
    own = milestones.add_milestone(town.task, title="Own", due_on=DAY, by=OPERATOR, at=NOON)

    with pytest.raises(PermissionDenied):
        move(own, town.commission.leader)
    assert move(own, town.body.leader).due_on == date(2026, 11, 25)


def test_a_milestone_that_was_reported_stands(town, milestone):
    reach = report(milestone, town.police)
    for deed, facts in (
        (milestones.move_milestone, {"due_on": date(2027, 1, 5), "basis": "x"}),
        (milestones.drop_milestone, {"reason": "x"}),
        (milestones.change_milestone, {"title": "x"}),
    ):
        with pytest.raises(Refused, match="send the report back first"):
            deed(fresh(milestone), by=town.commission.leader, at=NOON, **facts)
    milestones.return_reached(reach, reason="x", by=town.commission.leader, at=NOON)
    milestones.drop_milestone(fresh(milestone), reason="No longer", by=town.commission.leader, at=NOON)

    assert duty_of(milestone, town.police).state == DutyState.CANCELLED
    assert open_goals(day=NOON.date(), at=NOON) == 0
    with pytest.raises(Refused, match="was dropped"):
        milestones.change_milestone(fresh(milestone), title="x", by=town.commission.leader, at=NOON)


def test_the_successor_goes_on_where_the_agency_stopped(town, milestone):
    reach = report(milestone, town.police)
    done = milestones.add_milestone(town.task, title="Done", due_on=DAY, by=OPERATOR, at=NOON)
    milestones.confirm_reached(report(done, town.police), by=town.commission.leader, at=NOON)
    heir = make_office(town.region, "ps", "New police")
    admin = make_membership(agency=town.commission.agency, role="business_admin")
    hand_over(town.police.agency, heir.agency, on=NOON.date(), reason="Reform", by=admin, at=NOON)

    milestones.return_reached(reach, reason="x", by=town.commission.leader, at=NOON)
    again = report(milestone, heir)

    assert (again.pk, again.agency) == (reach.pk, heir.agency)
    assert open_goals(day=NOON.date() + timedelta(days=1), at=NOON) == 0
    assert not Obligation.objects.about(done).filter(bearer=heir.agency.pk).exists()
    assert Milestone.objects.count() == 2
