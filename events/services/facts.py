"""What is told of an event, and whether it can be recorded like that."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Party
from events.deadlines import bounds, regime_on, usual_end
from events.enums import CheckResult, CreditKind, Level, Penalty
from events.kinds import CONFISCATED, FACTS, FINE, PENALTIES, RESULTS, EventKind, is_kind, kind_of
from events.models import DOCUMENT_NUMBER, Event
from kernel.errors import Refused

FIRST_DAY = date(1949, 10, 1)
MOST_POINTS, MOST_DEMERITS, MOST_YUAN = 100_00, 100, Decimal(10**12)
LONGEST_TEXT = 10_000
CODES = {"results": frozenset(CheckResult.values), "penalties": frozenset(Penalty.values)}
LEVELS = frozenset(Level.values)
CONFISCATIONS = {Penalty.CONFISCATE_GAINS, Penalty.CONFISCATE_GOODS}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What happened to `subject`, and how it is told; which facts a kind needs and takes: events/kinds.py.

    occurred_on: the day of the decision or document where there is one.  points: hundredths.  fine, confiscated: yuan.
    public_until: the last public day, where it is not the latest that the rules of its day allow; outside their bounds
    public_basis names the law that says so.  source, source_id: the system it comes from and its key there.
    """

    kind: str
    subject: Party
    occurred_on: date
    title: str = ""
    text: str = ""
    level: str = ""
    points: int | None = None
    demerits: int | None = None
    document_number: str = ""
    results: tuple[str, ...] = ()
    penalties: tuple[str, ...] = ()
    fine: Decimal | None = None
    confiscated: Decimal | None = None
    public_until: date | None = None
    public_basis: str = ""
    source: str = ""
    source_id: str = ""


class FaultyFacts(Refused):
    """Facts that cannot be recorded; faults: {name of a fact: a sentence to show}."""

    status = 422

    def __init__(self, faults: Mapping[str, Any]):
        self.faults = dict(faults)
        super().__init__(" ".join(str(sentence) for sentence in self.faults.values()))


def checked(facts: Facts, *, today: date) -> Event:
    """The event that the facts make, not saved; recorder and agency are still missing. Raises FaultyFacts."""
    if not is_kind(facts.kind):
        raise FaultyFacts({"kind": _("“%(kind)s” is no kind of event.") % {"kind": facts.kind}})
    kind = kind_of(facts.kind)
    faults = dict(_faults(facts, kind, today))
    if faults:
        raise FaultyFacts(faults)
    until = _public_until(facts, kind)
    return Event(
        kind=facts.kind,
        subject=facts.subject,
        region_path=facts.subject.region_path,
        occurred_on=facts.occurred_on,
        level=facts.level,
        points=facts.points or 0,
        demerits=facts.demerits or 0,
        title=facts.title,
        text=facts.text,
        document_number=facts.document_number,
        public_from=facts.occurred_on if until or kind.credit in {CreditKind.BASIC, CreditKind.GOOD} else None,
        public_until=until,
        regime=regime_on(facts.occurred_on).key if kind.has_level else "",
        source=facts.source,
        source_id=facts.source_id,
        details=_details(facts),
    )


def _public_until(facts: Facts, kind: EventKind) -> date | None:
    if not kind.has_level:
        return None
    return facts.public_until or usual_end(Level(facts.level), facts.occurred_on)


def _details(facts: Facts) -> dict[str, Any]:
    amounts = {name: getattr(facts, name) for name in (FINE, CONFISCATED)}
    lists = {name: list(dict.fromkeys(getattr(facts, name))) for name in (RESULTS, PENALTIES)}
    found = lists | {name: f"{amount:.2f}" for name, amount in amounts.items() if amount is not None}
    return {name: value for name, value in {**found, "public_basis": facts.public_basis}.items() if value}


