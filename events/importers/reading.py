"""A table of events, row by row: what can be recorded, what is recorded already, what is wrong in which column."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Party
from events.importers.columns import COLUMNS
from events.importers.template import refuse_old_template
from events.models import Event
from events.querysets import parties_for, parties_of
from events.services.facts import Facts, FaultyFacts, checked
from events.services.recording import COMPARED
from events.sources import TABLE
from kernel.admin.formats import rows_under, told_by
from kernel.tables import RowFault

AT_ONCE = 1000
LONGEST_NUMBER = 60
Rows = list[tuple[int, dict[str, str]]]


@dataclass
class Reading:
    """rows: how many there are.  good: the facts of those to record.  known: how many are recorded already.

    faults: each with its row and column; `faulty` rows have some.
    """

    rows: int = 0
    good: list[Facts] = field(default_factory=list)
    known: int = 0
    faults: list[RowFault] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        return len({fault.row for fault in self.faults})


def read_events(
    data: bytes, *, by, at: datetime, expect: Callable[[int], Any], advance: Callable[[int], Any]
) -> Reading:
    """Understand every row of a table that the agency of `by` sends.

    expect, advance: told how many rows there are, and after each thousand how many of them are done.
    A row is known by its own number, else by kind, party, day, document number and title: sent again, it is not
    recorded again.  Raises Refused for what is no such table.
    """
    refuse_old_template(data)
    rows = rows_under(COLUMNS, data)
    expect(len(rows))
    table = _Table(rows, by=by, at=at)
    for start in range(0, len(rows), AT_ONCE):
        table.take(rows[start : start + AT_ONCE])
        advance(len(rows[start : start + AT_ONCE]))
    return table.reading


class _Table:
    """The rows of one file, as they are understood."""

    def __init__(self, rows: Rows, *, by, at: datetime):
        self.by, self.today = by, timezone.localdate(at)
        self.reading = Reading(rows=len(rows))
        self.parties = _Parties(rows, by, self.today)
        self.first: dict[str, int] = {}  # key of a row → the number of the first that has it

    def take(self, rows: Rows) -> None:
        understood = [found for number, cells in rows if (found := self.understand(number, cells))]
        keys = [event.source_id for _number, _facts, event in understood]
        already = Event.objects.filter(source=TABLE, source_id__in=keys).exclude(source_id="").with_standing(self.today)
        known = {event.source_id: event for event in already}
        for number, facts, event in understood:
            if event.source_id not in known:
                self.reading.good.append(facts)
            elif sentence := _difference(event, known[event.source_id]):
                self.fault(number, "own_number", sentence)
            else:
                self.reading.known += 1

    def understand(self, number: int, cells: dict[str, str]) -> tuple[int, Facts, Event] | None:
        """The row's facts and the event that they make, or None with every fault of it noted."""
        told, wrong = told_by(cells, COLUMNS)
        try:
            party = self.parties.named(told.pop("party", ""), told.pop("party_id", None))
        except ValidationError as error:
            if "party_id" not in wrong:
                wrong["party"] = error.messages[0]
            party = self.by.party  # the other cells are looked at all the same
        own = told.pop("own_number", "")
        if len(own) > LONGEST_NUMBER:
            wrong["own_number"] = _("At most %(number)d characters.") % {"number": LONGEST_NUMBER}
        key = f"{self.by.party.public_id}:{f'n:{own}' if own else _digest(party, told)}"
        facts = event = None
        if all(name in told for name, column in COLUMNS.items() if column.required):
            facts = Facts(subject=party, source=TABLE, source_id=key, **told)
            try:
                event = checked(facts, today=self.today)
            except FaultyFacts as refusal:
                wrong = {**refusal.faults, **wrong}
        if not wrong and self.first.setdefault(key, number) != number:
            sentence = _("Row %(row)s says the same already; if both are right, give each a number of its own.")
            wrong["own_number"] = sentence % {"row": self.first[key]}
        for name in sorted(wrong, key=list(COLUMNS).index):
            self.fault(number, name, wrong[name])
        return (number, facts, event) if facts and event and not wrong else None

    def fault(self, number: int, name: str, sentence) -> None:
        self.reading.faults.append(RowFault(number, str(COLUMNS[name].heading), sentence))


def _digest(party: Party, told: dict[str, Any]) -> str:
    """The key of a row that brings none: what happened to whom, when, by which document."""
    facts = [str(told.get(name, "")) for name in ("kind", "occurred_on", "document_number", "title")]
    whole = "\t".join([str(party.public_id), *facts])
    return f"d:{hashlib.sha256(whole.encode()).hexdigest()[:40]}"


def _difference(event: Event, known) -> str:
    """Why the row cannot stand for the event that is recorded under its key, or nothing."""
    if known.counter_key:
        return _("This was recorded and countered. Give the row a new number of its own.")
    if any(getattr(event, name) != getattr(known, name) for name in COMPARED):
        return _("This was recorded with other facts. Counter that event, then give the row a new number of its own.")
    return ""


class _Parties:
    """The parties that the rows name, read at once: those about which `by` may record."""

    def __init__(self, rows: Rows, by, today: date):
        names = {cells.get("party", "") for _number, cells in rows} - {""}
        public_ids = [public_id for _number, cells in rows if (public_id := _uuid(cells.get("party_id", "")))]
        mine = parties_for(by).exclude(pk__in=parties_of(by, today))
        self.by_name = defaultdict(list)
        for party in mine.filter(name__in=names):
            self.by_name[party.name].append(party)
        self.by_id = {party.public_id: party for party in mine.filter(public_id__in=public_ids)}

    def named(self, name: str, public_id: uuid.UUID | None) -> Party:
        """The one party that a row means (ValidationError)."""
        if public_id:
            if public_id not in self.by_id:
                raise ValidationError(_("No party of your territory has this public id."))
            return self.by_id[public_id]
        if not name:
            raise ValidationError(_("Name the party, or give its public id."))
        found = self.by_name[name]
        if not found:
            raise ValidationError(_("No party of your territory has exactly this name."))
        if len(found) > 1:
            raise ValidationError(_("Several parties have this name: give the public id of the one you mean."))
        return found[0]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
