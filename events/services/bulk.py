"""Many events in one statement, with one entry in the audit trail: how many, and a digest of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import CharField, DateField, F, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from events.models import Event
from events.querysets import parties_of
from events.services.facts import Facts, checked
from events.services.recording import recording_agency
from kernel import audit
from kernel.access import require
from kernel.errors import Refused

AT_ONCE = 5000  # rows of facts in a statement
COLUMNS = {  # of the table, as the rows of facts name and type them
    "kind": "text", "subject_id": "bigint", "region_path": "text", "occurred_on": "date", "level": "text",
    "points": "integer", "demerits": "smallint", "title": "text", "text": "text", "document_number": "text",
    "public_from": "date", "public_until": "date", "regime": "text", "source": "text", "source_id": "text",
    "details": "jsonb", "agency_id": "bigint", "recorded_by_id": "bigint", "recorded_at": "timestamptz",
}  # fmt: skip
INSERT = """
WITH new AS (
    INSERT INTO events_event ({columns}) SELECT {values} FROM {rows}
    ON CONFLICT (source, source_id) WHERE source_id <> '' DO NOTHING RETURNING *
)
SELECT count(*), string_agg(sha256(convert_to(new::text, 'UTF8')), '' ORDER BY id), min(id), max(id),
    max(occurred_on), coalesce(bool_and(starts_with(region_path, %s) AND subject_id <> ALL (%s::bigint[])), true)
FROM new
"""
VARYING = {"source_id", "occurred_on", "title", "text"}


class Batch(NamedTuple):
    """size: how many events were new.  sha256: over the digests of their rows (as text, in UTF-8), by key, in hex."""

    size: int
    sha256: str


class _Sums:
    """What the statements of a batch have inserted so far."""

    def __init__(self):
        self.count, self.digest = 0, hashlib.sha256()
        self.first = self.last = None

    def insert(self, values: Mapping[str, str], rows: str, params: list, *, by, today: date) -> None:
        """Raises PermissionDenied and Refused for rows that may not be; the caller's transaction takes them back."""
        sql = INSERT.format(columns=", ".join(values), values=", ".join(values.values()), rows=rows)
        is_unbound = by.pk is None or by.user.is_superuser
        mine: list[Any] = ["", []] if is_unbound else [by.region_path, parties_of(by, today)]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *mine])
            count, digests, first, last, newest, is_in_scope = cursor.fetchone()
        if not is_in_scope:
            raise PermissionDenied
        if newest and newest > today:
            raise Refused(_("An event lies in the future."))
        if count:
            self.count += count
            self.digest.update(digests)
            self.first, self.last = self.first or first, last

    def note(self, kinds: Iterable[str], agency: Party) -> Batch:
        batch = Batch(self.count, self.digest.hexdigest())
        if self.count:
            facts = {"kind": ", ".join(sorted(kinds)), "agency": agency.name, "first": self.first, "last": self.last}
            audit.note("events_recorded", agency.pk, count=batch.size, sha256=batch.sha256, **facts)
        return batch


@transaction.atomic
def record_events(facts: Iterable[Facts], *, by, at: datetime, agency: Party | None = None) -> Batch:
    """Record rows of facts, 5,000 in a statement; what was recorded from the same source before is left out.

    Raises PermissionDenied as `record_event`, and FaultyFacts for the first row that is wrong; nothing is saved then.
    """
    agency = recording_agency(by, agency)
    require(by, "events.record_event")
    today, sums, kinds, rows = timezone.localdate(at), _Sums(), set(), []
    same = {"agency_id": agency.pk, "recorded_by_id": by.pk, "recorded_at": at}
    typed = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    for fact in facts:
        event = checked(fact, today=today)
        kinds.add(event.kind)
        rows.append({name: getattr(event, name) for name in COLUMNS} | same)
        if len(rows) == AT_ONCE:
            _insert_rows(sums, rows, typed, by=by, today=today)
            rows = []
    if rows:
        _insert_rows(sums, rows, typed, by=by, today=today)
    return sums.note(kinds, agency)


def _insert_rows(sums: _Sums, rows: list[dict[str, Any]], typed: str, *, by, today: date) -> None:
    as_json = json.dumps(rows, cls=DjangoJSONEncoder)
    values = {name: f"r.{name}" for name in COLUMNS}
    sums.insert(values, f"jsonb_to_recordset(%s::jsonb) AS r({typed})", [as_json], by=by, today=today)


@transaction.atomic
def record_events_of(
    rows: QuerySet, facts: Mapping[str, Any], *, by, at: datetime, agency: Party | None = None, subject: str = "pk",
    each: Mapping[str, Any] | None = None,
) -> Batch:  # fmt: skip
    """Record one event for each row of a queryset, in one INSERT … SELECT.

    facts: of `Facts`, those that all of them have.  subject: the row's path to its party ("pk" of a party).
    each: {"source_id", "occurred_on", "title" or "text": an expression over the row}; the day only where the kind has
    no level.  What was recorded from the same source before is left out.
    Raises as `record_events`; PermissionDenied when a new event's party lies outside the territory of `by`.
    """
    agency = recording_agency(by, agency)
    require(by, "events.record_event")
    today, each = timezone.localdate(at), dict(each or {})
    if unknown := set(each) - VARYING:
        raise ValueError(f"these are the same for all rows: {sorted(unknown)}")
    sample = {"occurred_on": today, **({"source_id": "-"} if "source_id" in each else {})}
    model = checked(Facts(subject=agency, **{**sample, **facts}), today=today)
    if model.level and "occurred_on" in each:
        raise ValueError("the period of publicity follows from the day: one day for all rows")
    model.agency, model.recorded_by_id, model.recorded_at = agency, by.pk, at
    return _insert_of(rows, model, each, subject=subject, by=by, today=today)


def _insert_of(rows: QuerySet, model: Event, each: dict, *, subject: str, by, today: date) -> Batch:
    path = "region_path" if subject == "pk" else f"{subject}__region_path"
    each = {name: Cast(value, DateField() if name == "occurred_on" else CharField()) for name, value in each.items()}
    named = {"subject_id": F(subject), "region_path": F(path), **each}
    if "occurred_on" in each and model.public_from:
        named["public_from"] = each["occurred_on"]
    found = rows.order_by().annotate(**{f"event_{name}": value for name, value in named.items()})
    sql, inner = found.values_list(*(f"event_{name}" for name in named)).query.sql_with_params()
    values, params = {}, []
    for name, kind in COLUMNS.items():
        values[name] = f"r.event_{name}" if name in named else f"%s::{kind}"
        if name not in named:
            value = getattr(model, name)
            params.append(json.dumps(value) if name == "details" else value)
    sums = _Sums()
    sums.insert(values, f"({sql}) AS r", [*params, *inner], by=by, today=today)
    return sums.note([model.kind], model.agency)
