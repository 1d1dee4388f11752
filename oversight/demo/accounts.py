"""The demonstration's accounts: roles, no persons, all with one printed password."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import Role
from agencies.models import Membership, Party, Section, User
from agencies.services import accounts
from agencies.services.memberships import give_role
from kernel.access import OPERATOR

PASSWORD = "Demo-Portal-2026"  # noqa: S105  printed on purpose; these accounts log in only where DEBUG is on
COMMISSION = "杭州市卫生健康委"


@dataclass(frozen=True)
class DemoAccount:
    username: str
    name: str
    unit: str
    role: Role
    section: str = ""


ACCOUNTS = (
    DemoAccount("handler", "示例·综合监督处经办", COMMISSION, Role.HANDLER, "综合监督处"),
    DemoAccount("reviewer", "示例·综合监督处审核", COMMISSION, Role.REVIEWER, "综合监督处"),
    DemoAccount("leader", "示例·分管负责人", COMMISSION, Role.LEADER),
    DemoAccount("viewer", "示例·查阅人员", COMMISSION, Role.VIEWER),
    DemoAccount("officer", "示例·执法人员", COMMISSION, Role.OFFICER, "综合监督处"),
    DemoAccount("business", "示例·业务管理员", COMMISSION, Role.BUSINESS_ADMIN),
    DemoAccount("system", "示例·系统管理员", COMMISSION, Role.SYSTEM_ADMIN),
    DemoAccount("security", "示例·安全管理员", COMMISSION, Role.SECURITY_ADMIN),
    DemoAccount("audit", "示例·审计管理员", COMMISSION, Role.AUDIT_ADMIN),
    DemoAccount("gongan", "示例·市公安局经办", "杭州市公安局", Role.HANDLER, "治安管理处"),
    DemoAccount("gongan2", "示例·市公安局审核", "杭州市公安局", Role.REVIEWER, "治安管理处"),
    DemoAccount("shangcheng", "示例·上城区经办", "上城区卫生健康局", Role.HANDLER, "综合监督科"),
    DemoAccount("xihu", "示例·西湖区经办", "西湖区卫生健康局", Role.HANDLER, "综合监督科"),
    DemoAccount("body", "示例·领导小组负责人", "杭州市医改领导小组", Role.LEADER),
    DemoAccount("both", "示例·两处任职", COMMISSION, Role.HANDLER, "医政医管处"),
)
INSTITUTIONS = (
    DemoAccount("hospital", "示例·医院主要负责人", "示例第一医院", Role.PRINCIPAL),
    DemoAccount("hospital2", "示例·医院依法执业管理员", "示例第一医院", Role.COMPLIANCE_OFFICER),
    DemoAccount("clinic", "示例·诊所主要负责人", "示例康仁诊所", Role.PRINCIPAL),
)
SECOND_UNITS = (DemoAccount("both", "", "杭州市医改领导小组", Role.REVIEWER, "办公室"),)


def open_accounts(*, at: datetime) -> None:
    """Open the accounts that are missing."""
    rows = (*ACCOUNTS, *INSTITUTIONS)
    there = set(User.objects.filter(username__in=[row.username for row in rows]).values_list("username", flat=True))
    for row in rows:
        if row.username not in there:
            party, section = _unit(row)
            accounts.create_account(
                username=row.username, name=row.name, party=party, section=section, role=row.role,
                password=PASSWORD, is_demonstration=True, by=OPERATOR, at=at,
            )  # fmt: skip
    for row in SECOND_UNITS:
        if row.username not in there:
            user, (party, section) = User.objects.get(username=row.username), _unit(row)
            first_day = timezone.localdate(at)
            give_role(user=user, party=party, section=section, role=row.role, by=OPERATOR, valid_from=first_day)


def _unit(row: DemoAccount) -> tuple[Party, Section | None]:
    units = Party.objects.exclude(agency=None, institution=None)
    party = units.get(name=row.unit, valid_to=None)
    return party, Section.objects.filter(agency=party.pk, name=row.section).first()


def acting(username: str) -> Membership:
    """Somebody of the demonstration, in the first of his roles that is his own."""
    rows = Membership.objects.select_related("user", "party__agency").filter(represents=None)
    return rows.filter(user__username=username).order_by("pk")[0]


def account_table() -> str:
    """Role and unit, user name and password of each account, in columns for a terminal."""
    rows = Membership.objects.filter(user__is_demonstration=True, represents=None)
    rows = rows.select_related("user", "party").order_by("user__pk", "pk")
    lines = [(_("Role"), _("Unit"), _("User name"), _("Password"))]
    lines += [(row.get_role_display(), row.party.name, row.user.username, PASSWORD) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    """Columns on a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
