"""Tables of accounts."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.enums import Role
from agencies.importers.cells import as_words, as_yes_or_no, one_of, text, user_name, yes_or_no
from agencies.importers.units import Units, found_in
from agencies.models import User
from agencies.services.accounts import close_account, create_account, rename_account, reopen_account
from kernel.access import require
from kernel.admin.formats import Column
from kernel.admin.tables import TableResource


class AccountTable(TableResource):
    """Accounts by user name. A new one needs unit and role; of a known one the name, and whether it is open, change.

    A row's instance, when it is new, is the letter with the first password, to be handed out on paper.
    """

    columns = {
        "username": Column(gettext_lazy("User name"), required=True, read=user_name),
        "name": Column(gettext_lazy("Name"), required=True, read=text(60)),
        "agency": Column(gettext_lazy("Agency"), required=True, read=text(120)),
        "role": Column(gettext_lazy("Role"), required=True, read=one_of(Role), show=as_words),
        "is_active": Column(gettext_lazy("Active"), read=yes_or_no, show=as_yes_or_no),
    }
    key = ("username",)

    class Meta:
        model = User

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.today = timezone.localdate(self.at)
        self.units = Units(by=self.by, perm="agencies.add_user", today=self.today)

    def find(self, facts):
        found = User.objects.with_roles(self.today, self.by).filter(username=facts["username"]).first()
        if found is not None:
            require(self.by, "agencies.change_user", found)
        return found

    def values(self, record):
        first = record.roles[0] if record.roles else None
        return {
            "username": record.username,
            "name": record.name,
            "agency": first and first.party.name,
            "role": first and Role(first.role),
            "is_active": record.is_active,
        }

    def create(self, facts):
        letter = create_account(
            username=facts["username"],
            name=facts["name"],
            party=found_in(self.columns["agency"], self.units, facts["agency"]).party,
            role=facts["role"],
            by=self.by,
            at=self.at,
        )
        if facts.get("is_active") is False:
            close_account(letter.user, by=self.by)
        return letter

    def change(self, record, facts):
        if faulty := {"agency", "role"} & set(facts):
            sentence = _("The security administrator gives and ends the roles of an account that exists.")
            raise ValidationError({str(self.columns[name].heading): sentence for name in faulty})
        if "name" in facts:
            record = rename_account(record, name=facts["name"], by=self.by)
        if "is_active" in facts:
            (reopen_account if facts["is_active"] else close_account)(record, by=self.by)
