"""Who reads the documents that plans were made of, and the files that entries are shown by."""

from kernel.files import readable_by
from tasks.models import Plan, ProgressEntry

PLAN_SOURCE, EVIDENCE = "tasks.plan_source", "tasks.evidence"


@readable_by(PLAN_SOURCE)
def sees_the_plan_or_imports_it(by, file):
    """The document of a plan is for all who see the plan; of a draft, for those who may import there."""
    if by.has_perm("tasks.import_plan", file):
        return True
    return any(
        rows.filter(source=file).exists() for rows in (Plan.objects.visible_to(by), Plan.objects.shared_with(by))
    )


@readable_by(EVIDENCE)
def reads_the_entry_or_keeps_the_file(by, file):
    """Who keeps it for an entry that is being written, and who reads the entry."""
    if file.owner_id == by.user_id:
        return True
    shown = (ProgressEntry.objects.visible_to(by), ProgressEntry.objects.shared_with(by))
    return any(rows.filter(files__file=file).exists() for rows in shown)
