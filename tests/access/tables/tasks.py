from guardian.shortcuts import assign_perm

from tasks.enums import TaskRole
from tests.access.roles import ADMINS_OF_BUSINESS, BUSINESS, KEEPERS, AdminPages, Page
from tests.factories import make_draft, make_plan, make_responsibility, make_task


def make_rows(place) -> dict:
    mark = place.mark
    plan = make_plan(region=place.region, title=f"Plan-{mark}")
    task = make_task(plan=plan, title=f"Task-{mark}", text=f"Text-{mark}", section=f"Section-{mark}")
    return {
        "plan": plan,
        "task": task,
        "responsibility": make_responsibility(task=task, agency=place.commission, role=TaskRole.LEAD),
        "share": assign_perm("tasks.view_task", place.commission.group, task),
        "draft": make_draft(region=place.region, reading={"document": {"title": f"Draft-{mark}"}}),
    }


MAY = {"tasks.import_plan": KEEPERS, "tasks.change_plan": KEEPERS, "tasks.change_task": KEEPERS}
ABOUT = {"tasks.import_plan": "region", "tasks.change_plan": "plan", "tasks.change_task": "task"}
ANYWHERE = {
    "tasks.view_plan": BUSINESS,
    "tasks.view_task": BUSINESS,
    "tasks.view_responsibility": BUSINESS,
    "tasks.view_plandraft": KEEPERS,
}
SEEN_BY = {
    "tasks.Plan": BUSINESS,
    "tasks.Task": BUSINESS,
    "tasks.Responsibility": BUSINESS,
    "tasks.PlanDraft": BUSINESS - {"police"},
}
PAGES = {
    "tasks:matrix": Page(BUSINESS),
    "tasks:tasks": Page(BUSINESS),
    "tasks:task": Page(BUSINESS, "task"),
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
ADMIN = {
    "tasks.Plan": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "tasks.Task": AdminPages(ADMINS_OF_BUSINESS, ADMINS_OF_BUSINESS),
    "tasks.Responsibility": AdminPages(ADMINS_OF_BUSINESS),
    "tasks.PlanDraft": AdminPages(ADMINS_OF_BUSINESS),
}
