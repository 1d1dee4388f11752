"""What institutions propose to change in their records, and which facts they may."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Membership, Region
from institutions.enums import ChangeState
from institutions.models.institution import Institution
from institutions.querysets import ChangeRequestQuerySet, ProposableFactsQuerySet
from institutions.workflow import CHANGE
from kernel.models import Editable, RegionPathField, StoredFile


class ChangeRequest(Editable):
    """What an institution proposes to change in its record; the health commission decides fact by fact.

    facts: {fact: {"before": …, "proposed": …}}, what the register said then, and shall say.
    decisions: {fact: {"accepted": bool, "found": …, "reason": …}}, found: what the register said when it was decided.
    Values as `institutions.facts.kept` keeps them.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="change_requests", verbose_name=_("institution")
    )
    state = models.CharField(_("state"), max_length=10, choices=ChangeState, default=ChangeState.PROPOSED)
    facts = models.JSONField(_("proposed facts"))
    reason = models.CharField(_("reason"), max_length=300)
    documents = models.ManyToManyField(StoredFile, related_name="+", verbose_name=_("documents"))
    proposed_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decisions = models.JSONField(pgettext_lazy("change request", "decisions"), default=dict, blank=True)
    ended_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False,
        verbose_name=_("decided or withdrawn by"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("decided or withdrawn at"), null=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        triggers = [CHANGE.guard()]
        constraints = [
            models.UniqueConstraint(
                name="changerequest_one_open", fields=["institution"], condition=Q(state=ChangeState.PROPOSED)
            ),
            models.CheckConstraint(name="changerequest_says_something", condition=~Q(facts={})),
            models.CheckConstraint(
                name="changerequest_ended_by_whom",
                condition=Q(state=ChangeState.PROPOSED, ended_by__isnull=True, ended_at__isnull=True, decisions={})
                | Q(state=ChangeState.WITHDRAWN, ended_by__isnull=False, ended_at__isnull=False, decisions={})
                | (Q(state=ChangeState.DECIDED, ended_by__isnull=False, ended_at__isnull=False) & ~Q(decisions={})),
            ),
        ]

    def __str__(self):
        return str(self.institution)

    def get_absolute_url(self):
        return reverse("institutions:change", kwargs={"pk": self.pk})

    @property
    def region_path(self) -> str:
        """Needs institution selected."""
        return self.institution.region_path


class ProposableFacts(Editable):
    """Which facts the institutions of a territory may propose to change, from a day on.

    The smallest territory and the latest day count; where none holds, `institutions.facts.USUALLY_PROPOSED`.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField()
    facts = ArrayField(models.CharField(max_length=20), verbose_name=_("facts that may be proposed"), blank=True)
    valid_from = models.DateField(_("valid from"))
    basis = models.CharField(_("basis"), max_length=200, help_text=_("The document that says so."))

    objects = ProposableFactsQuerySet.as_manager()

    class Meta:
        verbose_name = _("facts that institutions may propose")
        verbose_name_plural = _("facts that institutions may propose")
        constraints = [
            models.UniqueConstraint(name="proposablefacts_once_a_day", fields=["region", "valid_from"]),
        ]

    def __str__(self):
        return f"{self.region} {self.valid_from:%Y-%m-%d}"
