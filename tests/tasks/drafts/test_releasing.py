"""An agency that the new version of a plan names no longer: nothing of it is left waiting, nothing comes back to it."""

import pytest

from agencies.enums import Role
from obligations.models import Obligation
from obligations.services import pause_duty
from tasks.enums import ClosingState, EntryState, GoalVerb, TaskRole
from tasks.services import accept_draft
from tasks.services.judging import return_progress
from tasks.services.milestones import return_reached
from tasks.services.progress import recall_progress
from tasks.services.succession import pass_parts
from tests.factories import make_closing, make_draft, make_entry, make_membership, make_milestone, make_reach
from tests.tasks.drafts.conftest import reading, task
from tests.tasks.progress.conftest import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def names(police, school):
    return {"市公安局": police.pk, "市教育局": school.pk}


@pytest.fixture
def plan(city, keeper, names):
    draft = make_draft(region=city, reading=reading(task(1, title="规范收费"), names=names))
    return accept_draft(draft, by=keeper, at=NOON, reports_on=TODAY)


@pytest.fixture
def kept(plan):
    return plan.tasks.get()


def renew(city, names, keeper, **facts):
    """The schools are not named any more."""
    said = {"title": "规范收费", "participants": []} | facts
    return accept_draft(make_draft(region=city, reading=reading(task(1, **said), names=names)), by=keeper, at=NOON)


def duty_of(kept, agency):
    return Obligation.objects.about(kept).get(bearer=agency.pk)


def test_a_closing_that_waits_is_sent_back(kept, city, names, keeper, school):
    closing = make_closing(task=kept, agency=school, state=ClosingState.SUBMITTED)

    renew(city, names, keeper)

    closing.refresh_from_db()
    assert (closing.state, closing.part) == (ClosingState.RETURNED, None)
    assert "no longer asks" in closing.steps.get().text


def test_what_the_units_own_reviewer_has_goes_back_to_who_wrote_it(kept, city, names, keeper, school):
    entry = make_entry(task=kept, agency=school, state=EntryState.SUBMITTED, handed_in_by=None, handed_in_at=None)

    renew(city, names, keeper)

    entry.refresh_from_db()
    assert (entry.state, "no longer asks" in entry.return_reason) == (EntryState.RETURNED, True)


def test_a_paused_duty_is_cancelled_too(kept, city, names, keeper, school):
    pause_duty(duty_of(kept, school), at=NOON, by=keeper, reason="Flood")

    renew(city, names, keeper)

    assert duty_of(kept, school).state == "cancelled"


def test_an_entry_that_is_sent_back_is_owed_by_nobody(kept, city, names, keeper, school):
    entry = make_entry(task=kept, agency=school)
    Obligation.objects.about(kept).filter(bearer=school.pk).update(
        state="submitted", submitted_at=NOON, first_submitted_at=NOON
    )
    renew(city, names, keeper)
    assert duty_of(kept, school).state == "submitted"
    reviewer = make_membership(agency=keeper.party.agency, role=Role.REVIEWER)

    return_progress(entry, by=reviewer, at=NOON, reason="Say more")

    assert duty_of(kept, school).state == "cancelled"


def test_what_the_unit_takes_back_itself_is_owed_by_nobody_either(kept, city, names, keeper, school):
    entry = make_entry(task=kept, agency=school, submitted_at=NOON)
    Obligation.objects.about(kept).filter(bearer=school.pk).update(
        state="submitted", submitted_at=NOON, first_submitted_at=NOON
    )
    renew(city, names, keeper)

    recall_progress(entry, by=entry.handled_by, at=NOON)

    assert duty_of(kept, school).state == "cancelled"


@pytest.mark.parametrize(("role", "state"), [(TaskRole.LEAD, "returned"), (TaskRole.PARTICIPANT, "cancelled")])
def test_a_report_of_a_milestone_comes_back_only_to_a_lead(kept, police, keeper, role, state):
    milestone = make_milestone(task=kept)
    reach = make_reach(milestone=milestone, agency=police)
    reach.duty.supervisor = keeper.party
    reach.duty.save()
    kept.responsibilities.filter(agency=police).update(role=role, position=9)
    reviewer = make_membership(agency=keeper.party.agency, role=Role.REVIEWER)

    return_reached(reach, by=reviewer, at=NOON, reason="Not yet")

    reach.duty.refresh_from_db()
    assert reach.duty.state == state
    assert milestone.steps.get().verb == GoalVerb.RETURN


def test_duties_are_called_as_the_new_version_words_the_task(kept, city, names, keeper, police):
    renew(city, names, keeper, title="严格规范收费")

    assert duty_of(kept, police).title == "严格规范收费"


def test_two_prints_of_one_agency_are_one_part(city, keeper, names, school):
    other = names | {"市教委": school.pk}
    row = task(1, participants=["市教育局", "市教委"])

    plan = accept_draft(make_draft(region=city, reading=reading(row, names=other)), by=keeper, at=NOON)

    parts = plan.tasks.get().responsibilities.filter(role=TaskRole.PARTICIPANT)
    assert list(parts.values_list("agency", "printed_name")) == [(school.pk, "市教育局、市教委")]


def test_a_name_of_nobody_stays_a_part_of_its_own(city, keeper, names):
    row = task(1, participants=["市教育局", "市信息局"])

    plan = accept_draft(make_draft(region=city, reading=reading(row, names=names)), by=keeper, at=NOON)

    parts = plan.tasks.get().responsibilities.filter(agency=None)
    assert list(parts.values_list("printed_name", flat=True)) == ["市信息局"]


def test_a_part_that_passes_to_who_has_one_keeps_both_prints(kept, school, police, keeper):
    pass_parts(school, police, by=keeper, at=NOON)

    part = kept.responsibilities.get()
    assert (part.agency_id, part.role, part.printed_name) == (police.pk, TaskRole.LEAD, "市公安局、市教育局")
