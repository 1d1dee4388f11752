"""What was done to an institution's record, its permits and its equipment, out of the audit trail: for those who may
read the record. What was done to a verification stands on the page of that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Party, Region
from institutions.models import Equipment, Institution, Permit
from kernel.audit.entries import Entry, entries
from kernel.models import AuditAction, AuditRow

TABLES = ("institutions_institution", "agencies_party")
ACTS = (
    "institution_added", "institution_closed", "institution_reopened", "institution_suspended", "institution_resumed",
    "permit_removed",
)  # fmt: skip
PARTS: dict[str, type[Permit] | type[Equipment]] = {model._meta.db_table: model for model in (Permit, Equipment)}
NAMED: dict[str, type[Model]] = {"region_id": Region, "region": Region, "owner_id": Party, "successor_id": Party}
WORDS = {  # for what is noted of an act beside the fields of the register
    "region": _("region"), "reason": _("reason"), "on": _("last day"), "permit": _("special permit"),
}  # fmt: skip
NOT_TOLD = {"version", "region_path", "institution_id", "public_id", "id"}


@dataclass(frozen=True)
class Told:
    """An entry, and to what of the institution's it happened: "" for its record."""

    entry: Entry
    part: str

    @property
    def is_change(self) -> bool:
        return self.entry.row.action == AuditAction.CHANGED


def history_of(institution: Institution):
    """The entries of the trail about the record, its party, its permits and its equipment."""
    about = Q(table_name__in=[*TABLES, *ACTS], row_id=str(institution.pk))
    for table, model in PARTS.items():
        keys = model._default_manager.filter(institution=institution).values_list("pk", flat=True)
        about |= Q(table_name=table, row_id__in=[str(key) for key in keys])
    return AuditRow.objects.filter(about)


def in_words(rows: Iterable[AuditRow]) -> list[Told]:
    """The entries with names in the place of keys. Six queries at most."""
    rows = list(rows)
    names, parts = _names(rows), _parts(rows)
    for row in rows:
        row.changes = {
            column: _named(column, value, names) for column, value in row.changes.items() if column not in NOT_TOLD
        }
        if row.table_name in ACTS:
            row.changes = dict(_facts(row.changes))
    told = (Told(entry, parts.get((entry.row.table_name, entry.row.row_id), "")) for entry in entries(rows))
    return [one for one in told if one.entry.changes]


def _parts(rows: Iterable[AuditRow]) -> dict[tuple[str, str], str]:
    """{(table, row id): words}, of permits and equipment."""
    found: dict[tuple[str, str], str] = {}
    for table, model in PARTS.items():
        if keys := {row.row_id for row in rows if row.table_name == table}:
            found |= {(table, str(key)): str(part) for key, part in model._default_manager.in_bulk(keys).items()}
    return found


def _facts(noted: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What was noted of an act, under the names of the register's fields, and its choices in words."""
    fields: dict[str, Any] = {field.name: field for field in Institution._meta.concrete_fields}
    for name, value in noted.items():
        field = fields.get(name)
        if value not in ("", "None", "[]", "0", None, 0, []):
            words = dict(field.flatchoices).get(value, value) if field and field.choices else value
            yield str(field.verbose_name if field else WORDS.get(name, name)), words


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
