"""The end of an agency's part in a task: closed for good, and perhaps reopened."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership
from kernel.models import Editable, RegionPathField
from obligations.models import Obligation
from tasks.enums import ClosingState, ClosingVerb, TaskRole
from tasks.kinds import REPORT
from tasks.models.plans import Responsibility, Task
from tasks.querysets import ClosingQuerySet
from tasks.workflow import CLOSING


class Closing(Editable):
    """That an agency has done its part of a task, as it says in a summary; whoever watches over it confirms.

    part: whose agency may have changed since; empty when two parts became one.  agency: who closed it.
    """

    part = models.OneToOneField(
        Responsibility, models.SET_NULL, null=True, related_name="closing", verbose_name=_("part")
    )
    task = models.ForeignKey(Task, models.PROTECT, related_name="closings", verbose_name=_("task"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=16, choices=TaskRole)
    region_path = RegionPathField()  # the task's
    state = models.CharField(_("state"), max_length=10, choices=ClosingState, default=ClosingState.SUBMITTED)
    summary = models.TextField(_("summary"))
    submitted_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing of a part")
        verbose_name_plural = _("closings of parts")
        triggers = [CLOSING.guard()]
        constraints = [models.CheckConstraint(name="closing_has_summary", condition=~Q(summary=""))]

    def __str__(self):
        return str(self.task)

    def get_absolute_url(self):
        return reverse("tasks:closing", kwargs={"pk": self.pk})

    def watcher_id(self) -> int | None:
        """The unit that watches over what the agency reports of the task: over the latest of those duties."""
        duties = Obligation.objects.about(self.task).filter(
            kind=REPORT.key, bearer__in={self.bearer_id, self.agency_id}
        )
        return duties.order_by("-due_on", "-pk").values_list("supervisor", flat=True).first()

    @property
    def bearer_id(self) -> int:
        """Whose part it is by now. Needs part selected."""
        return self.part.agency_id if self.part and self.part.agency_id else self.agency_id


class ClosingStep(models.Model):
    """Something done to a closing: its history. text: the summary, or the reason."""

    append_only = True

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="steps", verbose_name=_("closing of a part"))
    verb = models.CharField(_("step"), max_length=10, choices=ClosingVerb)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by"))
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("step of a closing")
        verbose_name_plural = _("steps of closings")

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
