from inspections.models.checklists import Checklist, ChecklistItem
from inspections.models.programmes import Programme, Round
from inspections.models.reports import Answer, AnswerChange, Evidence, ReportStep, SelfInspection

__all__ = [
    "Answer", "AnswerChange", "Checklist", "ChecklistItem", "Evidence", "Programme", "ReportStep", "Round",
    "SelfInspection",
]  # fmt: skip
