from tasks.models.assignments import Assignment, Receipt
from tasks.models.closings import Closing, ClosingStep
from tasks.models.drafts import DraftDecision, PlanDraft
from tasks.models.goals import GoalFile, Milestone, MilestoneStep, Occurrence, Phase, Reach, Recurrence
from tasks.models.plans import Plan, Responsibility, Task
from tasks.models.progress import EntryFile, EntryStep, ProgressEntry

__all__ = [
    "Assignment",
    "Closing",
    "ClosingStep",
    "DraftDecision",
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
    "Receipt",
    "Recurrence",
    "Responsibility",
    "Task",
]