def _faults(facts: Facts, kind: EventKind, today: date) -> Iterator[tuple[str, str]]:
    """(name of a fact, what is wrong with it); of several about one fact the last is said."""
    for name in FACTS:
        given = bool(getattr(facts, name))
        if name in kind.needs and not given:
            yield name, _("“%(kind)s” needs it.") % {"kind": kind.label}
        if given and name not in kind.facts:
            yield name, _("“%(kind)s” has no such fact: leave it empty.") % {"kind": kind.label}
    yield from _faulty_days(facts, kind, today)
    yield from _faulty_words(facts)
    yield from _faulty_choices(facts)
    yield from _faulty_amounts(facts, kind)


def _faulty_days(facts: Facts, kind: EventKind, today: date) -> Iterator[tuple[str, str]]:
    if not FIRST_DAY <= facts.occurred_on <= today:
        yield "occurred_on", _("The day lies in the future, or before %(day)s.") % {"day": FIRST_DAY}
        return
    if facts.public_basis and not facts.public_until:
        yield "public_until", _("Say until which day it is public by that law.")
    if not facts.public_until:
        return
    if not kind.has_level:
        yield "public_until", _("“%(kind)s” has no period of publicity: leave it empty.") % {"kind": kind.label}
    elif facts.level in LEVELS:
        earliest, latest = bounds(Level(facts.level), facts.occurred_on)
        if not facts.public_basis and not earliest <= facts.public_until <= latest:
            days = {"first": earliest, "last": latest}
            yield "public_until", _("By the rules of its day it is public until %(first)s to %(last)s.") % days
        elif facts.public_until < facts.occurred_on:
            yield "public_until", _("The last public day lies before the day of the event.")


def _faulty_words(facts: Facts) -> Iterator[tuple[str, str]]:
    limits = {"title": 200, "text": LONGEST_TEXT, "public_basis": 200, "source": 60, "source_id": 120}
    for name, limit in limits.items():
        if len(getattr(facts, name)) > limit:
            yield name, _("At most %(number)d characters.") % {"number": limit}
    if sentence := faulty_number(facts.document_number):
        yield "document_number", sentence
    if bool(facts.source) != bool(facts.source_id):
        yield "source_id", _("Name the source system and the key there, or neither.")


def faulty_number(number: str) -> str:
    """What is wrong with a document number, or nothing."""
    if not number or (len(number) <= 80 and re.fullmatch(DOCUMENT_NUMBER, number)):
        return ""
    return _("Write it with the six-cornered brackets, as in 神政办发〔2020〕112号.")


def _faulty_choices(facts: Facts) -> Iterator[tuple[str, str]]:
    for name, codes in CODES.items():
        if unknown := [code for code in getattr(facts, name) if code not in codes]:
            yield name, _("“%(text)s” is none of the possible values.") % {"text": unknown[0]}
    if facts.level and facts.level not in LEVELS:
        yield "level", _("“%(text)s” is none of the possible values.") % {"text": facts.level}
    if CheckResult.OK in facts.results and len(set(facts.results)) > 1:
        yield "results", _("“No problem found” does not stand beside a problem.")


def _faulty_amounts(facts: Facts, kind: EventKind) -> Iterator[tuple[str, str]]:
    for name in (FINE, CONFISCATED):
        amount = getattr(facts, name)
        if amount is not None and not (0 < amount < MOST_YUAN and amount == round(amount, 2)):
            yield name, _("An amount in yuan above 0, with two decimal places at most.")
    if PENALTIES in kind.needs and facts.penalties:
        if (Penalty.FINE in facts.penalties) != (facts.fine is not None):
            yield FINE, _("A fine has its amount in yuan, and no other penalty has one.")
        if facts.confiscated is not None and not CONFISCATIONS & set(facts.penalties):
            yield CONFISCATED, _("Nothing was confiscated by these penalties.")
    if facts.points and not _fits(facts.points, kind):
        yield "points", _("Good records have points above 0, all others below; in hundredths, at most 10,000.")
    if facts.demerits is not None and not 0 < facts.demerits <= MOST_DEMERITS:
        yield "demerits", _("A whole number from 1 to %(number)d.") % {"number": MOST_DEMERITS}


def _fits(points: int, kind: EventKind) -> bool:
    return 0 < (points if kind.credit == CreditKind.GOOD else -points) <= MOST_POINTS
