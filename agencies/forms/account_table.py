"""A table of accounts to open: pasted from a spreadsheet, or a CSV or XLSX file."""

import csv
import io

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.importers.new_accounts import NewAccountTable
from agencies.models import Membership
from agencies.services.accounts import NewAccount
from kernel.errors import Refused
from kernel.once import OnceForm
from kernel.tables import FaultyRows, RowFault, rows_of

MAX_ACCOUNTS = 300  # letters are shown once, on the answer to this request
COLUMNS = {name: column.heading for name, column in NewAccountTable.columns.items()}
REQUIRED = [name for name, column in NewAccountTable.columns.items() if column.required]


class AccountTableForm(OnceForm):
    """Gives `accounts` (NewAccount rows) when every row can be read."""

    table = forms.CharField(
        label=gettext_lazy("Table"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy("Paste it from a spreadsheet, with the row of its headings."),
    )
    file = forms.FileField(label=gettext_lazy("Or a file (CSV in UTF-8, or XLSX)"), required=False)

    def __init__(self, *args, by: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.accounts: list[NewAccount] = []

    def clean(self):
        facts = super().clean()
        upload, text = facts.get("file"), facts.get("table", "")
        if not upload and not text.strip():
            raise ValidationError(_("Paste a table, or choose a file."))
        try:
            self.accounts = read_accounts(upload.read() if upload else as_csv(text), by=self.by)
        except FaultyRows as refusal:
            raise ValidationError([str(fault) for fault in refusal.faults[:30]]) from None
        except Refused as refusal:
            raise ValidationError(str(refusal.reason)) from None
        return facts


def as_csv(text: str) -> bytes:
    """What a spreadsheet puts on the clipboard has tabs between its cells."""
    lines = text.strip("\r\n").splitlines()
    if "\t" not in lines[0]:
        return "\n".join(lines).encode()
    answer = io.StringIO()
    csv.writer(answer).writerows(csv.reader(lines, delimiter="\t"))
    return answer.getvalue().encode()


def read_accounts(data: bytes, *, by: Membership) -> list[NewAccount]:
    """The rows as accounts; raises Refused for what is no table, and FaultyRows with every fault of every row."""
    headings = {name: name for name in COLUMNS} | {str(words): name for name, words in COLUMNS.items()}
    rows = [
        (number, {headings[heading]: cell for heading, cell in cells.items()})
        for number, cells in rows_of(data, columns=headings, required=())
    ]
    if not rows:
        raise Refused(_("The table has no rows below its headings."))
    if len(rows) > MAX_ACCOUNTS:
        raise Refused(_("Open at most %(number)d accounts at a time.") % {"number": MAX_ACCOUNTS})
    if missing := [COLUMNS[name] for name in REQUIRED if name not in rows[0][1]]:
        raise FaultyRows(RowFault(1, str(words), _("This column is missing.")) for words in missing)
    return NewAccountTable(by=by, at=timezone.now()).accounts(rows)
