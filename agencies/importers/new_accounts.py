"""The table of accounts to open that an administrator pastes or sends: new ones only, with their sections."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.importers.accounts import AccountTable
from agencies.models import Agency, Section, User
from agencies.services.accounts import NewAccount
from kernel.admin.formats import ROW, Column
from kernel.tables import FaultyRows, RowFault


class NewAccountTable(AccountTable):
    columns = {
        **{name: AccountTable.columns[name] for name in ("name", "username", "agency")},
        "section": Column(gettext_lazy("Section")),
        "role": AccountTable.columns["role"],
    }

    class Meta:
        model = User

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        agency = replace(self.columns["agency"], read=self.units.named)
        self.columns = self.columns | {"agency": agency}  # type: ignore[misc]  # by the reader's own region
        self.sections: dict[tuple[int, str], Section] = {}

    def accounts(self, rows: Iterable[tuple[int, dict[str, str]]]) -> list[NewAccount]:
        """rows: (number, {column: cell}). Raises FaultyRows with what is wrong in each of them."""
        accounts, faults = [], []
        for number, cells in rows:
            try:
                accounts.append(self.account(number, cells))
            except ValidationError as error:
                said = error.message_dict.items()
                faults += [RowFault(number, heading, reason) for heading, reasons in said for reason in reasons]
        if faults:
            raise FaultyRows(faults)
        return accounts

    def account(self, number: int, cells: dict[str, str]) -> NewAccount:
        facts = self.read({str(self.columns[name].heading): cell for name, cell in cells.items()} | {ROW: number})
        agency = facts["agency"]
        section = self.section(agency, facts["section"]) if "section" in facts else None
        return NewAccount(number, facts["name"], facts["username"], agency.party, section, facts["role"])

    def section(self, agency: Agency, name: str) -> Section:
        if (agency.pk, name) not in self.sections:
            used = Section.objects.filter(agency=agency, is_active=True)
            self.sections |= {(agency.pk, section.name): section for section in used}
        if (agency.pk, name) not in self.sections:
            reason = _("“%(text)s” is no section of this agency.") % {"text": name}
            raise ValidationError({str(self.columns["section"].heading): reason})
        return self.sections[agency.pk, name]
