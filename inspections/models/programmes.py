"""When institutions inspect themselves: a district's programme of a year, and single rounds."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Region
from inspections.enums import Newcomers, ProgrammeState, SelfInspectionKind
from inspections.models.checklists import Checklist
from inspections.querysets import ProgrammeQuerySet, RoundQuerySet
from inspections.workflow import PROGRAMME
from kernel.models import Editable, RegionPathField


class Programme(Editable):
    """What a territory asks of its institutions in a year, in rounds.

    full_covers: whether a full self-inspection of the fourth quarter counts as the daily one of that quarter too.
    newcomer_days: how many must be left of a round, where `newcomers` asks for days.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField()
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    full_covers = models.BooleanField(
        _("a full self-inspection in the fourth quarter counts as its daily one too"), default=False
    )
    newcomers = models.CharField(
        _("institutions licensed within a period"), max_length=8, choices=Newcomers, default=Newcomers.NEXT
    )
    newcomer_days = models.PositiveSmallIntegerField(_("days that must be left"), default=30)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), null=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-inspection programme")
        verbose_name_plural = _("self-inspection programmes")
        triggers = [PROGRAMME.guard()]
        constraints = [
            models.UniqueConstraint(
                name="programme_once_a_year", fields=["region", "year"],
                condition=~Q(state=ProgrammeState.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="programme_published_has_time",
                condition=~Q(state=ProgrammeState.PUBLISHED) | Q(published_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("inspections:programme", kwargs={"pk": self.pk})


class Round(models.Model):
    """One occasion on which institutions inspect themselves: of a programme, or a special one with its reason.

    period: the quarter (2026Q4), the year (2026) or, for a special one, a name of its own: once per institution and
    kind.  opens_on: from when reports are opened; due_on: their day.  audience: the filters of the register (as
    InstitutionFilters takes them) that narrow the territory.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, related_name="rounds", verbose_name=_("self-inspection programme")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField()
    kind = models.CharField(_("kind"), max_length=8, choices=SelfInspectionKind)
    period = models.CharField(_("period"), max_length=20)
    title = models.CharField(_("title"), max_length=100)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="rounds", verbose_name=_("checklist"))
    starts_on = models.DateField(_("period begins on"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    audience = models.JSONField(_("for which institutions"), default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("added by")
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of self-inspections")
        verbose_name_plural = _("rounds of self-inspections")
        constraints = [
            models.UniqueConstraint(name="round_once", fields=["programme", "kind", "period"]),
            models.CheckConstraint(
                name="round_days_in_order", condition=Q(opens_on__gte=F("starts_on"), due_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="round_special_has_reason",
                condition=(Q(kind=SelfInspectionKind.SPECIAL, programme__isnull=True) & ~Q(reason=""))
                | (~Q(kind=SelfInspectionKind.SPECIAL) & Q(programme__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("inspections:round", kwargs={"pk": self.pk})
