"""Accounts: opened with a first password on paper, changed by their person, closed by the system administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import Role
from agencies.models import Membership, Party, PastPassword, Section, User
from agencies.models.accounts import username_rule
from agencies.passwords import first_password, hash_of_first_password
from agencies.services import memberships
from kernel import audit
from kernel.access import require
from kernel.errors import Refused
from kernel.tables import FaultyRows, RowFault


@dataclass(frozen=True)
class Letter:
    """What is handed over on paper, once: the first password is kept nowhere else."""

    user: User
    membership: Membership
    password: str


def normal_username(text: str) -> str:
    """User names know no capitals, no full-width letters, no space around them."""
    return User.normalize_username(text.strip()).lower()


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    party: Party,
    role: Role,
    by,
    at: datetime,
    section: Section | None = None,
    password: str | None = None,
    is_demonstration: bool = False,
) -> Letter:
    """Open an account with its first role; its first password is random unless it is given, and must be changed.

    by: a system administrator, whose choice of the role is a proposal until a security administrator confirms it, or
    OPERATOR, whose is not.  A demonstration account keeps its printed password.
    Raises PermissionDenied outside the territory, and Refused where the user name will not do or is taken, or
    the role does not fit.
    """
    user = User(username=normal_username(username), name=name.strip(), region_path=party.region_path)
    require(by, "agencies.add_user", user)
    try:
        username_rule(user.username)
    except ValidationError as error:
        raise Refused(error.messages[0]) from None
    if User.objects.filter(username=user.username).exists():
        raise Refused(_("There is an account “%(username)s” already.") % {"username": user.username})
    user.is_demonstration = is_demonstration
    user.password_set_at = at
    user.save()
    password = password or first_password()
    _take_password(user, password, at=at, is_first=True)
    membership = memberships.give_first_role(user, party=party, section=section, role=role, by=by, at=at)
    return Letter(user, membership, password)


@dataclass(frozen=True)
class NewAccount:
    """A row of a table of accounts to open; number: the row's place in the table."""

    number: int
    name: str
    username: str
    party: Party
    section: Section | None
    role: Role


@transaction.atomic
def create_accounts(rows: Iterable[NewAccount], *, by, at: datetime) -> list[Letter]:
    """Open all the accounts of a table, or none: FaultyRows names each row that was refused."""
    letters, faults = [], []
    for row in rows:
        try:
            letters.append(
                create_account(
                    username=row.username, name=row.name, party=row.party, section=row.section, role=row.role,
                    by=by, at=at,
                )
            )  # fmt: skip
        except Refused as refusal:
            faults.append(RowFault(row.number, "", refusal.reason))
    if faults:
        raise FaultyRows(faults)
    return letters


def _take_password(user: User, password: str, *, at: datetime, is_first: bool) -> None:
    """Hash and keep the password, remember the hash, and forget what is older than PASSWORD_HISTORY."""
    if is_first:
        user.password = hash_of_first_password(password)
    else:
        user.set_password(password)
    user.password_set_at = at
    user.must_change_password = is_first and not user.is_demonstration
    user.version += 1
    user.save(update_fields=["password", "password_set_at", "must_change_password", "version"])
    PastPassword.objects.create(user=user, password=user.password, set_at=at)
    kept = user.past_passwords.order_by("-set_at", "-pk").values("pk")[: settings.PASSWORD_HISTORY]
    user.past_passwords.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


@transaction.atomic
def set_password(user: User, *, password: str, at: datetime) -> None:
    """The person's own choice, checked by the caller; logins elsewhere end by themselves, since their hash is gone."""
    _take_password(user, password, at=at, is_first=False)


@transaction.atomic
def reset_password(user: User, *, by: Membership, at: datetime) -> Letter:
    """A new first password on paper, for who has forgotten his; every login of the person ends."""
    require(by, "agencies.reset_password", user)
    if user.pk == by.user_id:
        raise Refused(_("Change your own password on the page of your account."))
    user = User.objects.locked(user)
    password = first_password()
    _take_password(user, password, at=at, is_first=True)
    _end_sessions(user)
    audit.note("password_reset", user.username)
    membership = user.memberships.not_over(timezone.localdate(at)).select_related("party", "section").first()
    return Letter(user, membership, password)


@transaction.atomic
def rename_account(user: User, *, name: str, by) -> User:
    """Correct the person's name; the user name stays."""
    require(by, "agencies.change_user", user)
    user = User.objects.locked(user)
    user.name = name
    user.save()
    return user


@transaction.atomic
def close_account(user: User, *, by: Membership) -> User:
    """The person can no longer log in; what he did keeps his name."""
    require(by, "agencies.change_user", user)
    if user.pk == by.user_id:
        raise Refused(_("Nobody closes his own account. Ask another system administrator."))
    return _set_active(user, active=False)


@transaction.atomic
def reopen_account(user: User, *, by: Membership) -> User:
    """The person can log in again, with the password and the roles that are still valid."""
    require(by, "agencies.change_user", user)
    return _set_active(user, active=True)


def _set_active(user: User, *, active: bool) -> User:
    user = User.objects.locked(user)
    user.is_active = active
    user.save()
    if not active:
        _end_sessions(user)
    return user


@transaction.atomic
def end_logins(user: User, *, by: Membership) -> int:
    """End every open login of the person; returns how many there were."""
    require(by, "agencies.end_logins", user)
    return _end_sessions(user)


def _end_sessions(user: User) -> int:
    sessions = list(UserSession.objects.filter(user_id=user.pk))
    get_sessions_adapter().end_sessions(sessions)
    if sessions:
        audit.note("logins_ended", user.username, number=len(sessions))
    return len(sessions)


def lift_lock(user: User, *, by: Membership) -> None:
    """Let the person try again before the lock after wrong passwords ends by itself."""
    require(by, "agencies.lift_lock", user)
    reset(username=user.username)
    audit.note("lock_lifted", user.username)


def is_locked(user: User, *, at: datetime) -> bool:
    """Whether a log-in of the person is locked somewhere because of wrong passwords."""
    since = at - (get_cool_off() or timedelta(0))
    failures = AccessAttempt.objects.filter(username=user.username, attempt_time__gt=since).order_by()
    by_address = failures.values("ip_address").annotate(sum=Sum("failures_since_start"))
    return by_address.filter(sum__gte=settings.AXES_FAILURE_LIMIT).exists()


@transaction.atomic
def remove_second_factor(user: User, *, by: Membership) -> None:
    """For who has lost phone and recovery codes: the next log-in asks to set up a new second factor."""
    require(by, "agencies.remove_second_factor", user)
    removed, _by_model = Authenticator.objects.filter(user_id=user.pk).delete()
    if not removed:
        raise Refused(_("This account has no second factor."))
    _end_sessions(user)
    audit.note("second_factor_removed", user.username)


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def open_logins(user: User) -> int:
    return UserSession.objects.filter(user_id=user.pk).count()
