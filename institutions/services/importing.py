"""The register from tables: rows are staged, weighed against the register, then taken in by one statement."""

import hashlib
import io
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import CharField, Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from institutions.enums import Verdict
from institutions.facts import FACTS, not_at_level_3, out_of_order
from institutions.models import Institution, RegisterImport, StagedRow
from institutions.sql import statement
from kernel import audit
from kernel.access import require
from kernel.errors import Refused, refused_by
from kernel.models import StoredFile
from kernel.services import start_job
from kernel.sql import many_rows

PERM = "institutions.add_institution"
CHECK_TABLE, IMPORT_TABLE = "institutions.check_table", "institutions.import_table"
KEPT = timedelta(days=7)  # staged rows; their file stays
COPY = "COPY institutions_stagedrow (table_id, number, facts, faults, public_id, clashes, verdict) FROM STDIN"
AS_JSON = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"))
MANY = 1000  # new rows, after which the planner has to look at the tables anew
LOCK = "SELECT pg_advisory_xact_lock('institutions_registerimport'::regclass::integer, 0)"
NUMBER = """
UPDATE institutions_stagedrow SET party = nextval(pg_get_serial_sequence('agencies_party', 'id'))
WHERE table_id = %s AND verdict = 'new'
"""
MEANWHILE = (
    "institution_uscc_once", "institution_reg_code_once", "institution_licence_in_order",
    "institution_special_class_at_level_3", "institution_days_in_order",
)  # fmt: skip


class Staged(NamedTuple):
    """A row as it was understood.  facts: JSON values by the columns of the register.  faults: [[fact, sentence]]."""

    number: int
    facts: dict[str, Any]
    faults: list[list[str]]
    public_id: UUID | None = None


@transaction.atomic
def begin_import(file: StoredFile, *, by, at: datetime) -> RegisterImport:
    """Note a table that was sent, and start its dry run. Raises PermissionDenied."""
    require(by, PERM)
    table = RegisterImport.objects.create(membership=by, region_path=by.region_path, file=file, created_at=at)
    title = _("Check of %(file)s") % {"file": file.name}
    table.check_job = start_job(CHECK_TABLE, by=by, at=at, title=title, table=str(table.public_id))
    table.save()
    return table


@transaction.atomic
def run_import(table: RegisterImport, *, skip_faulty: bool, by, at: datetime) -> RegisterImport:
    """Start taking the table into the register. Raises PermissionDenied, and Refused where that has been done."""
    require(by, PERM)
    table = RegisterImport.objects.select_for_update().get(pk=table.pk)
    if table.applied_at:
        raise Refused(_("This table was taken into the register already."))
    facts = {"table": str(table.public_id), "skip_faulty": skip_faulty}
    title = _("Import of %(file)s") % {"file": table.file.name}
    table.run_job = start_job(IMPORT_TABLE, by=by, at=at, title=title, **facts)
    table.save()
    return table


def last_staged(table: RegisterImport) -> tuple[int, int]:
    """How many rows are staged, and the number of the last: a run that was broken off goes on behind it."""
    found = table.staged.aggregate(count=Count("pk"), last=Max("number"))
    return found["count"], found["last"] or 0


