"""Roles: given and taken by the security administrator, handed on for a leave by their holder."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.enums import DUTY_ADMINS, INSTITUTION_ROLES, PartyKind, Role
from agencies.models import EmergencyGrant, Membership, Party, Section, User
from agencies.models.region import STEP
from agencies.querysets import MembershipQuerySet
from kernel.access import require
from kernel.errors import Refused


@transaction.atomic
def give_role(
    *,
    user: User,
    party: Party,
    role: Role,
    by,
    valid_from: date,
    valid_to: date | None = None,
    section: Section | None = None,
) -> Membership:
    """Let a person act in a unit from and until a day; the security administrator does this, for others only.

    Raises PermissionDenied without the right, and Refused where the role does not fit the unit or the person's others.
    """
    membership = Membership(
        user=user, party=party, section=section, role=role, valid_from=valid_from, valid_to=valid_to
    )
    require(by, "agencies.add_membership", membership)
    if by.user_id == user.pk:
        raise Refused(_("Nobody gives a role to himself. Ask another security administrator."))
    return _store(membership)


def give_first_role(user: User, *, party: Party, section: Section | None, role: Role, by, at: datetime) -> Membership:
    """The role a new account is opened with: in force if `by` may give rights, else proposed."""
    membership = Membership(user=user, party=party, section=section, role=role, valid_from=timezone.localdate(at))
    membership.is_proposed = not by.has_perm("agencies.add_membership", membership)
    return _store(membership)


def _store(membership: Membership) -> Membership:
    """Check the role against the unit and the person's other roles, and keep it."""
    user = User.objects.select_for_update().get(pk=membership.user_id)  # one at a time for each person
    _fits_its_unit(membership)
    _fits_the_others(membership)
    membership.save()
    _place(user)
    return membership


def _fits_its_unit(membership: Membership) -> None:
    if membership.valid_to is not None and membership.valid_to < membership.valid_from:
        raise Refused(_("The last day lies before the first."))
    if (membership.role in INSTITUTION_ROLES) != (membership.party.kind == PartyKind.INSTITUTION):
        raise Refused(
            _("“%(role)s” is no role of %(unit)s.")
            % {"role": membership.get_role_display(), "unit": membership.party.name}
        )
    if membership.section is not None and membership.section.agency_id != membership.party_id:
        raise Refused(
            _("“%(section)s” is no section of %(unit)s.")
            % {"section": membership.section.name, "unit": membership.party.name}
        )


def _fits_the_others(membership: Membership) -> None:
    """No role twice, and the duties apart: system, security, audit and business are four persons (rules 11.1)."""
    others = Membership.objects.not_over(membership.valid_from).filter(user=membership.user_id)
    if membership.valid_to is not None:
        others = others.filter(valid_from__lte=membership.valid_to)
    for other in others.select_related("party"):
        if _duty(other.role) != _duty(membership.role):
            raise Refused(
                _("The duties of “%(one)s” and “%(other)s” are kept apart: they are never held by one person.")
                % {"one": other.get_role_display(), "other": membership.get_role_display()}
            )
        same = ("party_id", "section_id", "role", "represents_id")
        if all(getattr(other, name) == getattr(membership, name) for name in same):
            raise Refused(_("%(person)s has this role already.") % {"person": membership.user.name})


def _duty(role: str) -> str:
    return role if role in DUTY_ADMINS else "business"


def _place(user: User) -> None:
    """The account is kept by the smallest territory that holds all the units of its person."""
    rows = Membership.objects.not_over(timezone.localdate()).filter(user=user)
    paths = list(rows.values_list("party__region_path", flat=True))
    shared = min(paths, key=len, default=user.region_path)
    while not all(path.startswith(shared) for path in paths):
        shared = shared[:-STEP]
    if shared != user.region_path:
        User.objects.filter(pk=user.pk).update(region_path=shared)


@transaction.atomic
def confirm_role(membership: Membership, *, by: Membership) -> Membership:
    """Put a role in force that a system administrator has proposed with a new account."""
    require(by, "agencies.change_membership", membership)
    membership = Membership.objects.locked(membership)
    if not membership.is_proposed or membership.ended_at:
        raise Refused(_("This role does not wait for confirmation any more."))
    membership.is_proposed = False
    membership.save()
    return membership


@transaction.atomic
def confirm_roles(keys: Collection[int], *, by: Membership) -> int:
    """Confirm those of the chosen roles that still await it; how many. Raises PermissionDenied for one elsewhere."""
    rows = Membership.objects.proposed().filter(pk__in=keys).order_by("pk")
    return len([confirm_role(row, by=by) for row in rows.select_for_update(of=("self",))])


