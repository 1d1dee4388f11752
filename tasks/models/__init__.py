from tasks.models.plans import Plan, PlanDraft, Responsibility, Task
from tasks.models.progress import EntryFile, EntryStep, ProgressEntry

__all__ = ["EntryFile", "EntryStep", "Plan", "PlanDraft", "ProgressEntry", "Responsibility", "Task"]
