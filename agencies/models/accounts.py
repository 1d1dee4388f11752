"""People and what they act as: a membership, never the user alone."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from agencies.enums import DUTY_ADMINS, GOVERNMENT_KINDS, Role
from agencies.managers import UserManager
from agencies.models.agency import Section
from agencies.models.party import Party
from agencies.querysets import EmergencyGrantQuerySet, MembershipQuerySet
from kernel.access import allowed
from kernel.models import Editable, RegionPathField

KEPT_APART = Case(When(role__in=sorted(role.value for role in DUTY_ADMINS), then=F("role")), default=Value("business"))
DAYS = Func("valid_from", "valid_to", Value("[]"), function="daterange", output_field=DateRangeField())

username_rule = RegexValidator(
    r"\A[\w.@-]{2,60}\Z", _("A user name has 2 to 60 letters, figures or the signs . - _ @, and no spaces.")
)


class User(AbstractBaseUser, Editable):
    """A person's account. What it may do comes from its memberships; no superuser is stored.

    region_path: the territory whose administrators keep the account, the smallest that holds all its units.
    """

    audit_secrets = ("password",)

    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[username_rule])
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    region_path = RegionPathField(blank=True)
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
        constraints = [
            models.CheckConstraint(name="user_name_in_lower_case", condition=Q(username=Lower("username"))),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("agencies:person", kwargs={"pk": self.pk})

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
    What a system administrator enters with a new account is only proposed, until a security administrator confirms it.
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
    is_proposed = models.BooleanField(_("awaits confirmation"), default=False, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)  # before its time

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
            ExclusionConstraint(  # rules 11.1: two of the three duties, or one and business, are never one person's
                name="membership_duties_apart",
                expressions=[("user", "="), (KEPT_APART, "<>"), (DAYS, "&&")],
                condition=Q(ended_at__isnull=True),
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


class EmergencyGrant(Editable):
    """All rights for a few hours: asked for by a system administrator, granted by a security administrator, audited."""

    user = models.ForeignKey(User, models.PROTECT, related_name="emergency_grants", verbose_name=_("user"))
    requested_as = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("requested as"))
    reason = models.CharField(_("reason"), max_length=300)
    requested_at = models.DateTimeField(_("requested at"))
    granted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted at"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)  # refused, withdrawn or given back before its time

    objects = EmergencyGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency grant")
        verbose_name_plural = _("emergency grants")
        constraints = [
            models.CheckConstraint(
                name="emergencygrant_granted_expires",
                condition=Q(granted_at__isnull=True) | Q(expires_at__gt=F("granted_at"), granted_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="emergencygrant_one_request_at_a_time",
                fields=["user"],
                condition=Q(granted_at__isnull=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.reason}"

    @property
    def region_path(self) -> str:
        """Needs requested_as__party selected."""
        return self.requested_as.region_path

    @property
    def is_requested(self) -> bool:
        return self.granted_at is None and self.ended_at is None

    @property
    def is_in_force(self) -> bool:
        return self.expires_at is not None and self.ended_at is None and self.expires_at > timezone.now()

    @property
    def standing(self) -> str:
        if self.is_requested:
            return pgettext("emergency", "asked for")
        if self.is_in_force:
            return pgettext("emergency", "in force")
        return pgettext("emergency", "refused") if self.granted_at is None else pgettext("emergency", "ended")
