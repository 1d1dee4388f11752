"""A new version of a plan: what goes on keeps its progress, what has gone asks for nothing more."""

from datetime import date, timedelta

import pytest

from kernel.errors import Refused
from notices.models import Notice
from obligations.models import Obligation
from tasks.enums import DraftState
from tasks.models import PlanDraft, Responsibility
from tasks.services import accept_draft
from tasks.services.accepting import base_of
from tasks.services.differences import difference
from tests.factories import make_agency, make_assignment, make_draft, make_entry, make_milestone, make_recurrence
from tests.tasks.drafts.conftest import reading, task
from tests.tasks.progress.conftest import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def names(police, school):
    return {"市公安局": police.pk, "市教育局": school.pk}


@pytest.fixture
def plan(city, keeper, names):
    tasks = [
        task(1, title="规范收费"),
        task(2, title="打击非法行医"),
        task(3, title="公开信息", lead=["市教育局"], participants=[]),
    ]
    draft = make_draft(region=city, reading=reading(*tasks, names=names))
    return accept_draft(draft, by=keeper, at=NOON, reports_on=TODAY)


def another(city, names, *tasks, **document):
    return make_draft(region=city, reading=reading(*tasks, names=names, **document))


@pytest.fixture
def newer(city, names):
    """The second task in other words and without the schools, the third gone, one new."""
    tasks = [
        task(1, title="规范收费", lead=["市教育局"], participants=["市公安局"]),
        task(2, title="严厉打击非法行医", participants=[]),
        task(3, title="建立信用记录"),
    ]
    return another(city, names, *tasks)


def owed(plan):
    rows = Obligation.objects.filter(kind="task.report", state="open", subject_id__in=plan.tasks.values("pk"))
    titles = dict(plan.tasks.values_list("pk", "title"))
    return sorted((titles[duty.subject_id], duty.bearer.name) for duty in rows.select_related("bearer"))


def test_the_difference_is_shown_before(plan, newer):
    found = difference(plan, newer.decided, on=TODAY)

    assert found.counts == {"added": 1, "removed": 1, "changed": 2, "same": 0}
    first, second, new, gone = found.changes
    assert set(first.moved) == {("市教育局", "lead"), ("市公安局", "participant")}
    assert second.words == (("title", "打击非法行医", "严厉打击非法行医"),)
    assert (second.came, second.went) == ((), (("participant", "市教育局"),))
    assert new.row["title"] == "建立信用记录"
    assert gone.task.title == "公开信息"


def test_what_goes_on_is_the_same_task(plan, newer, keeper, police, school):
    task = plan.tasks.get(title="打击非法行医")
    entry = make_entry(task=task, agency=police)
    make_assignment(task=task, agency=school)

    accept_draft(newer, by=keeper, at=NOON)

    task.refresh_from_db()
    assert (task.title, task.entries.get(), task.assignments.count()) == ("严厉打击非法行医", entry, 0)
    assert list(plan.tasks.filter(dropped_on=None).order_by("position").values_list("position", "title")) == [
        (1, "规范收费"), (2, "严厉打击非法行医"), (3, "建立信用记录")
    ]  # fmt: skip


def test_who_is_no_longer_named_owes_nothing_more(plan, newer, keeper):
    accept_draft(newer, by=keeper, at=NOON)

    assert owed(plan) == [
        ("严厉打击非法行医", "河东市公安局"),
        ("建立信用记录", "河东市公安局"),
        ("建立信用记录", "河东市教育局"),
        ("规范收费", "河东市公安局"),
        ("规范收费", "河东市教育局"),
    ]


def test_a_task_that_has_gone_is_kept_with_its_day(plan, newer, keeper):
    gone = plan.tasks.get(title="公开信息")
    milestone = make_milestone(task=gone, due_on=date(2027, 12, 31))
    recurrence = make_recurrence(task=gone)

    accept_draft(newer, by=keeper, at=NOON)

    for row in (gone, milestone, recurrence):
        row.refresh_from_db()
    assert (gone.dropped_on, milestone.is_dropped, recurrence.ends_on) == (TODAY, True, TODAY)
    assert set(gone.responsibilities.values_list("closed_on", flat=True)) == {TODAY}


