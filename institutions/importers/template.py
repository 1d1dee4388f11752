"""The spreadsheet that people fill in."""

from django.utils.translation import gettext as _

from institutions.importers.columns import COLUMNS, NEEDED, WORDS, heading
from kernel.blanks import Blank

TEMPLATE_ID, TEMPLATE_VERSION = "institutions.register", "1"
BLANK = Blank(TEMPLATE_ID, TEMPLATE_VERSION, rows=100_000)
WIDE = {"public_id": 38, "name": 30, "region": 20, "address": 34, "category": 24, "uscc": 22, "reg_code": 26}


def template() -> bytes:
    return BLANK.write(
        title=_("Institutions"),
        headings={name: heading(name) for name in COLUMNS},
        bold={name for name, column in COLUMNS.items() if column.empty is NEEDED},
        wide=WIDE,
        words={name: [str(label) for label in choices.labels] for name, choices in WORDS.items()},
    )
