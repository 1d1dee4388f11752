"""The base of every admin class: the scope of the acting unit, its rights per object, and stale forms refused."""

from kernel.admin.calendar import CalendarYearAdmin, DayAdmin
from kernel.admin.forms import VersionedForm
from kernel.admin.paging import FirstThousand
from kernel.admin.scoped import ReadOnlyAdmin, ScopedAdmin, ScopedInline

__all__ = [
    "CalendarYearAdmin",
    "DayAdmin",
    "FirstThousand",
    "ReadOnlyAdmin",
    "ScopedAdmin",
    "ScopedInline",
    "VersionedForm",
]