def test_goals_that_people_have_dropped_do_not_come_again(city, names, keeper):
    goals = [{"due": day, "what": "", "quantity": None, "unit": None} for day in ("2027-06-30", "2027-12-31")]
    again = {"every": "year", "at_least": 1}
    first = task(1, title="规范收费", milestones=goals[:1], recurrence=again)
    plan = accept_draft(another(city, names, first, number="河东〔2026〕1号"), by=keeper, at=NOON)
    kept = plan.tasks.get()
    kept.milestones.update(title="换了说法", is_dropped=True)
    kept.recurrences.update(ends_on=TODAY)

    second = task(1, title="规范收费", milestones=goals, recurrence=again, text="再说一次")
    accept_draft(another(city, names, second, number="河东〔2026〕1号"), by=keeper, at=NOON)

    assert list(kept.milestones.order_by("due_on").values_list("title", "is_dropped")) == [
        ("换了说法", True), ("规范收费", False)
    ]  # fmt: skip
    assert kept.recurrences.count() == 1


def test_an_agency_that_has_no_part_any_more_is_told(plan, city, names, keeper, police, school):
    newer = another(city, names, task(1, title="规范收费", participants=[]))

    accept_draft(newer, by=keeper, at=NOON)

    told = Notice.objects.filter(params__title=plan.title).order_by("pk").values_list("kind", "to_party")
    assert list(told)[2:] == [("tasks.plan_issued", police.pk), ("tasks.plan_left", school.pk)]


def test_a_difference_that_is_out_of_date_is_not_put_in_force(plan, city, names, newer, keeper):
    other = another(city, names, task(1, title="规范收费"))
    plan.refresh_from_db()
    shown = base_of(plan)
    accept_draft(newer, by=keeper, at=NOON, base=shown)

    with pytest.raises(Refused, match="has changed since"):
        accept_draft(other, by=keeper, at=NOON, base=shown)

    assert plan.tasks.standing().count() == 3


def test_a_deadline_that_the_document_moves_is_owed_once(city, names, keeper):
    goal = {"due": "2027-06-30", "what": "完成", "quantity": None, "unit": None}
    again = {"every": "quarter", "at_least": 1}
    first = task(1, title="规范收费", milestones=[goal], recurrence=again)
    plan = accept_draft(another(city, names, first), by=keeper, at=NOON, reports_on=TODAY)
    yearly = again | {"every": "year"}
    newer = another(
        city, names, task(1, title="规范收费", milestones=[goal | {"due": "2027-09-30"}], recurrence=yearly)
    )
    change = difference(plan, newer.decided, on=TODAY).changes[0]
    assert (change.days_came, change.days_went, change.again) == (("2027-09-30",), ("2027-06-30",), True)

    accept_draft(newer, by=keeper, at=NOON)

    kept = plan.tasks.get()
    milestones = kept.milestones.order_by("due_on").values_list("due_on", "is_dropped")
    assert list(milestones) == [(date(2027, 6, 30), True), (date(2027, 9, 30), False)]
    duties = Obligation.objects.filter(kind="task.milestone", subject_id__in=kept.milestones.values("pk"))
    assert list(duties.order_by("due_on").values_list("due_on", "state")) == [
        (date(2027, 6, 30), "cancelled"), (date(2027, 9, 30), "open")
    ]  # fmt: skip
    assert list(kept.recurrences.order_by("pk").values_list("months", "ends_on")) == [(3, TODAY), (12, None)]


def test_a_milestone_that_people_moved_stays_moved(city, names, keeper):
    goal = {"due": "2027-06-30", "what": "完成", "quantity": None, "unit": None}
    first = task(1, title="规范收费", milestones=[goal])
    plan = accept_draft(another(city, names, first), by=keeper, at=NOON)
    kept = plan.tasks.get()
    kept.milestones.update(due_on=date(2027, 8, 1))

    accept_draft(another(city, names, first | {"text": "新的内容"}), by=keeper, at=NOON)

    assert list(kept.milestones.values_list("due_on", "is_dropped")) == [(date(2027, 8, 1), False)]


