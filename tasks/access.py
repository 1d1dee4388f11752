"""Who may read and import plans."""

from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, AgencyKind, Role
from kernel.access import competence, grants

for record in ("tasks.plan", "tasks.task", "tasks.responsibility", "tasks.plandraft"):
    competence(record, GOVERNMENT_KINDS if record != "tasks.plandraft" else {AgencyKind.HEALTH_COMMISSION})


@grants("tasks.view_plan", "tasks.view_task", "tasks.view_responsibility")
def works_for_an_agency(by, obj):
    return by.is_governmental and by.role not in DUTY_ADMINS


@grants("tasks.import_plan", "tasks.view_plandraft", "tasks.change_plan", "tasks.change_task")
def keeps_plans_for_the_commission(by, obj):
    """The commission's staff and its business administrator, for their own territory."""
    keeps = by.role in {Role.HANDLER, Role.REVIEWER, Role.LEADER, Role.BUSINESS_ADMIN}
    return keeps and by.agency_kind == AgencyKind.HEALTH_COMMISSION and (obj is None or by.covers(obj))
