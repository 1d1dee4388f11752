"""The columns of a table of events, and what their cells may say."""

import re
import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.importers.cells import day, one_of
from events.enums import NATIONAL_RESULTS, CheckResult, Level, Penalty
from events.kinds import is_kind, kinds
from kernel.admin.formats import Column

BETWEEN = re.compile(r"[,，、;；/\n]+")


def kind(cell: str) -> str:
    """A kind by its key, or by its words in the reader's language."""
    if is_kind(cell):
        return cell
    for declared in kinds():
        if cell == str(declared.label):
            return declared.key
    raise ValidationError(_("“%(text)s” is no kind of event.") % {"text": cell})


def public_id(cell: str) -> uuid.UUID:
    try:
        return uuid.UUID(cell)
    except ValueError:
        raise ValidationError(_("“%(text)s” is no public id.") % {"text": cell}) from None


def several(choices: Any, *, codes: dict[str, Any] | None = None) -> Callable[[str], tuple[str, ...]]:
    """Choices by code or words, parted by commas; codes: other systems' codes for them."""
    read_one = one_of(choices)

    def read(cell: str) -> tuple[str, ...]:
        words: Iterable[str] = filter(None, (word.strip() for word in BETWEEN.split(cell)))
        return tuple(str((codes or {}).get(word) or read_one(word)) for word in words)

    return read


def number(cell: str) -> Decimal:
    try:
        value = Decimal(cell.replace(",", "").replace("，", ""))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise ValidationError(_("“%(text)s” is no number.") % {"text": cell})
    return value


def whole(cell: str) -> int:
    value = number(cell)
    if value != int(value) or abs(value) > 1_000_000:
        raise ValidationError(_("“%(text)s” is no whole number.") % {"text": cell})
    return int(value)


def points(cell: str) -> int:
    """Points as people write them, in hundredths."""
    value = number(cell) * 100
    if value != int(value) or abs(value) > 1_000_000:
        raise ValidationError(_("Points have two decimal places at most."))
    return int(value)


COLUMNS = {  # name of the fact: its column
    "kind": Column(gettext_lazy("Kind of event"), required=True, read=kind),
    "party": Column(gettext_lazy("Party")),
    "party_id": Column(gettext_lazy("Public id of the party"), read=public_id),
    "occurred_on": Column(pgettext_lazy("event", "Day"), required=True, read=day),
    "title": Column(gettext_lazy("Title")),
    "text": Column(gettext_lazy("Text")),
    "document_number": Column(gettext_lazy("Document number")),
    "level": Column(pgettext_lazy("event", "Level"), read=one_of(Level)),
    "results": Column(gettext_lazy("Results of the check"), read=several(CheckResult, codes=NATIONAL_RESULTS)),
    "penalties": Column(gettext_lazy("Kinds of penalty"), read=several(Penalty)),
    "fine": Column(gettext_lazy("Fine (yuan)"), read=number),
    "confiscated": Column(gettext_lazy("Confiscated (yuan)"), read=number),
    "demerits": Column(gettext_lazy("Demerit points"), read=whole),
    "points": Column(gettext_lazy("Points"), read=points),
    "public_until": Column(gettext_lazy("Public until"), read=day),
    "public_basis": Column(gettext_lazy("Law that sets this period")),
    "own_number": Column(gettext_lazy("Own number of the record")),
}
