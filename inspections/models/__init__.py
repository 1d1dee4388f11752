from inspections.models.checklists import Checklist, ChecklistItem
from inspections.models.programmes import Programme, Round
from inspections.models.reports import Answer, AnswerChange, Evidence, ReportStep, SelfInspection
from inspections.models.samples import Sample, SampledReport

__all__ = [
    "Answer", "AnswerChange", "Checklist", "ChecklistItem", "Evidence", "Programme", "ReportStep", "Round",
    "Sample",
    "SampledReport", "SelfInspection",
]  # fmt: skip
