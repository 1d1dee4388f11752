"""A table of practitioners, row by row: what is new, what changes, what is recorded already, what is wrong where."""

import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from institutions.models import Institution
from institutions.services.register import FaultyFacts
from kernel.admin.formats import rows_under, told_by, without_escape
from kernel.errors import TooLarge
from kernel.tables import RowFault
from practitioners.enums import RegistrationKind
from practitioners.importers.columns import COLUMNS, PERSON, TERM, code, heading
from practitioners.importers.template import BLANK
from practitioners.services.tables import PersonRow, take_row
from practitioners.sources import Rows

MOST = 5000  # rows


@dataclass
class Taken:
    """counts: {"added", "changed", "known": how many rows}.  faults: each with its row and column."""

    counts: Counter = field(default_factory=Counter)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        return len({fault.row for fault in self.faults})


def rows_of_table(data: bytes) -> Rows:
    """The cells by fact, as text. Raises Refused for what is no such table."""
    BLANK.refuse_other(io.BytesIO(data))
    rows = rows_under(COLUMNS, data)
    if len(rows) > MOST:
        raise TooLarge(_("The table has more than %(limit)s rows.") % {"limit": MOST})
    return [(number, {name: without_escape(cell) for name, cell in cells.items()}) for number, cells in rows]


def take_table(
    rows: Rows, *, by, at: datetime, is_rehearsal: bool, expect: Callable[[int], Any], advance: Callable[[int], Any]
) -> Taken:
    """Take in every row that can be; of a rehearsal nothing stays.

    The rows of a person are one transaction, so a table that is begun again goes on where it was.
    expect, advance: told how many rows there are, and of each person how many are done.
    """
    taken = Taken()
    expect(len(rows))
    understood = list(_understood(rows, taken, by=by))
    advance(len(rows) - len(understood))
    for group in _persons(understood):
        with transaction.atomic():
            for row in group:
                try:
                    with transaction.atomic():
                        outcome = take_row(row, by=by, at=at)
                except FaultyFacts as refusal:
                    taken.faults += [RowFault(row.number, heading(fact), says) for fact, says in refusal.faults.items()]
                else:
                    taken.counts[outcome] += 1
            transaction.set_rollback(is_rehearsal)
        advance(len(group))
    taken.faults.sort(key=lambda fault: fault.row)
    return taken


def _understood(rows: Rows, taken: Taken, *, by) -> Iterator[PersonRow]:
    """The rows whose cells say what they should; of the others every fault is noted."""
    institutions = _Institutions(rows, by)
    seen: dict[tuple, int] = {}
    for number, cells in rows:
        told, wrong = told_by(cells, COLUMNS)
        try:
            institution = institutions.named(told.get("institution", ""), told.get("institution_code", ""))
        except ValidationError as error:
            institution = None
            wrong.setdefault("institution", error.messages[0])
        row = None
        if not wrong and institution:
            person, term = ({fact: told[fact] for fact in facts if fact in told} for facts in (PERSON, TERM))
            row = PersonRow(number, institution, RegistrationKind(told.get("kind", "main")), person, term)
            if not row.numbers:
                wrong["certificate_number"] = _("Give one of the numbers by which the person is known.")
            for key in sorted(row.numbers):
                first = seen.setdefault((institution.pk, *key), number)
                if first != number:
                    words = _("Row %(row)s is about the same person at the same institution.")
                    wrong[key[0]] = words % {"row": first}
        if row and not wrong:
            yield row
        taken.faults += [RowFault(number, heading(fact), wrong[fact]) for fact in COLUMNS if fact in wrong]


def _persons(rows: list[PersonRow]) -> Iterator[list[PersonRow]]:
    """The rows that share a number stand together, the main registration first."""
    group_of: dict[tuple[str, str], list[PersonRow]] = {}
    groups: dict[int, list[PersonRow]] = {}
    for row in rows:
        mine = [row]
        for other in {id(group): group for key in row.numbers if (group := group_of.get(key))}.values():
            mine = other + mine
            groups.pop(id(other), None)
        groups[id(mine)] = mine
        for one in mine:
            group_of |= dict.fromkeys(one.numbers, mine)
    for group in groups.values():
        yield sorted(group, key=lambda row: (row.kind != RegistrationKind.MAIN, row.number))


class _Institutions:
    """Those of the territory that the rows name, read at once."""

    def __init__(self, rows: Rows, by):
        names = {cells.get("institution", "") for _number, cells in rows} - {""}
        codes = {code(cells.get("institution_code", "")[:50]) for _number, cells in rows} - {""}
        mine = Institution.objects.visible_to(by).select_related("party__region")
        self.by_name: dict[str, list[Institution]] = defaultdict(list)
        self.by_code: dict[str, Institution] = {}
        for row in mine.filter(name__in=names):
            self.by_name[row.name].append(row)
        for fact in ("uscc", "reg_code"):
            self.by_code |= {getattr(row, fact): row for row in mine.filter(**{f"{fact}__in": codes})}

    def named(self, name: str, number: str) -> Institution:
        """The one that a row means (ValidationError)."""
        if number:
            if number not in self.by_code:
                raise ValidationError(_("No institution of your territory has this code."))
            return self.by_code[number]
        if not name:
            raise ValidationError(_("Name the institution, or give its code."))
        found = self.by_name[name]
        if not found:
            raise ValidationError(_("No institution of your territory has exactly this name."))
        if len(found) > 1:
            raise ValidationError(_("Several institutions have this name: give the code of the one you mean."))
        return found[0]
