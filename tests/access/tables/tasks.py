from uuid import UUID

from django.utils import timezone
from guardian.shortcuts import assign_perm

from tasks.enums import TaskRole
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import (
    make_assignment,
    make_closing,
    make_draft,
    make_duty,
    make_entry,
    make_milestone,
    make_occurrence,
    make_phase,
    make_plan,
    make_reach,
    make_receipt,
    make_recurrence,
    make_responsibility,
    make_task,
)
from tests.tasks.drafts.conftest import reading
from tests.tasks.drafts.conftest import task as task_read


def make_rows(place) -> dict:
    mark = place.mark
    plan = make_plan(region=place.region, title=f"Plan-{mark}")
    task = make_task(plan=plan, title=f"Task-{mark}", text=f"Text-{mark}", section=f"Section-{mark}")
    make_responsibility(task=task, agency=place.police, role=TaskRole.PARTICIPANT)
    make_duty(
        "task.report", bearer=place.police.party, supervisor=place.commission.party, subject_kind="tasks.task",
        subject_id=task.pk, period="2026Q4", state="submitted", submitted_at=timezone.now(),
        first_submitted_at=timezone.now(), region_path=place.region.path,
    )  # fmt: skip
    milestone = make_milestone(task=task, title=f"Milestone-{mark}")
    read = reading(task_read(1, title=f"Read-{mark}"), title=f"Draft-{mark}")
    recurrence = make_recurrence(task=task, title=f"Recurrence-{mark}")
    return {
        "closing": make_closing(task=task, agency=place.police, summary=f"Closing-{mark}"),
        "phase": make_phase(plan=plan, title=f"Phase-{mark}"),
        "milestone": milestone,
        "reach": make_reach(milestone=milestone, agency=place.commission, note=f"Reach-{mark}"),
        "recurrence": recurrence,
        "occurrence": make_occurrence(recurrence=recurrence, agency=place.commission, text=f"Occurrence-{mark}"),
        "assignment": make_assignment(task=task, agency=place.commission),
        "receipt": make_receipt(task=task, agency=place.commission, number=f"Receipt-{mark}"),
        "entry": make_entry(task=task, agency=place.police, text=f"Entry-{mark}"),
        "plan": plan,
        "task": task,
        "responsibility": make_responsibility(task=task, agency=place.commission, role=TaskRole.LEAD),
        "share": assign_perm("tasks.view_task", place.commission.group, task),
        "draft": make_draft(region=place.region, reading=read),
    }


