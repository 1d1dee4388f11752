"""Who in an agency does its part in a task."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership, Section
from kernel.models import RegionPathField
from tasks.models.plans import Task
from tasks.querysets import AssignmentQuerySet


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

    objects = AssignmentQuerySet.as_manager()

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