@transaction.atomic
def end_role(membership: Membership, *, by: Membership, at: datetime, last_day: date | None = None) -> Membership:
    """End a role at once, or with a last day to come; what was handed on from it ends with it."""
    require(by, "agencies.change_membership", membership)
    if by.user_id == membership.user_id:
        raise Refused(_("Nobody changes his own roles. Ask another security administrator."))
    return _end(membership, at=at, last_day=last_day)


def _end(membership: Membership, *, at: datetime, last_day: date | None = None) -> Membership:
    membership = Membership.objects.locked(membership)
    today = timezone.localdate(at)
    if membership.ended_at or (membership.valid_to and membership.valid_to < today):
        raise Refused(_("This role has ended already."))
    if last_day is not None and last_day < max(today, membership.valid_from):
        raise Refused(_("The last day can be today or later, and not before the role begins."))
    if last_day is None:
        membership.ended_at = at
        last_day = max(today, membership.valid_from)
    membership.valid_to = min(last_day, membership.valid_to or last_day)
    membership.save()
    for deputy in membership.deputies.not_over(today):
        if membership.ended_at or deputy.valid_from > membership.valid_to:
            _end(deputy, at=at)
        elif deputy.valid_to > membership.valid_to:
            _end(deputy, at=at, last_day=membership.valid_to)
    for grant in EmergencyGrant.objects.filter(requested_as=membership, granted_at__isnull=False, ended_at=None):
        grant.ended_at = at  # all rights were asked for in this role; they end with it
        grant.save()
        User.objects.filter(pk=grant.user_id).update(emergency_until=None)
    _place(membership.user)
    return membership


@transaction.atomic
def delegate(
    membership: Membership, *, to: User, valid_from: date, valid_to: date, by: Membership, at: datetime
) -> Membership:
    """Hand the work of a role to a colleague of the same unit for a leave; after valid_to it returns by itself.

    What was handed on is not handed on again, and a role has one deputy at a time.
    Raises PermissionDenied unless the role is the own one of `by`, and Refused with the reason.
    """
    require(by, "agencies.delegate", membership)
    membership = Membership.objects.select_for_update(of=("self",)).select_related("party").get(pk=membership.pk)
    today = timezone.localdate(at)
    _can_be_represented(membership, valid_from=valid_from, valid_to=valid_to, today=today)
    colleagues = Membership.objects.valid_on(today).filter(party=membership.party_id, user__is_active=True)
    if to.pk == membership.user_id or not colleagues.filter(user=to).exists():
        raise Refused(_("Choose a colleague who has a role in %(unit)s today.") % {"unit": membership.party.name})
    deputies = membership.deputies.not_over(valid_from).filter(valid_from__lte=valid_to)
    if (other := deputies.select_related("user").first()) is not None:
        raise Refused(
            _("In this time %(person)s represents you already. End that delegation first.")
            % {"person": other.user.name}
        )
    return _store(
        Membership(user=to, party=membership.party, section=membership.section, role=membership.role,
                   valid_from=valid_from, valid_to=valid_to, represents=membership)
    )  # fmt: skip


def _can_be_represented(membership: Membership, *, valid_from: date, valid_to: date, today: date) -> None:
    """Refused unless the role is in force and the days lie within it, from today on."""
    if membership.is_proposed or membership.ended_at:
        raise Refused(_("This role has ended already."))
    if valid_to < valid_from:
        raise Refused(_("The last day lies before the first."))
    if valid_to - valid_from > timedelta(days=settings.DELEGATION_MAX_DAYS):
        raise Refused(_("A role is handed on for %(days)d days at most.") % {"days": settings.DELEGATION_MAX_DAYS})
    begins, ends = max(today, membership.valid_from), membership.valid_to
    if valid_from < begins or (ends is not None and valid_to > ends):
        raise Refused(_("A role can be handed on from today, and for as long as one holds it."))


@transaction.atomic
def end_delegation(deputy: Membership, *, by: Membership, at: datetime) -> Membership:
    """Take the work back before the day that was set: who is represented does this."""
    require(by, "agencies.end_delegation", deputy)
    return _end(deputy, at=at)


def handed_on_by(user: User, *, today: date) -> MembershipQuerySet:
    """The delegations of a person that are in force or to come."""
    rows = Membership.objects.not_over(today).filter(represents__user=user)
    return rows.select_related("user", "party", "section", "represents__user").order_by("valid_from", "pk")
