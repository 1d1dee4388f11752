"""What can happen to a party, by kind: what it is to its credit record, and which facts it is told with (rules 7.1).

A kind is declared once. What a rule set makes of it (points, thresholds, a grade) is not decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.enums import CreditKind

LEVEL, POINTS, DEMERITS, NUMBER = "level", "points", "demerits", "document_number"
RESULTS, PENALTIES, FINE, CONFISCATED = "results", "penalties", "fine", "confiscated"
IN_DETAILS = (RESULTS, PENALTIES, FINE, CONFISCATED)  # kept in the event's details
FACTS = (LEVEL, POINTS, DEMERITS, NUMBER, *IN_DETAILS)


@dataclass(frozen=True)
class EventKind:
    """needs, takes: of FACTS, those it must and those it may be told with; it has no others.

    is_local: the places that have such records decide by their own rules what follows.  is_kept_from_party: while it
    goes on, or for the sake of who has complained, the party itself does not read it.  source: law or rule, with the
    confidence of rules 0.
    """

    key: str
    label: Any
    credit: CreditKind
    source: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    is_local: bool = False
    is_kept_from_party: bool = False

    @cached_property
    def facts(self) -> tuple[str, ...]:
        return tuple(fact for fact in FACTS if fact in {*self.needs, *self.takes})

    @property
    def has_level(self) -> bool:
        return LEVEL in self.needs


_KINDS: dict[str, EventKind] = {}


def declare(kind: EventKind) -> EventKind:
    if kind.key in _KINDS:
        raise ValueError(f"the kind {kind.key} is declared already")
    if unknown := {*kind.needs, *kind.takes} - {*FACTS}:
        raise ValueError(f"{kind.key} names facts that events have not: {sorted(unknown)}")
    if kind.has_level != (kind.credit == CreditKind.DISHONEST):
        raise ValueError(f"{kind.key}: what is dishonest has a level, and nothing else has")
    _KINDS[kind.key] = kind
    return kind


def kind_of(key: str) -> EventKind:
    """The declared kind; a key without one is a mistake in the code (LookupError)."""
    return _KINDS[key]


def is_kind(key: str) -> bool:
    return key in _KINDS


def kinds(keys: Iterable[str] | None = None) -> list[EventKind]:
    """In the order in which they were declared: of `keys`, or all."""
    return [kind for kind in _KINDS.values() if keys is None or kind.key in set(keys)]


def keys_of(credit: str) -> list[str]:
    return [kind.key for kind in kinds() if kind.credit == credit]


def keys_kept_from_party() -> list[str]:
    return [kind.key for kind in kinds() if kind.is_kept_from_party]


def choices() -> list[tuple[str, Any]]:
    return [(kind.key, kind.label) for kind in kinds()]


def grouped_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """As `choices`, below what the kinds are to the credit record."""
    return [
        (credit.label, [(kind.key, kind.label) for kind in kinds() if kind.credit == credit]) for credit in CreditKind
    ]


def label_of(key: str) -> str:
    """For rows of kinds that are no longer declared the key itself."""
    return str(_KINDS[key].label) if key in _KINDS else key


def credit_of(key: str) -> CreditKind:
    """For rows of kinds that are no longer declared: internal."""
    return _KINDS[key].credit if key in _KINDS else CreditKind.OTHER


BASIC, GOOD, DISHONEST, OTHER = CreditKind.BASIC, CreditKind.GOOD, CreditKind.DISHONEST, CreditKind.OTHER

for _kind in (
    # Basic: registration and licence
    EventKind("licence_granted", _("Licence granted"), BASIC, "医疗机构管理条例 16, 17 [search]", takes=(NUMBER,)),
    EventKind("licence_changed", _("Licence changed"), BASIC, "医疗机构管理条例 19 [search*]", takes=(NUMBER,)),
    EventKind("licence_cancelled", _("Licence cancelled"), BASIC, "医疗机构管理条例 20 [search]", takes=(NUMBER,)),
    EventKind("licence_revoked", _("Licence revoked"), BASIC, "医疗机构管理条例 44 [search]", needs=(NUMBER,)),
    EventKind("clinic_filed", _("Clinic filed"), BASIC, "医疗机构管理条例 14 [search*]", takes=(NUMBER,)),
    # Good
    EventKind("award", _("Award"), GOOD, "7.1 [design]", takes=(NUMBER, POINTS)),
    EventKind("good_record", _("Good practice record"), GOOD, "护士条例 11 [search]", takes=(NUMBER, POINTS)),
    EventKind("commitment_kept", _("Commitment kept"), GOOD, "7.1 [design]", takes=(POINTS,)),
    # Dishonest
    EventKind("penalty", _("Administrative penalty"), DISHONEST, "行政处罚法 9, 48 [search]",
              needs=(LEVEL, NUMBER, PENALTIES), takes=(FINE, CONFISCATED, POINTS)),
    EventKind("unpaid_fine", _("Fine not paid"), DISHONEST, "7.1 [design]", needs=(LEVEL, NUMBER),
              takes=(FINE, POINTS)),
    EventKind("commitment_broken", _("Commitment broken"), DISHONEST, "7.1, 7.6 [design]", needs=(LEVEL,),
              takes=(NUMBER, POINTS)),
    EventKind("false_report", _("False report"), DISHONEST, "7.1 [design]", needs=(LEVEL,), takes=(NUMBER, POINTS)),
    EventKind("conviction", _("Criminal conviction"), DISHONEST, "津卫监督〔2021〕339号 [seed:B]", needs=(LEVEL,),
              takes=(POINTS,)),
    EventKind("listed", _("Put on the list of serious dishonesty"), DISHONEST, "国办发〔2020〕49号 [search*]",
              needs=(LEVEL, NUMBER), is_local=True),
    # Other: internal
    EventKind("check", _("Administrative check"), OTHER, "4.4 [search*]", needs=(RESULTS,), takes=(NUMBER, POINTS)),
    EventKind("correction_order", _("Order to correct"), OTHER, "行政处罚法 28 [search]", takes=(NUMBER,)),
    EventKind("talk", _("Summoned talk"), OTHER, "沪府办规〔2020〕5号 [seed:SH]", takes=(NUMBER,)),
    EventKind("demerit", _("Demerit points"), OTHER, "6 [search*]", needs=(DEMERITS,), takes=(NUMBER,),
              is_local=True),
    EventKind("proven_complaint", _("Proven complaint"), OTHER, "7.1 [design]", takes=(NUMBER, POINTS),
              is_kept_from_party=True),
    EventKind("verification_passed", _("Licence verification passed"), OTHER, "卫医政发〔2009〕57号 [memory]",
              takes=(NUMBER,)),
    EventKind("verification_suspended", _("Licence verification suspended"), OTHER, "卫医政发〔2009〕57号 [memory]",
              takes=(NUMBER,)),
    EventKind("self_inspection_submitted", _("Self-inspection submitted"), OTHER, "国卫监督发〔2020〕18号 [seed:B]",
              takes=(POINTS,)),
    EventKind("self_inspection_missed", _("Self-inspection missed"), OTHER, "国卫监督发〔2020〕18号 [seed:B]",
              takes=(POINTS,)),
    EventKind("rectification_missed", _("Rectification overdue"), OTHER, "7.6 [design]", takes=(POINTS,)),
    EventKind("criminal_transfer", _("Transfer to the police"), OTHER, "国务院令第310号 [search]", takes=(NUMBER,),
              is_kept_from_party=True),
):  # fmt: skip
    declare(_kind)
