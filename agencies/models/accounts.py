"""People and what they act as: a membership, never the user alone."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.enums import GOVERNMENT_KINDS, Role
from agencies.managers import UserManager
from agencies.models.agency import Section
from agencies.models.party import Party
from agencies.querysets import DatedQuerySet, MembershipQuerySet
from kernel.access import allowed
from kernel.models import Editable


class User(AbstractBaseUser, Editable):
    """A person's account. What it may do comes from its memberships; no superuser is stored."""

    audit_secrets = ("password",)

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(_("active"), default=True)
    is_demonstration = models.BooleanField(_("demonstration account"), default=False, editable=False)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_set_at = models.DateTimeField(_("password set at"), default=timezone.now, editable=False)
    emergency_until = models.DateTimeField(_("emergency rights until"), null=True, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.name

    @property
    def is_superuser(self) -> bool:
        """An unexpired emergency grant, and nothing else."""
        return self.emergency_until is not None and self.emergency_until > timezone.now()

    def has_usable_email(self) -> bool:
        return False


class PastPassword(models.Model):
    """The hash of a password a user has had, so that it is not taken again."""

    audited = False

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()


class Membership(Editable):
    """A role of a person in a party, from and until a day: who acts (architecture, "Access").

    A delegation for a leave is a membership too: `represents` names whose work is done, and valid_to ends it by itself.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("section")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    represents = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name=_("represents")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_dates_in_order", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="membership_delegation_ends", condition=Q(represents__isnull=True) | Q(valid_to__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.party} · {self.get_role_display()}"

    @property
    def region_path(self) -> str:
        return self.party.region_path

    @property
    def agency_kind(self) -> str | None:
        """The kind of agency, or None for a membership in an institution. Needs party__agency selected."""
        return self.party.agency.kind if hasattr(self.party, "agency") else None

    @property
    def is_governmental(self) -> bool:
        return self.agency_kind in GOVERNMENT_KINDS

    def covers(self, obj) -> bool:
        """Whether `obj` (anything with a region_path) lies in the territory of the unit."""
        return obj.region_path.startswith(self.region_path)

    def has_perm(self, perm: str, obj=None) -> bool:
        """The one question of permission: may this be done (here)? Answered by the rules of the apps' access.py."""
        return self.user.is_superuser or allowed(self, perm, obj)


class EmergencyGrant(models.Model):
    """All rights for a few hours: asked for by a system administrator, granted by a security administrator, audited."""

    user = models.ForeignKey(User, models.PROTECT, related_name="emergency_grants", verbose_name=_("user"))
    reason = models.CharField(_("reason"), max_length=300)
    requested_at = models.DateTimeField(_("requested at"))
    granted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency grant")
        verbose_name_plural = _("emergency grants")
        constraints = [
            models.CheckConstraint(
                name="emergencygrant_granted_expires",
                condition=Q(granted_at__isnull=True) | Q(expires_at__gt=F("granted_at"), granted_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.reason}"
