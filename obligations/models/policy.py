"""What differs from region to region: amounts of limits, and the ladder of reminders."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Region
from kernel.models import Editable, RegionPathField
from obligations.enums import LimitUnit, Stage
from obligations.kinds import label_of
from obligations.querysets import PolicyQuerySet


class LimitOverride(Editable):
    """The amount of a kind's limit in a territory, from a day on; the smallest territory and the latest day count."""

    kind = models.CharField(_("kind"), max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField()
    amount = models.SmallIntegerField(_("limit"))  # in the kind's unit
    valid_from = models.DateField(_("valid from"))
    basis = models.CharField(_("basis"), max_length=200, help_text=_("The document that says so."))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("regional limit")
        verbose_name_plural = _("regional limits")
        constraints = [
            models.UniqueConstraint(name="limitoverride_once_a_day", fields=["kind", "region", "valid_from"]),
        ]

    def __str__(self):
        return f"{label_of(self.kind)}: {self.amount}"


class ReminderRule(Editable):
    """A step of the ladder, for a kind (empty: every kind) in a territory (empty: everywhere).

    offset: after the due day, negative before it. For one duty the rules of the most particular pair count, a kind's
    before a territory's; its own rules replace the general ones. Clocks of hours have rules of their own, in hours.
    """

    kind = models.CharField(_("kind"), max_length=40, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    region_path = RegionPathField(blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    offset = models.SmallIntegerField(_("offset"))
    unit = models.CharField(_("unit"), max_length=8, choices=LimitUnit)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the ladder")
        verbose_name_plural = _("rules of the ladder")
        constraints = [
            models.UniqueConstraint(
                name="reminderrule_once", fields=["kind", "region", "offset", "unit"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="reminderrule_in_days_or_hours",
                condition=Q(unit__in=[LimitUnit.CALENDAR_DAYS, LimitUnit.WORKING_DAYS, LimitUnit.HOURS]),
            ),
            models.CheckConstraint(name="reminderrule_is_no_assignment", condition=~Q(stage=Stage.ASSIGNED)),
        ]

    def __str__(self):
        return f"{self.get_stage_display()} {self.offset:+d} {self.get_unit_display()}"
