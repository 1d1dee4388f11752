"""What the agencies report of their tasks, period by period, and what was done to it."""

from django.contrib.postgres.functions import RandomUUID
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership
from kernel.models import Editable, RegionPathField, StoredFile
from obligations.models import Obligation
from tasks.enums import EntryState, EntryVerb, TaskRole, Work
from tasks.models.plans import Task
from tasks.querysets import ProgressEntryQuerySet
from tasks.workflow import PROGRESS

WRITABLE = sorted(PROGRESS["submit"].sources)


class ProgressEntry(Editable):
    """What an agency reports of its part in a task for one period; the duty `tasks.report` of the ledger asks for it.

    It names the task and not the part, so that what was reported stays with the agency when its part passes on.
    quantity: in the unit of the task's goal.  percent: how much is done, as the agency sees it.
    needs, needs_from: of work in difficulty, what has to be coordinated, and by whom.
    handled_by: who submitted it last.  handed_in_by: who reviewed it for the unit, or entered it on its behalf
    (is_on_behalf: the unit has answered on paper, whose scan is among the files).
    """

    public_id = models.UUIDField(_("public id"), unique=True, db_default=RandomUUID(), editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="entries", verbose_name=_("task"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="entries", db_index=False, verbose_name=_("agency"))
    role = models.CharField(_("role"), max_length=16, choices=TaskRole)
    period = models.CharField(_("period"), max_length=10)  # "2026Q4", "2026-11"
    region_path = RegionPathField()  # the task's
    state = models.CharField(_("state"), max_length=10, choices=EntryState, default=EntryState.DRAFT)
    work = models.CharField(_("state of the work"), max_length=10, choices=Work, default=Work.NORMAL)
    text = models.TextField(_("progress"), blank=True)
    needs = models.CharField(_("to be coordinated"), max_length=500, blank=True)
    needs_from = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("by whom")
    )
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2, null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent done"), null=True, blank=True)
    is_on_behalf = models.BooleanField(_("entered on behalf of the unit"), default=False)
    handled_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    handed_in_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("handed in by")
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True)
    confirmed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    return_reason = models.CharField(_("reason of the return"), max_length=300, blank=True)

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        triggers = [PROGRESS.guard()]
        constraints = [
            models.UniqueConstraint(name="progressentry_once_a_period", fields=["task", "agency", "period"]),
            models.CheckConstraint(
                name="progressentry_percent_in_range", condition=Q(percent__isnull=True) | Q(percent__range=(0, 100))
            ),
            models.CheckConstraint(
                name="progressentry_difficulty_says_what",
                condition=Q(state__in=WRITABLE) | ~Q(work=Work.DIFFICULT) | ~Q(needs=""),
            ),
            models.CheckConstraint(
                name="progressentry_handed_in_has_who",
                condition=~Q(state__in=[EntryState.HANDED_IN, EntryState.ACCEPTED, EntryState.CONFIRMED])
                | Q(handed_in_by__isnull=False, handed_in_at__isnull=False),
            ),
            models.CheckConstraint(
                name="progressentry_confirmed_has_who",
                condition=~Q(state=EntryState.CONFIRMED) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="progressentry_of_agency", fields=["agency", "state", "period", "id"])]

    def __str__(self):
        return f"{self.task_id} {self.period}"

    def get_absolute_url(self):
        return reverse("tasks:entry", kwargs={"public_id": self.public_id})

    def is_watched_by(self, party_id: int) -> bool:
        """Whether that unit watches over the duty to report it."""
        duties = Obligation.objects.about(self.task).standing()
        return duties.filter(bearer=self.agency_id, period=self.period, supervisor=party_id).exists()


class EntryStep(models.Model):
    """Something done to an entry: its history. content: what it said then, {name of a field: value}, JSON."""

    append_only = True

    entry = models.ForeignKey(ProgressEntry, models.PROTECT, related_name="steps", verbose_name=_("entry"))
    verb = models.CharField(_("step"), max_length=10, choices=EntryVerb)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("step of an entry")
        verbose_name_plural = _("steps of entries")

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


class EntryFile(models.Model):
    """A file that shows what an entry says."""

    entry = models.ForeignKey(ProgressEntry, models.PROTECT, related_name="files", verbose_name=_("entry"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("file of an entry")
        verbose_name_plural = _("files of entries")

    def __str__(self):
        return str(self.file)
