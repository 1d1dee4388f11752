"""Who reads the documents that plans were made of."""

from kernel.files import readable_by
from tasks.models import Plan

PLAN_SOURCE = "tasks.plan_source"


@readable_by(PLAN_SOURCE)
def sees_the_plan_or_imports_it(by, file):
    """The document of a plan is for all who see the plan; of a draft, for those who may import there."""
    if by.has_perm("tasks.import_plan", file):
        return True
    return any(
        rows.filter(source=file).exists() for rows in (Plan.objects.visible_to(by), Plan.objects.shared_with(by))
    )
