"""A table of accounts to open: pasted from a spreadsheet, or a CSV or XLSX file."""

import csv
import io

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agencies.enums import INSTITUTION_ROLES, Role
from agencies.forms.accounts import username_rule
from agencies.models import Agency, Membership, Section
from agencies.names import ResolutionKind, resolve_many
from agencies.services.accounts import NewAccount
from kernel.errors import Refused
from kernel.once import OnceForm
from kernel.tables import FaultyRows, RowFault, rows_of

MAX_ACCOUNTS = 300  # letters are shown once, on the answer to this request
COLUMNS = {
    "name": gettext_lazy("Name"),
    "username": gettext_lazy("User name"),
    "agency": gettext_lazy("Agency"),
    "section": gettext_lazy("Section"),
    "role": gettext_lazy("Role"),
}
REQUIRED = ("name", "username", "agency", "role")


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
    reader = RowReader(rows, by)
    accounts = [account for number, cells in rows if (account := reader.account(number, cells))]
    if reader.faults:
        raise FaultyRows(reader.faults)
    return accounts


class RowReader:
    """Reads row after row against the agencies of the territory; collects what is wrong in `faults`."""

    def __init__(self, rows: list[tuple[int, dict[str, str]]], by: Membership):
        names = {cells["agency"] for _number, cells in rows}
        self.by = by
        self.agencies = resolve_many(names, region=by.party.region, on=timezone.localdate())
        found = [answer.agency for answer in self.agencies.values() if answer.agency]
        sections = Section.objects.filter(agency__in=found, is_active=True)
        self.sections = {(section.agency_id, section.name): section for section in sections}
        roles = [role for role in Role if role not in INSTITUTION_ROLES]
        self.roles = {role.value: role for role in roles} | {str(role.label): role for role in roles}
        self.seen: set[str] = set()
        self.faults: list[RowFault] = []

    def account(self, number: int, cells: dict[str, str]) -> NewAccount | None:
        before = len(self.faults)
        self.number = number
        username = self.username(cells["username"])
        if not cells["name"] or len(cells["name"]) > 60:
            self.fault("name", _("Enter a name of at most 60 characters."))
        agency = self.agency(cells["agency"])
        section = self.section(agency, cells.get("section", ""))
        role = self.roles.get(cells["role"])
        if role is None:
            self.fault("role", _("“%(text)s” is no role.") % {"text": cells["role"]})
        if len(self.faults) > before or agency is None or role is None:
            return None
        return NewAccount(number, cells["name"], username, agency.party, section, role)

    def fault(self, column: str, reason: str) -> None:
        self.faults.append(RowFault(self.number, str(COLUMNS[column]), reason))

    def username(self, text: str) -> str:
        try:
            username_rule(text)
        except ValidationError as error:
            self.fault("username", error.messages[0])
        if text.lower() in self.seen:
            self.fault("username", _("This user name occurs twice in the table."))
        self.seen.add(text.lower())
        return text

    def agency(self, text: str) -> Agency | None:
        answer = self.agencies[text]
        if answer.kind == ResolutionKind.AMBIGUOUS:
            names = pgettext("list", ", ").join(agency.party.name for agency in answer.candidates)
            self.fault("agency", _("“%(text)s” can mean: %(names)s.") % {"text": text, "names": names})
        elif answer.agency is None:
            self.fault("agency", _("No agency is called “%(text)s”.") % {"text": text})
        elif not self.by.has_perm("agencies.add_user", answer.agency):
            self.fault("agency", _("“%(text)s” lies outside your territory.") % {"text": text})
        return answer.agency

    def section(self, agency: Agency | None, text: str) -> Section | None:
        if not text or agency is None:
            return None
        section = self.sections.get((agency.pk, text))
        if section is None:
            self.fault("section", _("“%(text)s” is no section of this agency.") % {"text": text})
        return section
