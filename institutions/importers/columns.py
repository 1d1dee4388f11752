"""The columns of a table of institutions, and what their cells may say."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.importers.cells import coded, day, public_id, text
from institutions.enums import Category, ClassGrade, InstitutionState, Level, LicenceType, Ownership, ProfitClass
from institutions.facts import LONGEST_SUBJECT, MOST_SUBJECTS
from institutions.forms.register import BETWEEN, InstitutionForm
from institutions.models import Institution

NUMBER = re.compile(r"\d{1,9}", re.ASCII)
SPACE = re.compile(r"\s+")
SILENT = object()  # an empty cell says nothing
NEEDED = object()  # a cell that must not be empty, where the table has the column
WRONG = "wrong"  # the column that a list of faults has beside those that were sent; what it says is not read


@dataclass(frozen=True)
class Column:
    """read: the text of a cell → a value (ValidationError).  empty: what an empty cell means."""

    heading: Any
    read: Callable[[str], Any] = str
    empty: Any = ""


def code(cell: str) -> str:
    return SPACE.sub("", cell).upper()


def number(cell: str) -> int:
    if not NUMBER.fullmatch(cell):
        raise ValidationError(_("“%(text)s” is no whole number.") % {"text": cell})
    return int(cell)


def subjects(cell: str) -> list[str]:
    found = [subject for word in BETWEEN.split(cell) if (subject := word.strip())]
    if len(found) > MOST_SUBJECTS or any(len(subject) > LONGEST_SUBJECT for subject in found):
        words = _("At most %(most)d subjects of %(long)d characters each.")
        raise ValidationError(words % {"most": MOST_SUBJECTS, "long": LONGEST_SUBJECT})
    return found


def _of(fact: str, read: Callable[[str], Any] | None = None, empty: Any = "") -> Column:
    """A column as the field of the form is called."""
    limit: Any = Institution._meta.get_field(fact) if read is None else None
    return Column(InstitutionForm.base_fields[fact].label, read or text(limit.max_length), empty)


COLUMNS = {  # fact: its column
    "public_id": Column(gettext_lazy("Public id of the institution"), public_id, SILENT),
    "name": _of("name", empty=NEEDED),
    "region": _of("region", str, NEEDED),
    "address": _of("address"),
    "category": _of("category", coded(lambda: Category.choices), NEEDED),
    "state": Column(gettext_lazy("State"), coded(lambda: InstitutionState.choices), SILENT),
    "uscc": _of("uscc", code),
    "reg_code": _of("reg_code", code),
    "ownership": _of("ownership", coded(lambda: Ownership.choices)),
    "profit_class": _of("profit_class", coded(lambda: ProfitClass.choices)),
    "level": _of("level", coded(lambda: Level.choices)),
    "class_grade": _of("class_grade", coded(lambda: ClassGrade.choices)),
    "beds": _of("beds", number, 0),
    "subjects": _of("subjects", subjects, []),
    "principal": _of("principal"),
    "phone": _of("phone"),
    "licence_type": _of("licence_type", coded(lambda: LicenceType.choices), SILENT),
    "licence_number": _of("licence_number"),
    "licence_from": _of("licence_from", day, None),
    "licence_to": _of("licence_to", day, None),
    "opened_on": _of("opened_on", day, None),
}
KEYS = ("public_id", "uscc", "reg_code", "licence_number", "name")  # by which a row can be known
WORDS = {  # whose cells take one of some words
    "category": Category, "state": InstitutionState, "ownership": Ownership, "profit_class": ProfitClass,
    "level": Level, "class_grade": ClassGrade, "licence_type": LicenceType,
}  # fmt: skip


def heading(fact: str) -> str:
    return str(COLUMNS[fact].heading)


def wrong_heading() -> str:
    return _("What is wrong")


@cache
def headings() -> dict[str, str]:
    """{what a header may say: fact}: the headings in every language of the portal, and the facts' own names."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {heading(fact): fact for fact in COLUMNS} | {wrong_heading(): WRONG}
    return found | {fact: fact for fact in COLUMNS}
