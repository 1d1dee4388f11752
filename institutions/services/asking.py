"""Accounts that institutions ask for: papers handed in, checked, the account opened or the request refused."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import Role
from agencies.models import User
from agencies.services.accounts import Letter, create_account
from institutions.messages import ACCOUNT_ASKED
from institutions.models import AccountRequest, Institution
from institutions.services.changes import commission_of
from institutions.sources import ACCOUNT_PAPER
from institutions.workflow import ACCOUNT_REQUEST
from kernel import files
from kernel.access import OPERATOR
from kernel.errors import Refused, refused_by
from kernel.files.kinds import IMAGES, PDF
from kernel.workflow import move
from notices.enums import Audience
from notices.services import tell

ROLES = (Role.PRINCIPAL, Role.COMPLIANCE_OFFICER)
PAPER_MB = 10


@transaction.atomic
def ask_account(*, code: str, role: Role, name: str, phone: str, licence, letter, at: datetime) -> AccountRequest:
    """Anybody asks, with papers; the commission that keeps the register there is told.

    code: unified social credit code or registration code.  licence, letter: uploads, PDF or pictures.
    Raises Refused where no institution that stands has the code, while an earlier request is open, and for files.
    """
    found = Institution.objects.standing().filter(~Q(uscc="") & Q(uscc=code) | ~Q(reg_code="") & Q(reg_code=code))
    institution = found.select_related("party").first()
    commission = institution and commission_of(institution.region_path, on=timezone.localdate(at))
    if institution is None or commission is None:
        raise Refused(_("No institution of the register has this code. Ask the health commission of your district."))
    papers = [
        files.store(
            paper, purpose=ACCOUNT_PAPER, by=OPERATOR, at=at, region_path=institution.region_path,
            accept=frozenset({PDF, *IMAGES}), limit_mb=PAPER_MB,
        )
        for paper in (licence, letter)
    ]  # fmt: skip
    row = AccountRequest(
        institution=institution, role=role, name=name, phone=phone, licence=papers[0], letter=papers[1], asked_at=at
    )
    with refused_by(
        "accountrequest_one_open", reason=_("For this institution an account was asked for already; it is looked at.")
    ):
        row.save()
    tell(
        ACCOUNT_ASKED, to=commission, audience=Audience.HANDLERS, url=row.get_absolute_url(), at=at,
        key=f"{ACCOUNT_ASKED.key}:{row.pk}", params={"institution": institution.name},
    )  # fmt: skip
    return row


@transaction.atomic
def check_papers(row: AccountRequest, *, by, at: datetime) -> AccountRequest:
    """The papers are right: the system administrator may open the account. Raises PermissionDenied, Stale, Refused."""
    row = AccountRequest.objects.locked(row)
    move(row, ACCOUNT_REQUEST["check"], by=by)
    row.decided_by, row.decided_at = by, at
    row.save()
    return row


@transaction.atomic
def refuse_account(row: AccountRequest, *, reason: str, by, at: datetime) -> AccountRequest:
    """No account is opened; whoever asked reads why. Raises PermissionDenied, Stale, Refused."""
    row = AccountRequest.objects.locked(row)
    move(row, ACCOUNT_REQUEST["refuse"], by=by)
    row.decided_by, row.decided_at, row.reason = by, at, reason
    row.save()
    return row


@transaction.atomic
def open_account(row: AccountRequest, *, by, at: datetime) -> Letter:
    """Open what was checked; the role is a proposal until a security administrator confirms it, as everybody's.

    The user name is the institution's code, with a number behind it where there is one already.
    Raises PermissionDenied, Stale, and Refused where the papers were not checked, or the institution is closed now.
    """
    row = AccountRequest.objects.locked(row)
    move(row, ACCOUNT_REQUEST["open"], by=by)
    institution = Institution.objects.select_for_update(of=("self",)).select_related("party").get(pk=row.institution_id)
    if institution.closed_on:
        raise Refused(_("The institution is closed: its record stays as it is."))
    letter = create_account(
        username=_free_username((institution.uscc or institution.reg_code).lower()), name=row.name,
        party=institution.party, role=Role(row.role), by=by, at=at,
    )  # fmt: skip
    row.account = letter.user
    row.save()
    return letter


def _free_username(code: str) -> str:
    taken = set(User.objects.filter(username__startswith=code).values_list("username", flat=True))
    names = [code, *(f"{code}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
