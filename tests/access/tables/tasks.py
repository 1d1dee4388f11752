from django.utils import timezone
from guardian.shortcuts import assign_perm

from tasks.enums import TaskRole
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import make_draft, make_duty, make_entry, make_plan, make_responsibility, make_task


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
    return {
        "entry": make_entry(task=task, agency=place.police, text=f"Entry-{mark}"),
        "plan": plan,
        "task": task,
        "responsibility": make_responsibility(task=task, agency=place.commission, role=TaskRole.LEAD),
        "share": assign_perm("tasks.view_task", place.commission.group, task),
        "draft": make_draft(region=place.region, reading={"document": {"title": f"Draft-{mark}"}}),
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
    "tasks.write_progress": WRITERS | {"police"},
    "tasks.recall_progress": WRITERS | {"police"},
    "tasks.review_progress": DECIDERS,
    "tasks.consolidate_progress": WRITERS | {"police"},
    "tasks.confirm_progress": DECIDERS,
    "tasks.enter_progress": WRITERS,
}
SEEN_BY = {
    "tasks.Plan": BUSINESS,
    "tasks.Task": BUSINESS,
    "tasks.Responsibility": BUSINESS,
    "tasks.PlanDraft": BUSINESS - {"police"},
    "tasks.ProgressEntry": BUSINESS,
}
PAGES = {
    "tasks:matrix": Page(BUSINESS),
    "tasks:tasks": Page(BUSINESS),
    "tasks:task": Page(BUSINESS, "task"),
    "tasks:report": Page(WRITERS | {"police"}, "task", post=True),
    "tasks:entries": Page(BUSINESS),
    "tasks:entry": Page(BUSINESS, "entry"),
    "tasks:keep_entry": Page({"police"}, "entry", post=True),
    "tasks:entry_step": Page(DECIDERS, "entry", extra=(("verb", "confirm"),)),
    "api:entry-list": Page(BUSINESS),
    "api:entry-shared": Page(BUSINESS),
    "api:entry-detail": Page(BUSINESS, "entry"),
    "api:entry-submit": Page({"police"}, "entry", post=True),
    "api:entry-recall": Page(set(), "entry", post=True),
    "api:entry-hand-in": Page(set(), "entry", post=True),
    "api:entry-send-back": Page(set(), "entry", post=True),
    "api:entry-accept": Page(WRITERS, "entry", post=True),
    "api:entry-return-to-participant": Page(WRITERS, "entry", post=True),
    "api:entry-confirm": Page(DECIDERS, "entry", post=True),
    "api:entry-send-back-to-unit": Page(DECIDERS, "entry", post=True),
    "api:plan-list": Page(BUSINESS),
    "api:plan-shared": Page(BUSINESS),
    "api:plan-detail": Page(BUSINESS, "plan"),
    "api:task-list": Page(BUSINESS),
    "api:task-shared": Page(BUSINESS),
    "api:task-detail": Page(BUSINESS, "task"),
    "api:responsibility-list": Page(BUSINESS),
    "api:responsibility-shared": Page(BUSINESS),
    "api:responsibility-detail": Page(BUSINESS, "responsibility"),
}
ADDRESS = {"entry": lambda row: {"public_id": row.public_id}}
ADMIN = {
    "tasks.Plan": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "tasks.Task": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "tasks.Responsibility": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.PlanDraft": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.ProgressEntry": AdminPages(ADMINS_OF_BUSINESS),
}
