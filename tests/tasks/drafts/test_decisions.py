"""Decisions are kept one by one, by those who may, and can be taken back; the plan is what was decided."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import AgencyAlias
from kernel.errors import Refused, Stale
from notices.models import Notice
from obligations.models import Obligation
from tasks.models import Responsibility
from tasks.services import accept_draft, discard_draft, take_decision, undo_decision
from tasks.services.drafts import create_and_map
from tests.factories import make_agency, make_membership
from tests.tasks.progress.conftest import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def decided(draft, by):
    """The draft with every doubt decided in a way of its own."""
    for verb, facts in (
        ("unify_names", {"name": "市信息局", "other": "市教育局"}),
        ("confirm_members", {"name": "市级相关部门", "agencies": []}),
        ("lead_instead", {"task": 3, "name": "市教育局"}),
    ):
        draft = take_decision(draft, verb, facts, by=by, at=NOON)
    return draft


def parts(plan):
    rows = Responsibility.objects.filter(task__plan=plan).order_by("task__position", "role", "position")
    return [
        (part.task.number, part.role, part.printed_name, part.agency.party.name if part.agency else None)
        for part in rows.select_related("task", "agency__party")
    ]


def test_each_decision_is_kept_with_its_number_and_person(draft, keeper):
    draft = decided(draft, keeper)

    assert list(draft.decisions.order_by("number").values_list("number", "verb", "by")) == [
        (1, "unify_names", keeper.pk),
        (2, "confirm_members", keeper.pk),
        (3, "lead_instead", keeper.pk),
    ]
    assert draft.version == 4


def test_the_last_decision_is_taken_back(draft, keeper):
    before = take_decision(draft, "drop_task", {"task": 1}, by=keeper, at=NOON).work
    draft.refresh_from_db()
    draft = take_decision(draft, "drop_task", {"task": 2}, by=keeper, at=NOON)

    draft = undo_decision(draft, by=keeper, at=NOON)

    assert draft.work == before
    draft = undo_decision(draft, by=keeper, at=NOON)
    assert [task["key"] for task in draft.decided.tasks] == [1, 2, 3]
    with pytest.raises(Refused):
        undo_decision(draft, by=keeper, at=NOON)
    assert [row.verb for row in draft.decisions.order_by("number")] == ["drop_task", "drop_task", "undo", "undo"]


def test_of_two_at_once_the_second_is_told(draft, keeper):
    seen = type(draft).objects.get(pk=draft.pk)
    take_decision(draft, "drop_task", {"task": 1}, by=keeper, at=NOON)

    with pytest.raises(Stale):
        take_decision(seen, "drop_task", {"task": 2}, by=keeper, at=NOON)


def test_who_keeps_no_plans_there_decides_nothing(draft, keeper):
    viewer = make_membership(agency=keeper.party.agency, role=Role.VIEWER)

    for by in (viewer, make_membership()):
        for deed in (
            lambda by=by: take_decision(draft, "drop_task", {"task": 1}, by=by, at=NOON),
            lambda by=by: undo_decision(draft, by=by, at=NOON),
            lambda by=by: accept_draft(draft, by=by, at=NOON),
        ):
            with pytest.raises(PermissionDenied):
                deed()


def test_nothing_is_decided_about_a_draft_that_was_put_aside(draft, keeper):
    draft = discard_draft(draft, by=keeper)

    with pytest.raises(Refused):
        take_decision(draft, "drop_task", {"task": 1}, by=keeper, at=NOON)


def test_an_agency_of_another_place_is_none_that_may_be_meant(draft, keeper):
    far = make_agency(name="远方市信息局")

    with pytest.raises(Refused):
        take_decision(draft, "map_name", {"name": "市信息局", "agency": far.pk}, by=keeper, at=NOON)


@pytest.mark.parametrize("remember", [True, False])
def test_a_mapped_name_is_remembered_for_the_region(draft, keeper, school, remember):
    keeper.role = Role.BUSINESS_ADMIN
    keeper.save()
    facts = {"name": "市信息局", "agency": school.pk}

    take_decision(draft, "map_name", facts, by=keeper, at=NOON, remember=remember)

    kept = list(AgencyAlias.objects.values_list("agency", "name", "region", "source"))
    assert kept == ([(school.pk, "市信息局", draft.region_id, "河东市重点任务清单")] if remember else [])


def test_a_new_agency_is_what_the_name_means(draft, keeper):
    keeper.role = Role.BUSINESS_ADMIN
    keeper.save()
    facts = {"name": "河东市信息局", "short_name": "信息局", "kind": AgencyKind.DATA}

    draft = create_and_map(draft, printed="市信息局", **facts, by=keeper, at=NOON)

    agency = draft.decided.meant("市信息局")
    assert agency and draft.region.parties.get(pk=agency).name == "河东市信息局"


def test_a_draft_with_doubts_makes_no_plan(draft, keeper):
    with pytest.raises(Refused, match="4 doubts are left to decide"):
        accept_draft(draft, by=keeper, at=timezone.now())


def test_the_plan_is_what_was_decided_with_the_names_as_printed(draft, keeper):
    plan = accept_draft(decided(draft, keeper), by=keeper, at=NOON)

    assert parts(plan) == [
        ("1", "lead", "市公安局", "河东市公安局"),
        ("1", "participant", "市教育局", "河东市教育局"),
        ("2", "lead", "市公安局", "河东市公安局"),
        ("2", "participant", "市教育局、市信息局", "河东市教育局"),  # both mean it
        ("3", "lead", "市教育局", "河东市教育局"),
        ("3", "participant", "市级相关部门", None),
        ("3", "participant", "市公安局", "河东市公安局"),
    ]


def test_members_of_a_collective_have_parts_under_its_name(draft, keeper, police, school):
    draft = take_decision(draft, "settle", {"doubts": [1, 2, 4]}, by=keeper, at=NOON)
    facts = {"name": "市级相关部门", "agencies": [police.pk, school.pk]}
    draft = take_decision(draft, "confirm_members", facts, by=keeper, at=NOON)

    plan = accept_draft(draft, by=keeper, at=NOON)

    assert [row for row in parts(plan) if row[0] == "3"] == [
        ("3", "lead", "市公安局", "河东市公安局"),
        ("3", "participant", "市级相关部门", "河东市教育局"),  # the police lead it already
    ]


def test_each_agency_is_told_once_and_owes_its_reports(draft, keeper, police, school):
    plan = accept_draft(decided(draft, keeper), by=keeper, at=NOON, reports_on=TODAY)

    told = Notice.objects.filter(kind="tasks.plan_issued").order_by("to_party")
    assert [(notice.to_party_id, notice.params) for notice in told] == [
        (police.pk, {"title": plan.title, "leads": 2, "participates": 1}),
        (school.pk, {"title": plan.title, "leads": 1, "participates": 2}),
    ]
    owed = Obligation.objects.filter(kind="task.report").order_by("subject_id", "bearer")
    assert [duty.bearer_id for duty in owed] == [police.pk, school.pk] * 3


def test_without_a_day_nothing_is_owed_yet(draft, keeper):
    plan = accept_draft(decided(draft, keeper), by=keeper, at=NOON)

    assert (plan.reports_from, Obligation.objects.exists()) == (None, False)
