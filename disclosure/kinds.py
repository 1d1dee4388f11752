"""What is published, by kind: heading, clock, and fields with their privacy (rules 5.2, 11.4).

A kind is declared once, here or by the app whose record it publishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure.enums import CheckResult, Grade, Level, Privacy, Section
from obligations.enums import LimitUnit
from obligations.kinds import Kind as DutyKind
from obligations.kinds import declare as declare_duty


class Shape(StrEnum):
    LINE = "line"
    TEXT = "text"
    DAY = "day"  # stored as 2026-11-22
    CHOICE = "choice"  # stored as its code


@dataclass(frozen=True)
class PublicField:
    """A field of a publication. choices: of TextChoices, for the shape CHOICE."""

    key: str
    label: Any
    privacy: Privacy = Privacy.PUBLIC
    shape: Shape = Shape.LINE
    is_required: bool = True
    choices: Any = None

    @property
    def longest(self) -> int:
        """How many signs it may have."""
        return 10_000 if self.shape is Shape.TEXT else 200

    def shown(self, value: str) -> str:
        """The words for a stored value, in the reader's language."""
        return str(dict(self.choices.choices).get(value, value)) if self.choices else value


@dataclass(frozen=True)
class PublicationKind:
    """A kind of publication.

    clock: the kind of duty that begins on the day the decision is formed.  ends_by_level: it may be public only for
    as long as its field "level" allows, counted from that day; else until it is withdrawn or its last day.
    """

    key: str
    label: Any
    section: Section
    clock: str
    fields: tuple[PublicField, ...]
    ends_by_level: bool = False


_KINDS: dict[str, PublicationKind] = {}


def declare(kind: PublicationKind) -> PublicationKind:
    if kind.key in _KINDS:
        raise ValueError(f"the kind {kind.key} is declared already")
    _KINDS[kind.key] = kind
    return kind


def kind_of(key: str) -> PublicationKind:
    """The declared kind; a key without one is a mistake in the code (LookupError)."""
    return _KINDS[key]


def kinds() -> list[PublicationKind]:
    return list(_KINDS.values())


def choices() -> list[tuple[str, Any]]:
    return [(kind.key, kind.label) for kind in kinds()]


def keys_of(section: Section) -> list[str]:
    return [kind.key for kind in kinds() if kind.section == section]


def label_of(key: str) -> str:
    """For rows of kinds that are no longer declared the key itself."""
    return str(_KINDS[key].label) if key in _KINDS else key


def told(key: str, payload: Mapping[str, str]) -> list[tuple[PublicField, str]]:
    """What a payload says, field by field, in the order of its kind; fields of which it says nothing are left out, and
    all of a kind that is no longer declared: nobody knows any more which of them were to be read how.
    """
    fields = _KINDS[key].fields if key in _KINDS else ()
    return [(field, field.shown(payload[field.key])) for field in fields if payload.get(field.key)]


LICENCE_CLOCK = declare_duty(
    DutyKind("licence.publish", _("Publish the licence decision"), 7, LimitUnit.WORKING_DAYS,
             _("the decision is made"), "国办发〔2018〕118号 [search*]")
)  # fmt: skip
DOCUMENT = PublicField("document_number", _("Document number"))
CREDIT_CODE = PublicField("credit_code", _("Unified social credit code"), Privacy.CODE, is_required=False)
PRINCIPAL = PublicField("principal", _("Legal representative or principal"), is_required=False)
ADDRESS = PublicField("address", _("Address"), Privacy.ADDRESS, is_required=False)
IDENTITY = PublicField("identity_number", _("Identity card number"), Privacy.NEVER, is_required=False)
PHONE = PublicField("phone", _("Phone"), Privacy.NEVER, is_required=False)
LEVEL = PublicField("level", _("Level of dishonesty"), shape=Shape.CHOICE, choices=Level)
RESULT = PublicField("result", _("Result"), shape=Shape.CHOICE, choices=CheckResult)


def _text(key: str, label, *, is_required: bool = True) -> PublicField:
    return PublicField(key, label, Privacy.TEXT, Shape.TEXT, is_required)


for _kind in (
    PublicationKind(
        "penalty", _("Administrative penalty decision"), Section.PENALTIES, "penalty.publish",
        (
            DOCUMENT, LEVEL, CREDIT_CODE, PRINCIPAL, ADDRESS, IDENTITY, PHONE,
            _text("facts", _("Facts of the violation")), _text("basis", _("Basis of the penalty")),
            _text("penalty", _("Penalty")), PublicField("amount", _("Fine in yuan"), is_required=False),
        ),
        ends_by_level=True,
    ),
    PublicationKind(
        "check", _("Result of an administrative inspection"), Section.CHECKS, "decision.publish",
        (
            PublicField("type", _("Type of inspection")), RESULT, _text("findings", _("Findings"), is_required=False),
            _text("rectification", _("Rectification"), is_required=False),
        ),
    ),
    PublicationKind(
        "draw", _("Result of a random inspection"), Section.CHECKS, "draw.publish",
        (
            PublicField("type", _("Items inspected")), RESULT,
            PublicField("officers", _("Officers"), Privacy.PERSON, is_required=False),
            _text("findings", _("Findings"), is_required=False),
            _text("rectification", _("Rectification"), is_required=False),
        ),
    ),
    PublicationKind(
        "licence", _("Licence decision"), Section.LICENCE, LICENCE_CLOCK.key,
        (
            DOCUMENT, CREDIT_CODE, PublicField("licence_number", _("Registration number"), Privacy.CODE),
            PRINCIPAL, ADDRESS, PublicField("decision", _("Decision")),
            PublicField("valid_from", _("Valid from"), shape=Shape.DAY, is_required=False),
            PublicField("valid_to", _("Valid until"), shape=Shape.DAY, is_required=False),
            _text("subjects", _("Registered subjects"), is_required=False),
        ),
    ),
    PublicationKind(
        "grade", _("Credit grade"), Section.GRADE, "decision.publish",
        (
            PublicField("grade", _("Grade"), shape=Shape.CHOICE, choices=Grade),
            PublicField("period", _("Period rated"), is_required=False),
        ),
    ),
    PublicationKind(
        "commitment", _("Commitment to practise lawfully"), Section.COMMITMENT, "decision.publish",
        (PublicField("period", _("Period of the commitment")), _text("text", _("Text"), is_required=False)),
    ),
    PublicationKind(
        "order_withdrawn", _("Order withdrawn"), Section.OTHER, "decision.publish",
        (DOCUMENT, _text("text", _("Text"))),
    ),
):  # fmt: skip
    declare(_kind)
