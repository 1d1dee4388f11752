"""The trail in words: who, for which unit, did what to which record."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from kernel.models import AuditAction, AuditRow

LONGEST = 300  # letters of a value
ACTS = {  # what is noted and changes no row, and tables of packages; each app adds its own (name_acts)
    "audit_exported": _("trail exported"),
    "export": _("table exported"),
    "file_read": _("file handed out"),
    "import": _("table imported"),
    "job_cancelled": _("long work cancelled"),
    "job_done": _("long work done"),
    "job_failed": _("long work failed"),
    "job_started": _("long work started"),
}
DETAILS = {  # what is told of an act
    "address": pgettext_lazy("network", "Address"),
    "agency": _("recording agency"),
    "arguments": _("arguments"),
    "count": pgettext_lazy("audit", "how many"),
    "file": _("file"),
    "filter": pgettext_lazy("audit", "filter"),
    "filters": pgettext_lazy("audit", "filter"),
    "first": pgettext_lazy("audit", "first key"),
    "job": _("job"),
    "kind": _("kind"),
    "last": pgettext_lazy("audit", "last key"),
    "number": pgettext_lazy("audit", "how many"),
    "purpose": _("purpose"),
    "rows": _("rows"),
    "second_factor": _("second factor"),
    "sha256": "SHA-256",
}


def name_acts(**words) -> None:
    """Give the acts that an app notes (audit.note) a word, for the page and its filter; called in AppConfig.ready."""
    ACTS.update(words)


@dataclass(frozen=True)
class Entry:
    """One entry; changes: (field, before, after) in words."""

    row: AuditRow
    user: str
    unit: str
    subject: str
    changes: list[tuple[str, str, str]]


def entries(rows: Iterable[AuditRow]) -> list[Entry]:
    """The entries in words; names of people and units take two queries, however many rows there are."""
    rows = list(rows)
    users = get_user_model()._default_manager.in_bulk({row.user_id for row in rows} - {None})
    acting = apps.get_model(settings.ACTING_MODEL)._default_manager.select_related("user", "party")
    units = acting.in_bulk({row.membership_id for row in rows} - {None})
    return [
        Entry(
            row,
            user=str(users.get(row.user_id, row.user_id or "")),
            unit=str(units[row.membership_id].party) if row.membership_id in units else "",
            subject=subject(row.table_name),
            changes=changes(row),
        )
        for row in rows
    ]


def subject(table_name: str) -> str:
    """The word for the table, or for the act that was noted."""
    if table_name in ACTS:
        return str(ACTS[table_name])
    model = models().get(table_name)
    return str(model._meta.verbose_name) if model else table_name


def subjects() -> list[tuple[str, str]]:
    """Every (table or act, word), for a choice."""
    return sorted(((name, subject(name)) for name in {*models(), *ACTS}), key=lambda pair: pair[1])


def changes(row: AuditRow) -> list[tuple[str, str, str]]:
    model = models().get(row.table_name)
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    told = []
    for column, value in row.changes.items():
        before, after = value if row.action == AuditAction.CHANGED else ("", value)
        if row.action == AuditAction.DELETED:
            before, after = after, ""
        label = str(fields[column].verbose_name if column in fields else DETAILS.get(column, column))
        told.append((label, _words(before, fields.get(column)), _words(after, fields.get(column))))
    return [change for change in told if change[1] or change[2]]


def _words(value, field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(field, DateTimeField) and (moment := parse_datetime(value)):
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, list):
        value = "、".join(map(str, value))
    words = str(dict(field.flatchoices).get(value, value) if field and field.choices else value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


@cache
def models() -> dict:
    """The models of ours and others that are audited, by table."""
    from kernel.audit.install import audited_models  # needs every app to be loaded

    return {model._meta.db_table: model for model in audited_models()}
