"""The columns of a table of events, and what their cells may say."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from agencies.importers.cells import day
from events.enums import NATIONAL_RESULTS, CheckResult, Level, Penalty
from events.kinds import choices
from kernel.admin.formats import Column

BETWEEN = re.compile(r"[,，、;；/\n]+")


def one_of(choices: Callable[[], Iterable[tuple[str, Any]]], unknown: Any) -> Callable[[str], str]:
    """A choice by its code, or by its words in the reader's language; unknown: the sentence for any other."""

    @cache
    def codes(language: str) -> dict[str, str]:
        pairs = [(str(code), str(words)) for code, words in choices()]
        return {words: code for code, words in pairs} | {code: code for code, _words in pairs}

    def read(cell: str) -> str:
        code = codes(get_language()).get(cell)
        if code is None:
            raise ValidationError(unknown % {"text": cell})
        return code

    return read


def several(one: Callable[[str], str], *, known: Mapping[str, str]) -> Callable[[str], tuple[str, ...]]:
    """Choices parted by commas; known: other systems' codes for them."""

    def read(cell: str) -> tuple[str, ...]:
        words = filter(None, (word.strip() for word in BETWEEN.split(cell)))
        return tuple(known.get(word) or one(word) for word in words)

    return read


NO_KIND = gettext_lazy("“%(text)s” is no kind of event.")
NO_VALUE = gettext_lazy("“%(text)s” is none of the possible values.")
kind = one_of(choices, NO_KIND)
level = one_of(lambda: Level.choices, NO_VALUE)
results = several(one_of(lambda: CheckResult.choices, NO_VALUE), known=NATIONAL_RESULTS)
penalties = several(one_of(lambda: Penalty.choices, NO_VALUE), known={})


def public_id(cell: str) -> uuid.UUID:
    try:
        return uuid.UUID(cell)
    except ValueError:
        raise ValidationError(_("“%(text)s” is no public id.") % {"text": cell}) from None


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
