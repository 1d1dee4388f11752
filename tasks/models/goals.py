"""What a task is to reach: milestones, and what comes again and again; and the phases of a plan."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership
from kernel.models import Editable, RegionPathField, StoredFile
from obligations.models import Obligation
from tasks.enums import GoalVerb, ReachState
from tasks.models.plans import Plan, Task
from tasks.periods import LONGEST_PERIOD, MOST_TIMES
from tasks.querysets import OccurrenceQuerySet, OfTaskQuerySet, PhaseQuerySet, ReachQuerySet
from tasks.workflow import REACH


def duties_of_deed(goal: "Milestone | Recurrence", duty: Obligation) -> list[Obligation]:
    """Which duties what was done for `duty` counts for: its own; where the leads answer together, those of all leads
    that the same unit watches over, for it alone judges what was done."""
    duties = Obligation.objects.select_related("supervisor", "bearer")
    if goal.task.leads_separately:
        return [duties.get(pk=duty.pk)]
    together = duties.about(goal).standing().filter(period=duty.period, supervisor=duty.supervisor_id)
    return list(together.order_by("pk"))


class Phase(Editable):
    """A stretch of a plan: "implementation, August to mid-October". Milestones lie in it by their day.

    starts_on: empty where the plan says only until when.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="phases", verbose_name=_("plan"))
    region_path = RegionPathField()  # the plan's
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"))

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(name="phase_once_in_plan", fields=["plan", "title", "ends_on"]),
            models.CheckConstraint(
                name="phase_in_order", condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("ends_on"))
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:plan_goals", kwargs={"pk": self.plan_id})

    def holds(self, day) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and day <= self.ends_on


class Milestone(Editable):
    """What a task has to have reached by a day: each lead owes it, together unless each answers for its own part.

    quantity, unit: how much, where it can be counted.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="milestones", verbose_name=_("task"))
    region_path = RegionPathField()  # the task's
    title = models.CharField(_("title"), max_length=200)
    due_on = models.DateField(_("due on"))
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit of the quantity"), max_length=20, blank=True)
    is_dropped = models.BooleanField(_("dropped"), default=False)

    objects = OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.UniqueConstraint(
                name="milestone_once_in_task", fields=["task", "title", "due_on"], condition=Q(is_dropped=False)
            ),
            models.CheckConstraint(
                name="milestone_unit_has_quantity", condition=Q(unit="") | Q(quantity__isnull=False)
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:milestone", kwargs={"pk": self.pk})


class Reach(Editable):
    """That a milestone was reached, as a lead reports it; whoever watches over the duty confirms it or sends it back.

    duty: which asks for it, whoever bears it by now.  agency: who reported it.
    """

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="reaches", verbose_name=_("milestone"))
    duty = models.OneToOneField(Obligation, models.PROTECT, related_name="+", verbose_name=_("duty"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    region_path = RegionPathField()  # the task's
    state = models.CharField(_("state"), max_length=10, choices=ReachState, default=ReachState.SUBMITTED)
    reached_on = models.DateField(_("reached on"))
    quantity = models.DecimalField(_("quantity reached"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    reported_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"))
    judged_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("judged by")
    )
    judged_at = models.DateTimeField(_("judged at"), null=True)
    return_reason = models.CharField(_("reason of the return"), max_length=300, blank=True)

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a milestone")
        verbose_name_plural = _("reports of milestones")
        triggers = [REACH.guard()]
        constraints = [
            models.CheckConstraint(
                name="reach_judged_has_who",
                condition=Q(state=ReachState.SUBMITTED) | Q(judged_by__isnull=False, judged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reach_returned_says_why", condition=~Q(state=ReachState.RETURNED) | ~Q(return_reason="")
            ),
        ]

    def __str__(self):
        return str(self.milestone)

    def get_absolute_url(self):
        return self.milestone.get_absolute_url()

    def duties(self) -> list[Obligation]:
        return duties_of_deed(self.milestone, self.duty)


class MilestoneStep(models.Model):
    """Something done to a milestone: its history. basis: the document on which a change of its day rests."""

    append_only = True

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="steps", verbose_name=_("milestone"))
    verb = models.CharField(_("step"), max_length=10, choices=GoalVerb)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    before = models.CharField(_("before"), max_length=300, blank=True)
    after = models.CharField(_("after"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("step of a milestone")
        verbose_name_plural = _("steps of milestones")

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


class Recurrence(Editable):
    """What a task asks for again and again: at least so many times in each period of so many months.

    starts_on: a day of the first period; periods of several years are counted from its year.  ends_on: after which
    nothing is asked any more.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="recurrences", verbose_name=_("task"))
    region_path = RegionPathField()  # the task's
    title = models.CharField(_("title"), max_length=200)
    months = models.PositiveSmallIntegerField(_("months of a period"))
    at_least = models.PositiveSmallIntegerField(_("at least, times"), default=1)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=300, blank=True)

    objects = OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurrence")
        verbose_name_plural = _("recurrences")
        constraints = [
            models.CheckConstraint(name="recurrence_months_in_range", condition=Q(months__range=(1, LONGEST_PERIOD))),
            models.CheckConstraint(
                name="recurrence_period_has_key", condition=Q(months__lt=100) | Q(months__in=(108, 120))
            ),
            models.CheckConstraint(name="recurrence_at_least_once", condition=Q(at_least__range=(1, MOST_TIMES))),
            models.CheckConstraint(
                name="recurrence_in_order", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                name="recurrence_once_in_task", fields=["task", "title", "months"], condition=Q(ends_on=None)
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:recurrence", kwargs={"pk": self.pk})


class Occurrence(Editable):
    """One time that a recurrence was done; it counts for the period of its duty, also where it was made up for later.

    struck: whoever watches over the duty does not let it count, and says why.
    """

    recurrence = models.ForeignKey(Recurrence, models.PROTECT, related_name="occurrences", verbose_name=_("recurrence"))
    duty = models.ForeignKey(Obligation, models.PROTECT, related_name="+", verbose_name=_("duty"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    region_path = RegionPathField()  # the task's
    period = models.CharField(_("period"), max_length=10)
    done_on = models.DateField(_("done on"))
    text = models.CharField(_("what was done"), max_length=1000)
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    struck_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("struck out by")
    )
    struck_at = models.DateTimeField(_("struck out at"), null=True)
    struck_reason = models.CharField(_("why it does not count"), max_length=300, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        constraints = [
            models.CheckConstraint(
                name="occurrence_struck_says_why",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
            ),
        ]
        indexes = [models.Index(name="occurrence_of_period", fields=["recurrence", "period", "id"])]

    def __str__(self):
        return f"{self.recurrence} {self.done_on}"

    def get_absolute_url(self):
        return self.recurrence.get_absolute_url()

    def duties(self) -> list[Obligation]:
        return duties_of_deed(self.recurrence, self.duty)


class GoalFile(models.Model):
    """A file that shows that a milestone was reached, or that something was done once more."""

    reach = models.ForeignKey(
        Reach, models.PROTECT, null=True, related_name="files", verbose_name=_("report of a milestone")
    )
    occurrence = models.ForeignKey(
        Occurrence, models.PROTECT, null=True, related_name="files", verbose_name=_("occurrence")
    )
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("file of a goal")
        verbose_name_plural = _("files of goals")
        constraints = [
            models.CheckConstraint(
                name="goalfile_of_one", condition=Q(reach__isnull=True) ^ Q(occurrence__isnull=True)
            ),
        ]

    def __str__(self):
        return str(self.file)
