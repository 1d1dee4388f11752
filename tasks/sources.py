"""Who reads the documents that plans were made of, and the files that entries are shown by."""

from kernel.files import readable_by
from tasks.models import Occurrence, Plan, ProgressEntry, Reach

PLAN_SOURCE, EVIDENCE, GOAL_EVIDENCE = "tasks.plan_source", "tasks.evidence", "tasks.goal_evidence"


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


@readable_by(GOAL_EVIDENCE)
def sees_the_goal_or_keeps_the_file(by, file):
    """Who has added it, and who sees the task."""
    if file.owner_id == by.user_id:
        return True
    deeds = (Reach.objects, Occurrence.objects)
    shown = [rows for deed in deeds for rows in (deed.visible_to(by), deed.shared_with(by))]
    return any(rows.filter(files__file=file).exists() for rows in shown)
