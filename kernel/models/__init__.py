from kernel.models.audit import AuditAction, AuditRow, AuditSeal
from kernel.models.base import Editable, EditableQuerySet, FormKey, RegionPathField
from kernel.models.calendar import CalendarYear, Day, DayKind, YearStatus
from kernel.models.files import StoredFile
from kernel.models.jobs import JOB, Job, JobState
from kernel.models.saved_views import SavedView

__all__ = [
    "JOB",
    "AuditAction",
    "AuditRow",
    "AuditSeal",
    "CalendarYear",
    "Day",
    "DayKind",
    "Editable",
    "EditableQuerySet",
    "FormKey",
    "Job",
    "JobState",
    "RegionPathField",
    "SavedView",
    "StoredFile",
    "YearStatus",
]
