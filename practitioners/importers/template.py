"""The spreadsheet that people fill in."""

from django.utils.translation import gettext as _

from kernel.blanks import Blank
from practitioners.importers.columns import COLUMNS, WORDS, heading

TEMPLATE_ID, TEMPLATE_VERSION = "practitioners.register", "1"
BLANK = Blank(TEMPLATE_ID, TEMPLATE_VERSION, rows=5000)
WIDE = {"certificate_number": 22, "id_number": 24, "qualification_code": 32, "institution": 30, "institution_code": 26}


def template() -> bytes:
    return BLANK.write(
        title=_("Practitioners"),
        headings={name: heading(name) for name in COLUMNS},
        bold={name for name, column in COLUMNS.items() if column.required},
        wide=WIDE,
        words={name: [str(label) for label in choices.labels] for name, choices in WORDS.items()},
    )
