"""What each figure counts: its words, its formula and its source, the same on the page of definitions and in the API.

condition: of one row of `standing` (sql/standing.sql); a figure is the number of rows for which it holds, so that the
list behind a figure is the same condition.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Measure:
    key: str
    label: Any
    formula: Any
    source: Any
    condition: str


LEDGER = _("Ledger of duties: duties to report on tasks, with every step taken on them.")
ENTRIES = _("Progress entries: what was last said in the entry that is out of the unit's hands.")
DUE, DUE_BY = "is_due AND due_on < %(today)s", "is_due AND due_on >= %(today)s"

MEASURES = {
    row.key: row
    for row in (
        Measure(
            "owed", pgettext_lazy("figure", "Owed"),
            _("Reports whose first due day lies in the period, without what was waived or cancelled."),
            LEDGER, "state NOT IN ('waived', 'cancelled')",
        ),
        Measure(
            "reported", pgettext_lazy("figure", "Reported"),
            _("Of what is owed, what the unit has handed in and what has not been sent back."),
            LEDGER, "is_reported",
        ),
        Measure(
            "on_time", pgettext_lazy("figure", "On time"),
            _("Of what is reported, where no submission came after the day that held for it."),
            LEDGER, "is_reported AND NOT was_late",
        ),
        Measure(
            "late", pgettext_lazy("figure", "Reported late"),
            _("Of what is reported, where a submission came after the day that held for it."),
            LEDGER, "is_reported AND was_late",
        ),
        Measure(
            "overdue", pgettext_lazy("figure", "Overdue"),
            _("Not handed in, or sent back, and past its due day. A deadline ends with its day."),
            LEDGER, DUE,
        ),
        Measure(
            "decided", pgettext_lazy("figure", "Reported or overdue"),
            _("The base of the on-time rate: what is reported and what is overdue. What is not yet due is left out."),
            LEDGER, f"is_reported OR ({DUE})",
        ),
        Measure(
            "soon", pgettext_lazy("figure", "Due soon"),
            _("Not handed in and due within seven days (the setting of the territory), or sent back and not overdue."),
            LEDGER, f"{DUE_BY} AND (state = 'returned' OR due_on <= %(soon_until)s)",
        ),
        Measure(
            "returned", pgettext_lazy("figure", "Sent back"),
            _("Sent back by the lead or by the supervising unit, and not handed in anew."),
            LEDGER, "state = 'returned'",
        ),
        Measure(
            "difficult", pgettext_lazy("figure", "In difficulty"),
            _("Reports whose unit says that the work is in difficulty and what has to be coordinated."),
            ENTRIES, "is_out AND work = 'difficult' AND state NOT IN ('waived', 'cancelled')",
        ),
        Measure(
            "confirmed", pgettext_lazy("figure", "Confirmed"),
            _("Of what is reported, what the supervising unit has confirmed."),
            LEDGER, "state IN ('met', 'met_late')",
        ),
    )
}  # fmt: skip

RATE = Measure(
    "on_time_rate", pgettext_lazy("figure", "On-time rate"),
    _("On time, divided by reported or overdue; in percent, rounded to one decimal. Without a base there is none."),
    LEDGER, "",
)  # fmt: skip
COLUMNS = ("owed", "reported", "on_time", "overdue", "returned", "difficult")