def test_who_has_followed_an_ended_agency_keeps_the_part(plan, city, names, keeper, police):
    heir = make_agency(region=city, name="河东市公共安全局")
    party = police.party
    party.valid_to, party.successor = TODAY - timedelta(days=1), heir.party
    party.save()
    Responsibility.objects.filter(agency=police).update(agency=heir)

    accept_draft(another(city, names, task(1, title="规范收费", text="新的内容")), by=keeper, at=NOON)

    parts = Responsibility.objects.filter(task__title="规范收费").order_by("role").values_list("agency", "printed_name")
    assert next(iter(parts)) == (heir.pk, "市公安局")


def test_a_closed_part_in_another_role_is_open_again(plan, newer, keeper, police):
    part = Responsibility.objects.get(task__title="规范收费", agency=police)
    part.closed_on = TODAY
    part.save()

    accept_draft(newer, by=keeper, at=NOON)

    part.refresh_from_db()
    assert (part.role, part.closed_on) == ("participant", None)


def test_a_task_whose_recurrence_has_not_begun_may_go(plan, newer, keeper):
    gone = plan.tasks.get(title="公开信息")
    recurrence = make_recurrence(task=gone, starts_on=TODAY + timedelta(days=60))

    accept_draft(newer, by=keeper, at=NOON)

    recurrence.refresh_from_db()
    assert recurrence.ends_on == recurrence.starts_on


def test_a_version_of_before_their_day_was_noted_is_the_oldest(plan, newer, keeper):
    accept_draft(newer, by=keeper, at=NOON)
    PlanDraft.objects.exclude(pk=newer.pk).update(accepted_at=None)

    assert PlanDraft.objects.versions_of(plan).first() == newer


def test_both_versions_are_kept(plan, newer, keeper):
    accept_draft(newer, by=keeper, at=NOON)

    drafts = PlanDraft.objects.filter(plan=plan).order_by("pk")
    assert [(draft.state, draft.accepted_at) for draft in drafts] == [(DraftState.ACCEPTED, NOON)] * 2
    plan.refresh_from_db()
    assert plan.source == newer.source


def test_a_plan_is_the_same_by_its_number_too(plan, city, names, keeper):
    numbered = another(city, names, task(1, title="规范收费"), number="河东〔2026〕1号")
    accept_draft(numbered, by=keeper, at=NOON)

    renamed = another(city, names, task(1, title="规范收费"), number="河东〔2026〕1号", title="另一个名称")

    assert accept_draft(renamed, by=keeper, at=NOON) == plan


def test_an_agency_that_stays_keeps_its_row(plan, newer, keeper, police):
    part = Responsibility.objects.get(task__title="规范收费", agency=police)

    accept_draft(newer, by=keeper, at=NOON)

    part.refresh_from_db()
    assert (part.role, part.position) == ("participant", 1)


def test_a_third_version_may_bring_a_task_back(plan, newer, city, names, keeper):
    accept_draft(newer, by=keeper, at=NOON)
    third = another(city, names, task(1, title="公开信息"), task(2, title="规范收费"))

    accept_draft(third, by=keeper, at=NOON)

    standing = plan.tasks.filter(dropped_on=None).order_by("position").values_list("title", flat=True)
    assert list(standing) == ["公开信息", "规范收费"]
    assert plan.tasks.filter(title="公开信息").count() == 2


def test_a_number_of_one_plan_and_a_title_of_another_are_refused(plan, city, names, keeper):
    numbered = another(city, names, task(1), number="河东〔2026〕2号", title="另一个方案")
    accept_draft(numbered, by=keeper, at=NOON)
    mixed = another(city, names, task(1), number="河东〔2026〕2号", title=plan.title)

    with pytest.raises(Refused, match="of another plan"):
        accept_draft(mixed, by=keeper, at=NOON)


@pytest.mark.parametrize("days", [{"until": TODAY}, {"reports_on": TODAY}])
def test_days_that_would_count_for_nothing_are_refused(plan, newer, keeper, days):
    with pytest.raises(Refused, match="A last day belongs"):
        accept_draft(newer, by=keeper, at=NOON, **days)
