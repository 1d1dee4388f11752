"""The fields of a record as the public will read them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from disclosure.enums import Privacy
from disclosure.kinds import PublicField
from disclosure.masking.cards import holds_a_card
from disclosure.masking.names import mask_name
from disclosure.masking.text import HIDDEN, mask_text

_PARTS = re.compile(r"\s*[、,，;；\n]\s*")


@dataclass(frozen=True)
class Masking:
    """How the texts of one record are masked.

    is_natural: the record is about a natural person, called `party`.  names: of other natural persons in the texts.
    """

    party: str
    is_natural: bool
    names: frozenset[str]
    never: frozenset[str]
    keep: frozenset[str]

    @classmethod
    def of(cls, fields: Iterable[PublicField], recorded: Mapping[str, str], *, party: str, is_natural: bool, names=()):
        values: dict[Privacy, set[str]] = {privacy: set() for privacy in Privacy}
        for field in fields:
            values[field.privacy].add(recorded.get(field.key, ""))
        persons = {name for value in values[Privacy.PERSON] for name in _PARTS.split(value)}
        addresses = values[Privacy.ADDRESS]
        return cls(
            party=party,
            is_natural=is_natural,
            names=frozenset(persons | set(names) | ({party} if is_natural else set())) - {""},
            never=frozenset(values[Privacy.NEVER] | (addresses if is_natural else set())) - {""},
            keep=frozenset() if is_natural else frozenset(addresses | {party}) - {""},
        )

    def party_name(self) -> str:
        return mask_name(self.party) if self.is_natural else self.party

    def text(self, words: str) -> str:
        return mask_text(words, names=self.names, keep=self.keep, never=self.never)

    def value(self, privacy: Privacy, value: str) -> str:
        """What the public reads of a recorded value; "" where it is not to know of it."""
        if privacy is Privacy.NEVER or (privacy is Privacy.ADDRESS and self.is_natural):
            return ""
        if privacy is Privacy.CODE:
            return HIDDEN if holds_a_card(value) else value
        if privacy is Privacy.PERSON:
            return "、".join(map(mask_name, filter(None, _PARTS.split(value))))
        if privacy is Privacy.TEXT or self.is_natural:
            return self.text(value)
        return mask_text(value, keep=[value], never=self.never)


def mask_fields(fields: Iterable[PublicField], recorded: Mapping[str, str], masking: Masking) -> dict[str, str]:
    """{key: what the public reads} of the fields of which anything is left."""
    shown = {field.key: masking.value(field.privacy, recorded.get(field.key, "").strip()) for field in fields}
    return {key: value for key, value in shown.items() if value}
