from kernel.models.audit import AuditAction, AuditRow, AuditSeal
from kernel.models.base import Editable, EditableQuerySet, FormKey, RegionPathField
from kernel.models.files import StoredFile

__all__ = [
    "AuditAction",
    "AuditRow",
    "AuditSeal",
    "Editable",
    "EditableQuerySet",
    "FormKey",
    "RegionPathField",
    "StoredFile",
]
