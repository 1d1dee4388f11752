"""The audit trail of one record, as its history page shows it."""

from dataclasses import replace
from functools import reduce
from operator import or_

from django.apps import apps
from django.conf import settings
from django.db.models import Q

from kernel.audit.entries import Entry, entries
from kernel.models import AuditRow

SHOWN = 200


def history(rows: list, *, by) -> list[Entry]:
    """The latest changes of `rows`, which together are one record; unnamed is who acted outside the scope of `by`."""
    mine = reduce(or_, (Q(table_name=row._meta.db_table, row_id=str(row.pk)) for row in rows))
    found = entries(AuditRow.objects.filter(mine).order_by("-pk")[:SHOWN])
    acting = {entry.row.membership_id for entry in found} - {None}
    seen = apps.get_model(settings.ACTING_MODEL)._default_manager.visible_to(by).filter(pk__in=acting)
    named = set(seen.values_list("pk", flat=True))
    return [entry if entry.row.membership_id in named else replace(entry, user="", unit="") for entry in found]
