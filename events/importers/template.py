"""The spreadsheet that departments fill in."""

import io

from django.utils.translation import gettext as _

from events.enums import CheckResult, Level, Penalty
from events.importers.columns import COLUMNS
from events.kinds import kinds
from kernel.blanks import Blank

TEMPLATE_ID, TEMPLATE_VERSION = "events.record", "1"
BLANK = Blank(TEMPLATE_ID, TEMPLATE_VERSION, rows=10_000)
WIDE = {"party": 30, "title": 30, "text": 40, "document_number": 26, "results": 26, "penalties": 26}


def template() -> bytes:
    return BLANK.write(
        title=_("Events"),
        headings={name: str(column.heading) for name, column in COLUMNS.items()},
        bold={name for name, column in COLUMNS.items() if column.required},
        wide=WIDE,
        words={
            "kind": [str(kind.label) for kind in kinds()],
            "level": [str(level.label) for level in Level],
            "results": [str(result.label) for result in CheckResult],
            "penalties": [str(penalty.label) for penalty in Penalty],
        },
        several=frozenset({"results", "penalties"}),
    )


def refuse_old_template(data: bytes) -> None:
    BLANK.refuse_other(io.BytesIO(data))
