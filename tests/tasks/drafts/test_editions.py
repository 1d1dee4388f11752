"""A new version of a plan: what goes on keeps its progress, what has gone asks for nothing more."""

from datetime import date

import pytest

from notices.models import Notice
from obligations.models import Obligation
from tasks.enums import DraftState
from tasks.models import PlanDraft, Responsibility
from tasks.services import accept_draft
from tasks.services.differences import difference
from tests.factories import make_assignment, make_draft, make_entry, make_milestone, make_recurrence
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
    found = difference(plan, newer.decided)

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
