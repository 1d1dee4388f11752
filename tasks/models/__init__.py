from tasks.models.assignments import Assignment
from tasks.models.goals import GoalFile, Milestone, MilestoneStep, Occurrence, Phase, Reach, Recurrence
from tasks.models.plans import Plan, PlanDraft, Responsibility, Task
from tasks.models.progress import EntryFile, EntryStep, ProgressEntry

__all__ = [
    "Assignment",
    "EntryFile",
    "EntryStep",
    "GoalFile",
    "Milestone",
    "MilestoneStep",
    "Occurrence",
    "Phase",
    "Plan",
    "PlanDraft",
    "ProgressEntry",
    "Reach",
    "Recurrence",
    "Responsibility",
    "Task",
]
