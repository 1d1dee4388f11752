"""Slices of a list too long to count: from one row's place to the next 50, as fast at the end as at the beginning.

An order is a tuple of columns, all ascending or all descending, of which none may be empty and the last makes the row
unique: ("due_on", "pk"), ("-at", "-pk"). An index over the same columns then serves every slice.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, ForeignKey, Func, Model, QuerySet, Value
from django.db.models.expressions import F
from django.db.models.lookups import GreaterThan, LessThan
from django.http import QueryDict


class NoPlace(ValueError):
    """The text names no place in this order."""


@dataclass(frozen=True)
class Slice:
    """Rows in their order. before and after: the places of the first and the last, or "" where the list ends."""

    rows: list
    before: str
    after: str


def slice_of(rows: QuerySet, order: Sequence[str], *, size: int, after: str = "", before: str = "") -> Slice:
    """The `size` rows that follow the place `after`, or precede the place `before`, or are the first.

    A place is the text that an earlier slice gave; NoPlace for any other. One query, which neither counts nor skips.
    """
    found = list(rows_from(rows, order, after=after, before=before)[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    return Slice(
        found,
        before=_place(found[0], order) if found and (has_more if before else after) else "",
        after=_place(found[-1], order) if found and (before or has_more) else "",
    )


def rows_from(rows: QuerySet, order: Sequence[str], *, after: str = "", before: str = "") -> QuerySet:
    """All rows that follow the place `after`, in order, or that precede `before`, the nearest first."""
    fields, is_descending = _fields(rows.model, order)
    goes_down = is_descending != bool(before)
    names = [name.lstrip("-") for name in order]
    if place := before or after:
        there = [Value(value, output_field=field) for field, value in zip(fields, _read(place, fields), strict=True)]
        beyond = LessThan if goes_down else GreaterThan
        rows = rows.filter(beyond(_Together(*[F(name) for name in names]), _Together(*there)))
    return rows.order_by(*[f"-{name}" if goes_down else name for name in names])


@dataclass(frozen=True)
class KeysetPage:
    """The rows of a page; previous and next are the addresses of its neighbours, or ""."""

    object_list: list
    previous: str
    next: str

    def __iter__(self):
        return iter(self.object_list)


def page_of(rows: QuerySet, order: Sequence[str], asked: QueryDict, *, size: int) -> KeysetPage:
    """The page that the address names by after=… or before=…; the first for a place that is none."""
    try:
        found = slice_of(rows, order, size=size, after=asked.get("after", ""), before=asked.get("before", ""))
    except NoPlace:
        found = slice_of(rows, order, size=size)
    return KeysetPage(
        found.rows,
        previous=_address(asked, before=found.before) if found.before else "",
        next=_address(asked, after=found.after) if found.after else "",
    )


def count_up_to(rows: QuerySet, limit: int) -> tuple[int, bool]:
    """(how many rows, at most `limit`; whether there are more): "more than 1,000" without reading a million."""
    found = rows.order_by()[: limit + 1].count()
    return min(found, limit), found > limit


class _Together(Func):
    """(a, b): compared by the first difference, in one condition that an index over both columns serves."""

    function, output_field = "", Field()


def _fields(model: type[Model], order: Sequence[str]) -> tuple[list[Field], bool]:
    """The columns of the order and whether it descends; a ValueError for an order that cannot be sliced."""
    directions = {name.startswith("-") for name in order}
    if len(directions) != 1:
        raise ValueError(f"An order that is sliced is all ascending or all descending: {order}")
    return [_field(model, name.lstrip("-")) for name in order], directions.pop()


def _field(model: type[Model], name: str) -> Field:
    first, _lookup, rest = name.partition("__")
    try:
        field: Any = model._meta.pk if first == "pk" else model._meta.get_field(first)
    except FieldDoesNotExist:
        raise ValueError(f"{first} is no column of {model._meta.label}") from None
    if field.null:
        raise ValueError(f"{name} may be empty: no list can be sliced by it")
    return _field(field.related_model, rest) if rest else field


def _column(field: Field) -> Field:
    """The field that holds the value: a key's is that of the row it names."""
    return _column(field.target_field) if isinstance(field, ForeignKey) else field


def _place(row, order: Sequence[str]) -> str:
    """Where a row (of a model, or of values()) stands."""
    values = [_value(row, name.lstrip("-")) for name in order]
    told = [value.isoformat() if isinstance(value, date) else str(value) for value in values]
    return urlsafe_b64encode(json.dumps(told, ensure_ascii=False).encode()).decode().rstrip("=")


def _value(row, name: str):
    if isinstance(row, dict):
        return row[name]
    *relations, last = name.split("__")
    for relation in relations:
        row = getattr(row, relation)
    return row.pk if last == "pk" else row.serializable_value(last)


def _read(place: str, fields: list[Field]) -> list:
    """What _place wrote; NoPlace for anything else."""
    try:
        told = json.loads(urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        if not isinstance(told, list) or len(told) != len(fields):
            raise NoPlace
        return [_read_value(text, _column(field)) for text, field in zip(told, fields, strict=True)]
    except (ValueError, ValidationError, RecursionError):
        raise NoPlace from None


def _read_value(text, field: Field):
    if not isinstance(text, str) or "\0" in text:
        raise NoPlace
    value = field.to_python(text)
    field.run_validators(value)
    if value is None or (isinstance(value, datetime) and value.tzinfo is None):
        raise NoPlace
    return value


def _address(asked: QueryDict, **place: str) -> str:
    address = asked.copy()
    for old in ("before", "after"):
        address.pop(old, None)
    address.update(place)
    return f"?{address.urlencode()}"
