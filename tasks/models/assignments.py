"""That an agency has received its part in a task, and who in it does it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership, Section
from kernel.models import RegionPathField
from tasks.models.plans import Task
from tasks.querysets import OwnQuerySet


class Assignment(models.Model):
    """Of an agency's part in a task: the section it lies with, who handles it, and who stands in for him.

    What is empty is nobody's yet. It names task and agency, not the part: a successor assigns anew.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name=_("task"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("agency"))
    region_path = RegionPathField()  # the agency's
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("section")
    )
    handler = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handler")
    )
    deputy = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(name="assignment_once", fields=["agency", "task"]),
            models.CheckConstraint(
                name="assignment_deputy_is_another", condition=Q(deputy__isnull=True) | ~Q(deputy=F("handler"))
            ),
        ]

    def __str__(self):
        return f"{self.agency_id} {self.task_id}"


class Receipt(models.Model):
    """An agency has signed for its part in a task (签收): who, when, under which number (rules 9a).

    Tasks that were signed for together have one number. It names task and agency, not the part: a successor signs anew.
    """

    append_only = True

    task = models.ForeignKey(Task, models.PROTECT, related_name="receipts", verbose_name=_("task"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("agency"))
    region_path = RegionPathField()  # the agency's
    number = models.CharField(_("number of the receipt"), max_length=60)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt of a task")
        verbose_name_plural = _("receipts of tasks")
        constraints = [models.UniqueConstraint(name="receipt_once_a_part", fields=["agency", "task"])]

    def __str__(self):
        return self.number
