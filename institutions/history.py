"""What was done to an institution's record, out of the audit trail: for those who may read the record."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from agencies.models import Party, Region
from institutions.models import Institution
from kernel.audit.entries import Entry, entries
from kernel.models import AuditRow

TABLES = ("institutions_institution", "agencies_party")
ACTS = ("institution_added", "institution_closed", "institution_reopened")
NAMED: dict[str, type[Model]] = {"region_id": Region, "region": Region, "owner_id": Party, "successor_id": Party}
NOT_TOLD = {"version", "region_path"}


def history_of(institution: Institution):
    """The entries of the trail about the record and its party."""
    return AuditRow.objects.filter(table_name__in=[*TABLES, *ACTS], row_id=str(institution.pk))


def in_words(rows: Iterable[AuditRow]) -> list[Entry]:
    """The entries with names in the place of keys. Four queries at most."""
    rows = list(rows)
    names = _names(rows)
    for row in rows:
        row.changes = {
            column: _named(column, value, names) for column, value in row.changes.items() if column not in NOT_TOLD
        }
        if row.table_name in ACTS:
            row.changes = dict(_facts(row.changes))
    return [entry for entry in entries(rows) if entry.changes]


def _facts(noted: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What was noted of an act, under the names of the register's fields, and its choices in words."""
    fields: dict[str, Any] = {field.name: field for field in Institution._meta.concrete_fields}
    for name, value in noted.items():
        field = fields.get(name)
        if value not in ("", "None", "[]", "0"):
            words = dict(field.flatchoices).get(value, value) if field and field.choices else value
            yield str(field.verbose_name) if field else name, str(words)


def _keys(value) -> list:
    return value if isinstance(value, list) else [value]


def _names(rows: Iterable[AuditRow]) -> dict[tuple[type[Model], int], str]:
    keys: dict[type[Model], set[int]] = {Region: set(), Party: set()}
    for row in rows:
        for column, model in NAMED.items():
            keys[model] |= {key for key in _keys(row.changes.get(column)) if isinstance(key, int)}
    return {
        (model, row.pk): str(row)
        for model, wanted in keys.items()
        if wanted
        for row in model._default_manager.filter(pk__in=wanted)
    }


def _named(column: str, value, names: dict):
    if column not in NAMED:
        return value
    told = [names.get((NAMED[column], key), key) for key in _keys(value)]
    return told if isinstance(value, list) else told[0]
