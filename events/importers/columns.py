"""The columns of a table of events, and what their cells may say."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.importers.cells import coded, day, public_id
from events.enums import NATIONAL_RESULTS, CheckResult, Level, Penalty
from events.kinds import choices
from kernel.admin.formats import Column

BETWEEN = re.compile(r"[,，、;；/\n]+")


def several(one: Callable[[str], str], *, known: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    """Choices parted by commas; known: other systems' codes for them."""

    def read(cell: str) -> tuple[str, ...]:
        words = filter(None, (word.strip() for word in BETWEEN.split(cell)))
        return tuple(known.get(word) or one(word) for word in words)

    return read


NO_KIND = gettext_lazy("“%(text)s” is no kind of event.")
kind = coded(choices, NO_KIND)
level = coded(lambda: Level.choices)
results = several(coded(lambda: CheckResult.choices), known=NATIONAL_RESULTS)
penalties = several(coded(lambda: Penalty.choices), known={})


MOST_FIGURES, LARGEST = 15, 1_000_000


def number(cell: str) -> Decimal:
    try:
        value = Decimal(cell.replace(",", "").replace("，", ""))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or value.adjusted() > MOST_FIGURES:  # of 1e999999999 an int() would take hours
        raise ValidationError(_("“%(text)s” is no number.") % {"text": cell})
    return value


def whole(cell: str) -> int:
    value = number(cell)
    if value != int(value) or abs(value) > LARGEST:
        raise ValidationError(_("“%(text)s” is no whole number.") % {"text": cell})
    return int(value)


def points(cell: str) -> int:
    """Points as people write them, in hundredths."""
    value = number(cell) * 100
    if value != int(value) or abs(value) > LARGEST:
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
    "level": Column(pgettext_lazy("event", "Level"), read=level),
    "results": Column(gettext_lazy("Results of the check"), read=results),
    "penalties": Column(gettext_lazy("Kinds of penalty"), read=penalties),
    "fine": Column(gettext_lazy("Fine (yuan)"), read=number),
    "confiscated": Column(gettext_lazy("Confiscated (yuan)"), read=number),
    "demerits": Column(gettext_lazy("Demerit points"), read=whole),
    "points": Column(gettext_lazy("Points"), read=points),
    "public_until": Column(gettext_lazy("Public until"), read=day),
    "public_basis": Column(gettext_lazy("Law that sets this period")),
    "own_number": Column(gettext_lazy("Own number of the record")),
}
