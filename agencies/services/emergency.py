"""Emergency grants: all rights for a few hours, asked for by one administrator and granted by another."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import EmergencyGrant, Membership, User
from kernel.access import require
from kernel.errors import Refused


@transaction.atomic
def request_emergency(*, reason: str, by: Membership, at: datetime) -> EmergencyGrant:
    """Ask for all rights; a security administrator of the territory, another person, decides."""
    require(by, "agencies.request_emergency")
    User.objects.select_for_update().get(pk=by.user_id)
    if EmergencyGrant.objects.filter(user=by.user_id, granted_at=None, ended_at=None).exists():
        raise Refused(_("You have asked already; a security administrator decides."))
    return EmergencyGrant.objects.create(user=by.user, requested_as=by, reason=reason.strip(), requested_at=at)


@transaction.atomic
def grant_emergency(grant: EmergencyGrant, *, by: Membership, at: datetime) -> EmergencyGrant:
    """Give all rights to who asked, for EMERGENCY_GRANT_HOURS; nobody grants them to himself."""
    require(by, "agencies.grant_emergency", grant)
    if grant.user_id == by.user_id:
        raise PermissionDenied
    grant = _open(grant)
    grant.granted_by, grant.granted_at = by, at
    grant.expires_at = at + timedelta(hours=settings.EMERGENCY_GRANT_HOURS)
    grant.save()
    _let_have_rights_until(grant.user_id, grant.expires_at)
    return grant


@transaction.atomic
def refuse_emergency(grant: EmergencyGrant, *, by: Membership, at: datetime) -> EmergencyGrant:
    """Say no, or withdraw one's own request."""
    require(by, "agencies.end_emergency", grant)
    grant = _open(grant)
    grant.ended_at = at
    grant.save()
    return grant


@transaction.atomic
def end_emergency(grant: EmergencyGrant, *, by: Membership, at: datetime) -> EmergencyGrant:
    """Give the rights back, or take them back, before they end by themselves."""
    require(by, "agencies.end_emergency", grant)
    grant = EmergencyGrant.objects.locked(grant)
    if not grant.is_in_force:
        raise Refused(_("These emergency rights have ended already."))
    grant.ended_at = at
    grant.save()
    _let_have_rights_until(grant.user_id, None)
    return grant


def _open(grant: EmergencyGrant) -> EmergencyGrant:
    grant = EmergencyGrant.objects.locked(grant)
    if not grant.is_requested:
        raise Refused(_("This request has been decided already."))
    return grant


def _let_have_rights_until(user_id: int, until: datetime | None) -> None:
    User.objects.filter(pk=user_id).update(emergency_until=until)


def recent(*, by: Membership) -> list[EmergencyGrant]:
    """The last fifty requests and grants of the territory, newest first."""
    rows = EmergencyGrant.objects.visible_to(by).select_related("user", "requested_as__party", "granted_by__user")
    return list(rows.order_by("-requested_at", "-pk")[:50])