WRITERS = {"handler", "reviewer", "leader"}
DECIDERS = {"reviewer", "leader"}
MAY = {"tasks.import_plan": KEEPERS, "tasks.change_plan": KEEPERS, "tasks.change_task": KEEPERS}
ABOUT = {"tasks.import_plan": "region", "tasks.change_plan": "plan", "tasks.change_task": "task"}
ANYWHERE = {
    "tasks.view_plan": BUSINESS,
    "tasks.view_task": BUSINESS,
    "tasks.view_responsibility": BUSINESS,
    "tasks.view_plandraft": KEEPERS,
    "tasks.view_progressentry": BUSINESS,
    "tasks.view_assignment": BUSINESS,
    "tasks.assign_work": WRITERS | {"police"},
    "tasks.receive_work": WRITERS | {"police"},
    "tasks.view_receipt": BUSINESS,
    "tasks.write_progress": WRITERS | {"police"},
    "tasks.recall_progress": WRITERS | {"police"},
    "tasks.review_progress": DECIDERS,
    "tasks.consolidate_progress": WRITERS | {"police"},
    "tasks.confirm_progress": DECIDERS,
    "tasks.enter_progress": WRITERS,
    "tasks.move_milestone": DECIDERS,
    "tasks.report_goal": WRITERS | {"police"},
    "tasks.judge_goal": DECIDERS,
    "tasks.close_part": WRITERS | {"police"},
    "tasks.judge_closing": DECIDERS,
}
SEEN_BY = {
    "tasks.Plan": BUSINESS,
    "tasks.Task": BUSINESS,
    "tasks.Responsibility": BUSINESS,
    "tasks.PlanDraft": BUSINESS - {"police"},
    "tasks.ProgressEntry": BUSINESS,
    "tasks.Closing": BUSINESS,
    "tasks.Phase": BUSINESS,
    "tasks.Milestone": BUSINESS,
    "tasks.Reach": BUSINESS,
    "tasks.Recurrence": BUSINESS,
    "tasks.Occurrence": BUSINESS,
    "tasks.Assignment": BUSINESS,
    "tasks.Receipt": BUSINESS,
}
PAGES = {
    "tasks:matrix": Page(BUSINESS),
    "tasks:export": Page(BUSINESS, post=True),
    "tasks:tasks": Page(BUSINESS),
    "tasks:task": Page(BUSINESS, "task"),
    "tasks:report": Page(WRITERS | {"police"}, "task", post=True),
    "tasks:start_reporting": Page(KEEPERS, "plan"),
    "tasks:enter": Page(set(), "task", extra=(("agency", str(UUID(int=0))), ("period", "2026Q4"))),
    "tasks:entries": Page(BUSINESS),
    "tasks:assignments": Page(WRITERS | {"police"}),
    "tasks:assign": Page(WRITERS | {"police"}, post=True),
    "tasks:receive": Page(WRITERS | {"police"}, post=True),
    "tasks:entry": Page(BUSINESS, "entry"),
    "tasks:keep_entry": Page({"police"}, "entry", post=True),
    "tasks:entry_step": Page(DECIDERS, "entry", extra=(("verb", "confirm"),)),
    "tasks:drafts": Page(KEEPERS),
    "tasks:send_document": Page(KEEPERS),
    "tasks:draft": Page(KEEPERS, "draft"),
    "tasks:decide": Page(KEEPERS, "draft", post=True),
    "tasks:draft_document": Page(KEEPERS, "draft"),
    "tasks:draft_task": Page(KEEPERS, "draft", extra=(("key", "1"),)),
    "tasks:accept_draft": Page(KEEPERS, "draft"),
    "tasks:discard_draft": Page(KEEPERS, "draft"),
    "api:entry-list": Page(BUSINESS),
    "api:entry-shared": Page(BUSINESS),
    "api:entry-detail": Page(BUSINESS, "entry"),
    "api:entry-queue": Page(BUSINESS, extra=(("tab", "judge"),)),
    "api:entry-evidence": Page({"police"}, "entry", post=True),
    "api:entry-enter": Page(WRITERS, post=True),
    "api:plan-start": Page(KEEPERS, "plan", post=True),
    "api:entry-submit": Page({"police"}, "entry", post=True),
    "api:entry-recall": Page(set(), "entry", post=True),
    "api:entry-hand-in": Page(set(), "entry", post=True),
    "api:entry-send-back": Page(set(), "entry", post=True),
    "api:entry-accept": Page(WRITERS, "entry", post=True),
    "api:entry-return-to-participant": Page(WRITERS, "entry", post=True),
    "api:entry-confirm": Page(DECIDERS, "entry", post=True),
    "api:entry-send-back-to-unit": Page(DECIDERS, "entry", post=True),
    "api:assignment-list": Page(BUSINESS),
    "api:assignment-shared": Page(BUSINESS),
    "api:assignment-detail": Page(BUSINESS, "assignment"),
    "api:assignment-assign": Page(WRITERS | {"police"}, post=True),
    "api:assignment-receive": Page(WRITERS | {"police"}, post=True),
    "api:plan-list": Page(BUSINESS),
    "api:plan-shared": Page(BUSINESS),
    "api:plan-detail": Page(BUSINESS, "plan"),
    "api:task-list": Page(BUSINESS),
    "api:task-shared": Page(BUSINESS),
    "api:task-detail": Page(BUSINESS, "task"),
    "api:responsibility-list": Page(BUSINESS),
    "api:responsibility-shared": Page(BUSINESS),
    "api:responsibility-detail": Page(BUSINESS, "responsibility"),
    "tasks:plan_goals": Page(BUSINESS, "plan"),
    "tasks:close_part": Page(WRITERS, "responsibility"),
    "tasks:closing": Page(BUSINESS, "closing"),
    "tasks:closing_step": Page(DECIDERS, "closing", extra=(("verb", "confirm"),)),
    "api:closing-list": Page(BUSINESS),
    "api:closing-shared": Page(BUSINESS),
    "api:closing-detail": Page(BUSINESS, "closing"),
    "api:closing-confirm": Page(DECIDERS, "closing", post=True),
    "api:closing-send-back": Page(DECIDERS, "closing", post=True),
    "api:closing-reopen": Page(DECIDERS, "closing", post=True),
    "tasks:add_milestone": Page(KEEPERS, "task"),
    "tasks:add_recurrence": Page(KEEPERS, "task"),
    "tasks:milestone": Page(BUSINESS, "milestone"),
    "tasks:change_milestone": Page(KEEPERS, "milestone"),
    "tasks:move_milestone": Page(set(), "milestone"),  # the commission leads this task itself
    "tasks:drop_milestone": Page(set(), "milestone"),
    "tasks:report_milestone": Page(WRITERS, "milestone"),
    "tasks:judge_milestone": Page(set(), "reach", extra=(("verb", "confirm"),)),
    "tasks:recurrence": Page(BUSINESS, "recurrence"),
    "tasks:end_recurrence": Page(set(), "recurrence"),
    "tasks:record_occurrence": Page(WRITERS, "recurrence"),
    "tasks:strike_occurrence": Page(set(), "occurrence"),
    "api:phase-list": Page(BUSINESS),
    "api:phase-shared": Page(BUSINESS),
    "api:phase-detail": Page(BUSINESS, "phase"),
    "api:milestone-list": Page(BUSINESS),
    "api:milestone-shared": Page(BUSINESS),
    "api:milestone-detail": Page(BUSINESS, "milestone"),
    "api:milestone-move": Page(set(), "milestone", post=True),
    "api:milestone-drop": Page(set(), "milestone", post=True),
    "api:milestone-report": Page(WRITERS, "milestone", post=True),
    "api:reach-list": Page(BUSINESS),
    "api:reach-shared": Page(BUSINESS),
    "api:reach-detail": Page(BUSINESS, "reach"),
    "api:reach-confirm": Page(set(), "reach", post=True),
    "api:reach-send-back": Page(set(), "reach", post=True),
    "api:recurrence-list": Page(BUSINESS),
    "api:recurrence-shared": Page(BUSINESS),
    "api:recurrence-detail": Page(BUSINESS, "recurrence"),
    "api:recurrence-end": Page(set(), "recurrence", post=True),
    "api:recurrence-record": Page(WRITERS, "recurrence", post=True),
    "api:occurrence-list": Page(BUSINESS),
    "api:occurrence-shared": Page(BUSINESS),
    "api:occurrence-detail": Page(BUSINESS, "occurrence"),
    "api:occurrence-strike": Page(set(), "occurrence", post=True),
    "tasks:add_phase": Page(KEEPERS, "plan"),
    "tasks:change_phase": Page(KEEPERS, "phase"),
    "tasks:remove_phase": Page(KEEPERS, "phase", post=True),  # the last: then it is gone
}
ELSEWHERE = {"tasks:draft_name": "a name that a draft prints; tests/tasks/drafts/test_pages.py"}
ADDRESS = {"entry": lambda row: {"public_id": row.public_id}}
ADMIN = {
    "tasks.Plan": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "tasks.Task": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "tasks.Responsibility": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.PlanDraft": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.ProgressEntry": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Closing": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Phase": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Milestone": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Reach": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Recurrence": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Occurrence": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Assignment": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.Receipt": AdminPages(ADMINS_OF_BUSINESS),
}
