"""Rows as they leave the API: read with `.values()`, so that a field costs a look-up and not an object."""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

Read = Callable[[dict], Any]


class StrictSerializer(serializers.Serializer):
    """What is sent in; a name that is none of the fields is refused, never ignored."""

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class LabelField(serializers.CharField):
    """The words for a code, in the reader's language."""

    def __init__(self, choices, **kwargs):
        self.labels = choices
        super().__init__(read_only=True, **kwargs)


class ComputedField(serializers.Field):
    """What follows from several columns of a row (`needs`), and perhaps from who asks, and when.

    Not within a serializer of a relation.
    """

    needs: tuple[str, ...] = ()

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def reader(self, context: Mapping[str, Any]) -> Read:
        """From the columns of a row to what is shown; asked for once, however many rows there are."""
        raise NotImplementedError


class RowSerializer(serializers.Serializer):
    """The shape of a row: a field names its column by `source`, a serializer within it the columns of a relation."""

    @classmethod
    def columns(cls, prefix: str = "") -> list[str]:
        """What `.values()` has to read."""
        found: list[str] = []
        for name, field in cls._declared_fields.items():
            column = prefix + _column(name, field)
            if isinstance(field, ComputedField):
                found += field.needs
            else:
                found += field.columns(f"{column}__") if isinstance(field, RowSerializer) else [column]
        return list(dict.fromkeys(found))

    @classmethod
    def annotations(cls) -> dict[str, Any]:
        """The columns that no table holds, as expressions."""
        return {}

    def to_representation(self, row: dict) -> dict:
        if not hasattr(self, "_reads"):
            self._reads = _reads(self._declared_fields, self.context)
        return {name: read(row) for name, read in self._reads}


def _column(name: str, field) -> str:
    return field._kwargs.get("source") or name


def _reads(fields: dict, context: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Read]]:
    return [(name, _read(prefix + _column(name, field), field, context)) for name, field in fields.items()]


def _read(column: str, field, context: Mapping[str, Any]) -> Read:
    if isinstance(field, ComputedField):
        return field.reader(context)
    if isinstance(field, RowSerializer):
        inner = _reads(field._declared_fields, context, f"{column}__")
        return lambda row: {name: read(row) for name, read in inner}
    if isinstance(field, LabelField):
        labels = {code: str(words) for code, words in field.labels.choices}
        return lambda row: labels.get(row[column], row[column])
    return itemgetter(column)
