"""Rows as they leave the API: read with `.values()`, so that a field costs a look-up and not an object."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from rest_framework import serializers

Read = Callable[[dict], Any]


class LabelField(serializers.CharField):
    """The words for a code, in the reader's language."""

    def __init__(self, choices, **kwargs):
        self.labels = choices
        super().__init__(read_only=True, **kwargs)


class RowSerializer(serializers.Serializer):
    """The shape of a row: a field names its column by `source`, a serializer within it the columns of a relation."""

    @classmethod
    def columns(cls, prefix: str = "") -> list[str]:
        """What `.values()` has to read."""
        found = []
        for name, field in cls._declared_fields.items():
            column = prefix + _column(name, field)
            found += field.columns(f"{column}__") if isinstance(field, RowSerializer) else [column]
        return list(dict.fromkeys(found))

    @classmethod
    def annotations(cls) -> dict[str, Any]:
        """The columns that no table holds, as expressions."""
        return {}

    def to_representation(self, row: dict) -> dict:
        if not hasattr(self, "_reads"):
            self._reads = _reads(self._declared_fields)
        return {name: read(row) for name, read in self._reads}


def _column(name: str, field) -> str:
    return field._kwargs.get("source") or name


def _reads(fields: dict, prefix: str = "") -> list[tuple[str, Read]]:
    return [(name, _read(prefix + _column(name, field), field)) for name, field in fields.items()]


def _read(column: str, field) -> Read:
    if isinstance(field, RowSerializer):
        inner = _reads(field._declared_fields, f"{column}__")
        return lambda row: {name: read(row) for name, read in inner}
    if isinstance(field, LabelField):
        labels = {code: str(words) for code, words in field.labels.choices}
        return lambda row: labels.get(row[column], row[column])
    return itemgetter(column)
