"""The audit trail of one record, as its history page shows it."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from kernel.models import AuditAction, AuditRow

SHOWN = 200


@dataclass(frozen=True)
class Entry:
    """One change: by is empty where the one who acted lies outside the reader's scope, or was no person."""

    at: datetime
    action: str
    by: str
    changes: list[tuple[str, object, object]]  # what, before, after


def entries(rows: list, *, by) -> list[Entry]:
    """The latest changes of `rows`, which together are one record."""
    models = {row._meta.db_table: type(row) for row in rows}
    mine = reduce(or_, (Q(table_name=row._meta.db_table, row_id=str(row.pk)) for row in rows))
    found = list(AuditRow.objects.filter(mine).order_by("-pk")[:SHOWN])
    actors = _actors({row.membership_id for row in found if row.membership_id}, by)
    return [
        Entry(
            row.at,
            row.get_action_display(),
            actors.get(row.membership_id or 0, ""),
            _changes(row, models[row.table_name]),
        )
        for row in found
    ]


def _actors(keys: set[int], by) -> dict[int, str]:
    memberships = apps.get_model(settings.ACTING_MODEL)._default_manager.visible_to(by)
    named = memberships.filter(pk__in=keys).select_related("user", "party")
    return {membership.pk: str(membership) for membership in named}


def _changes(row: AuditRow, model) -> list[tuple[str, object, object]]:
    names = {field.column: str(field.verbose_name) for field in model._meta.concrete_fields}
    changes = []
    for column, value in row.changes.items():
        before, after = value if row.action == AuditAction.CHANGED else (None, value)
        if row.action == AuditAction.DELETED:
            before, after = after, None
        if before or after:
            changes.append((names.get(column, column), before, after))
    return changes
