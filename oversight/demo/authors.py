"""Who acts for the agencies of the demonstration that have no printed account: nobody knows their passwords."""

from datetime import datetime

from agencies.enums import Role
from agencies.models import Agency, Membership
from agencies.services.accounts import create_account
from kernel.access import OPERATOR

ENDINGS = {Role.HANDLER: "h", Role.REVIEWER: "r", Role.LEADER: "l"}


class Authors:
    """Somebody of an agency in a role, whose account is opened when he is first asked for."""

    def __init__(self, *, at: datetime):
        self.at = at
        self.found: dict[tuple[int, Role], Membership] = {}

    def of(self, agency: Agency, role: Role) -> Membership:
        if (agency.pk, role) not in self.found:
            rows = Membership.objects.filter(party=agency.party, role=role, represents=None)
            known = rows.select_related("user", "party__agency").order_by("pk").first()
            self.found[agency.pk, role] = known or self._open(agency, role)
        return self.found[agency.pk, role]

    def _open(self, agency: Agency, role: Role) -> Membership:
        letter = create_account(
            username=f"unit{agency.pk}{ENDINGS[role]}", name=f"示例·{agency.party.name}{role.label}",
            party=agency.party, role=role, by=OPERATOR, at=self.at,
        )  # fmt: skip
        return letter.membership
