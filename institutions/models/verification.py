"""The verification (校验) of a licence: one row a cycle, with what was done to it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership
from institutions.enums import VerificationState, VerificationVerb
from institutions.models.institution import Institution
from institutions.querysets import VerificationQuerySet
from institutions.workflow import CONCLUDED, OPEN, VERIFICATION
from kernel.models import Editable, RegionPathField, StoredFile

S = VerificationState


def _by(words) -> models.ForeignKey:
    return models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=words
    )


class Verification(Editable):
    """The verification of an institution's licence for one cycle.

    name, region_path: of the institution's party, kept equal by the database, so that a list reads one table.
    due_on: the last day of the cycle that ends.  statement: what the institution declares.  findings: what was found in
    the documents and earlier inspections; demerits: of its points.  decided_on: the day of the latest conclusion.
    suspended_until: where the conclusion was once suspended.  verified_to: the last day of the cycle that begins.
    """

    audited = "changes"  # the job that opens them notes how many, who opens one by hand which
    audit_ignores = ("name", "region_path")

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="verifications", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=120, editable=False)
    region_path = RegionPathField(db_index=False)
    due_on = models.DateField(_("last day of the cycle"))
    opened_at = models.DateTimeField(_("opened at"))
    state = models.CharField(_("state"), max_length=10, choices=S, default=S.DUE)
    applied_at = models.DateTimeField(_("applied for at"), null=True)
    applied_by = _by(_("applied for by"))
    statement = models.TextField(_("statement of the institution"), blank=True)
    documents = models.ManyToManyField(StoredFile, related_name="+", verbose_name=_("documents"))
    ordered_by = _by(_("ordered by"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = _by(_("reviewed by"))
    findings = models.TextField(_("documents and inspections"), blank=True)
    visited_on = models.DateField(_("visited on"), null=True)
    demerits = models.CharField(_("demerit points"), max_length=300, blank=True)
    decided_on = models.DateField(_("concluded on"), null=True)
    decided_by = _by(_("concluded by"))
    conclusion = models.CharField(_("reasons of the conclusion"), max_length=1000, blank=True)
    suspended_until = models.DateField(_("suspended until"), null=True)
    verified_to = models.DateField(_("verified until"), null=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence verification")
        verbose_name_plural = _("licence verifications")
        triggers = [VERIFICATION.guard()]
        indexes = [
            models.Index(
                name="verification_open_by_day", fields=["due_on", "id"], include=["region_path", "state"],
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(
                name="verification_over_by_day", fields=["due_on", "id"], include=["region_path", "state"],
                condition=~Q(state__in=sorted(OPEN)),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                name="verification_one_open", fields=["institution"], condition=Q(state__in=sorted(OPEN))
            ),
            models.CheckConstraint(
                name="verification_reviewed_by_whom",
                condition=~Q(state=S.REVIEW) | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="verification_concluded_has_day",
                condition=~Q(state__in=sorted({*CONCLUDED, S.SUSPENDED})) | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="verification_suspended_has_end",
                condition=~Q(state__in=[S.SUSPENDED, S.REVERIFY]) | Q(suspended_until__isnull=False),
            ),
            models.CheckConstraint(
                name="verification_passed_until",
                condition=(~Q(state=S.PASSED) & Q(verified_to__isnull=True))
                | Q(state=S.PASSED, verified_to__gt=F("decided_on")),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("institutions:verification", kwargs={"pk": self.pk})

    @property
    def state_label(self):
        return S(self.state).label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class VerificationStep(models.Model):
    """Something done to a verification after it was opened: its history, shown to people."""

    append_only = True

    verification = models.ForeignKey(
        Verification, models.PROTECT, related_name="steps", verbose_name=_("licence verification")
    )
    verb = models.CharField(_("step"), max_length=10, choices=VerificationVerb)
    at = models.DateTimeField(_("at"))
    by = _by(_("by"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of a licence verification")
        verbose_name_plural = _("steps of licence verifications")

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
