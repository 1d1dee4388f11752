"""The responsibility matrix: plans, their tasks, and who leads and takes part."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency, Region
from kernel.models import Editable, RegionPathField, StoredFile
from tasks.deciding.work import LONGEST_NAME
from tasks.enums import Period, TaskRole
from tasks.querysets import PlanQuerySet, ResponsibilityQuerySet, TaskQuerySet


class Plan(Editable):
    """A published document that says who leads and who takes part in which task.

    period and due_day: how often each responsible agency reports, and by which day of the period's last month
    (rules 9a: by default the 25th, each quarter).  reports_from: the first day of the first period on which they
    report; empty while nobody reports yet.  reports_until: the last day of the last.
    """

    title = models.CharField(_("title"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    issuer = models.CharField(_("issuer"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="plans", verbose_name=_("region"))
    region_path = RegionPathField()
    period = models.CharField(_("reporting period"), max_length=12, choices=Period, default=Period.QUARTER)
    due_day = models.PositiveSmallIntegerField(_("due day"), default=25)
    reports_from = models.DateField(_("reports from"), null=True, blank=True)
    reports_until = models.DateField(_("reports until"), null=True, blank=True)
    source = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("source document")
    )
    created_at = models.DateTimeField(_("created at"))

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(name="plan_due_day_of_a_month", condition=Q(due_day__range=(1, 31))),
            models.CheckConstraint(
                name="plan_reports_in_order",
                condition=Q(reports_until__isnull=True) | Q(reports_until__gte=F("reports_from")),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('tasks:matrix')}?plan={self.pk}"

    def reports_on(self, day: date) -> bool:
        """Whether its agencies report on a day; `Plan.objects.reporting` asks the same of many."""
        has_begun = self.reports_from is not None and self.reports_from <= day
        return has_begun and (self.reports_until is None or day <= self.reports_until)


class Task(Editable):
    """One line of a plan, as it was published.

    period, due_day: where it reports otherwise than its plan.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name=_("plan"))
    region_path = RegionPathField()  # the plan's
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.CharField(pgettext_lazy("plan", "section"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    leads_separately = models.BooleanField(_("each lead answers for its own part"), default=False)  # 分别负责
    source_line = models.PositiveIntegerField(_("line in the source"), null=True)
    period = models.CharField(_("own reporting period"), max_length=12, choices=Period, blank=True)
    due_day = models.PositiveSmallIntegerField(_("own due day"), null=True, blank=True)
    dropped_on = models.DateField(_("no longer in the plan since"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(
                name="task_position_once_in_plan", fields=["plan", "position"], condition=Q(dropped_on=None)
            ),
            models.CheckConstraint(
                name="task_due_day_of_a_month", condition=Q(due_day__isnull=True) | Q(due_day__range=(1, 31))
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("tasks:task", kwargs={"pk": self.pk})

    def is_led_by(self, party_id: int) -> bool:
        return self.responsibilities.filter(agency=party_id, role=TaskRole.LEAD).exists()

    @property
    def leads(self) -> list["Responsibility"]:
        """Needs `with_parts()`, as `participants` does."""
        return [part for part in self.responsibilities.all() if part.role == TaskRole.LEAD]

    @property
    def participants(self) -> list["Responsibility"]:
        return [part for part in self.responsibilities.all() if part.role == TaskRole.PARTICIPANT]


class Responsibility(models.Model):
    """An agency's part in a task, which may have several leads.

    agency is empty for a collective ("市级相关部门") until someone confirms its members, and for a name that could not
    be resolved: printed_name always holds the plan's own words.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="responsibilities", verbose_name=_("task"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name=_("agency")
    )
    role = models.CharField(_("role"), max_length=16, choices=TaskRole)
    printed_name = models.CharField(_("name as printed"), max_length=LONGEST_NAME)
    is_collective = models.BooleanField(_("collective"), default=False)
    position = models.PositiveSmallIntegerField(_("position"))
    closed_on = models.DateField(_("closed for good on"), null=True, blank=True)  # no further report is owed

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(name="responsibility_once", fields=["task", "agency"]),
            models.UniqueConstraint(name="responsibility_position_once", fields=["task", "role", "position"]),
        ]

    def __str__(self):
        return self.printed_name

    @property
    def name(self) -> str:
        """The agency's name; as printed where nobody has confirmed whom it means. Needs agency__party selected."""
        return self.agency.party.name if self.agency else self.printed_name

    @property
    def is_open(self) -> bool:
        """The printed name could not be resolved: a person has to say whom it means."""
        return self.agency_id is None and not self.is_collective

    def print_also(self, name: str) -> None:
        """Another name under which the plan prints the agency in this task, as a list would have both."""
        both = f"{self.printed_name}、{name}"
        if len(both) <= LONGEST_NAME and name not in self.printed_name.split("、"):
            self.printed_name = both

    @property
    def region_path(self) -> str:
        return self.task.region_path