def stage(table: RegisterImport, rows: Iterable[Staged]) -> None:
    """Keep understood rows, all or none of them."""
    text = io.StringIO()
    for row in rows:
        public_id = str(row.public_id) if row.public_id else "\\N"
        told = f"{_json(row.facts)}\t{_json(row.faults)}"
        text.write(f"{table.pk}\t{row.number}\t{told}\t{public_id}\t[]\t\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY, text)


def _json(value) -> str:
    return AS_JSON.encode(value).replace("\\", "\\\\")


@transaction.atomic
def weigh(table: RegisterImport, *, by) -> dict[str, int]:
    """Say of each staged row whether it is new, changed, the same or faulty; returns how many of each there are."""
    facts = {"table": table.pk, "territory": by.region_path, "blank": _blank(), **_sentences()}
    with many_rows() as cursor:
        cursor.execute(statement("find"), facts)
        cursor.execute(statement("weigh"), facts)
    found = dict(table.staged.values_list("verdict").annotate(Count("pk")))
    return {verdict: found.get(verdict, 0) for verdict in Verdict.values}


def _blank() -> str:
    """A record of which nothing is said yet, as JSON."""
    fields = Institution._meta.concrete_fields
    texts = {field.column: "" for field in fields if isinstance(field, CharField)}
    return json.dumps(texts | {field.column: field.get_default() for field in fields if field.has_default()})


def _sentences() -> dict[str, str]:
    return {
        "no_such": _("No institution of your territory has this public id."),
        "others": _("Another institution has this code already."),
        "outside": _("This code belongs to an institution outside your territory."),
        "ambiguous": _("Several institutions of this region have this name: give the public id of the one you mean."),
        "twice": _("Row %(row)s has this code already.") % {"row": "%s"},
        "same": _("Row %(row)s is about the same institution.") % {"row": "%s"},
        "needed": _("A new institution needs this."),
        "state": _("The state is changed on the institution's page."),
        "closed": _("The institution is closed: its record stays as it is."),
        "order": out_of_order(),
        "special": not_at_level_3(),
    }


def apply(table: RegisterImport, *, skip_faulty: bool, by, at: datetime, before_end=lambda: None) -> dict[str, int]:
    """Take the staged rows into the register, all in one transaction; returns how many of each verdict there were.

    before_end: called as the last thing; what it raises takes everything back.
    Raises PermissionDenied, and Refused where rows are faulty and not to be skipped, or the register changed meanwhile.
    """
    require(by, PERM)
    meanwhile = _("The register was changed at the same moment. Nothing was saved: start again.")
    with refused_by(*MEANWHILE, reason=meanwhile), connection.cursor() as cursor:
        cursor.execute(LOCK)
        table = RegisterImport.objects.select_for_update().get(pk=table.pk)
        if table.applied_at:
            return table.counts
        counts = weigh(table, by=by)
        if counts[Verdict.FAULTY] and not skip_faulty:
            raise Refused(nothing_saved(counts[Verdict.FAULTY]))
        cursor.execute(NUMBER, [table.pk])
        with many_rows() as in_bulk:  # a loop would read the register anew for each row, while it grows
            in_bulk.execute(statement("parties"), {"table": table.pk})
            if counts[Verdict.NEW] > MANY:
                in_bulk.execute("SELECT institutions_look_at_parties()")
            in_bulk.execute(_register(), {"table": table.pk, "blank": _blank()})
            new, changed, digests, first, last = in_bulk.fetchone()
        table.counts, table.applied_at = counts, at
        table.save()
        if new or changed:
            digest = hashlib.sha256(digests or b"").hexdigest()
            facts = {"count": new, "changed": changed, "sha256": digest, "first": first, "last": last}
            audit.note("institutions_imported", table.public_id, file=table.file.name, **facts)
        before_end()
    return counts


def nothing_saved(count: int) -> str:
    words = ngettext(
        "Nothing was saved: the table has %(count)s faulty row.",
        "Nothing was saved: the table has %(count)s faulty rows.",
        count,
    )
    return words % {"count": count}


def _register() -> str:
    known = {field.name: str(field.column) for field in Institution._meta.concrete_fields if not field.generated}
    parts = {
        "columns": ", ".join(known.values()),
        "values": ", ".join(f"m.{column}" for column in known.values()),
        "facts": ", ".join(f"{known[fact]} = EXCLUDED.{known[fact]}" for fact in FACTS),
    }
    text = statement("register")
    for name, sql in parts.items():
        text = text.replace(f"/* {name} */", sql)
    return text


def clear_staged(table: RegisterImport) -> None:
    table.staged.all().delete()


def clear_old(*, at: datetime) -> int:
    """The rows of tables that were sent a week ago, and of those that are in the register. Returns how many."""
    old = RegisterImport.objects.filter(created_at__lt=at - KEPT) | RegisterImport.objects.exclude(applied_at=None)
    return StagedRow.objects.filter(table__in=old).delete()[0]
