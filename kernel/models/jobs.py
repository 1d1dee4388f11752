"""Long work: one row a piece of work, with its progress, for the person who started it."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models.base import RegionPathField
from kernel.models.files import StoredFile
from kernel.workflow import Transition, Workflow


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "cancelled")


OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})
JOB = Workflow(
    Transition(
        "start", sources=frozenset({JobState.QUEUED}), target=JobState.RUNNING, perm="kernel.run_job",
        label=pgettext_lazy("action", "start"),
    ),
    Transition(
        "finish", sources=frozenset({JobState.RUNNING}), target=JobState.DONE, perm="kernel.run_job",
        label=pgettext_lazy("action", "finish"),
    ),
    Transition(
        "fail", sources=OPEN, target=JobState.FAILED, perm="kernel.run_job", label=pgettext_lazy("action", "fail"),
    ),
    Transition(
        "cancel", sources=OPEN, target=JobState.CANCELLED, perm="kernel.cancel_job",
        label=pgettext_lazy("action", "cancel"),
    ),
)  # fmt: skip


class JobQuerySet(models.QuerySet):
    def visible_to(self, by):
        """What the acting person has started, acting for this unit."""
        return self.filter(membership=by.pk)

    def open(self):
        return self.filter(state__in=OPEN)

    def stuck(self, *, queued_before, silent_since):
        """Open jobs that wait since `queued_before`, or run without a sign of life since `silent_since`."""
        waiting = Q(state=JobState.QUEUED, alive_at__lt=queued_before)
        return self.filter(waiting | Q(state=JobState.RUNNING, alive_at__lt=silent_since))

    def lost(self, *, begun_before, queued_before):
        """Open jobs that no worker will finish any more."""
        waiting = Q(state=JobState.QUEUED, created_at__lt=queued_before)
        return self.filter(waiting | Q(state=JobState.RUNNING, started_at__lt=begun_before))


class Job(models.Model):
    """A piece of long work: an import, an export, a draw.

    arguments: what the job's function was asked for, as JSON.  key: equal work of one membership is not started twice
    while it is open.  alive_at: the last sign of life, or when it was last handed to a worker.  attempts: how often a
    worker began it; only the latest one may report.
    """

    audited = False  # its progress changes every second; start, end and cancel are noted (kernel.services.jobs)

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("user"))
    membership = models.ForeignKey(settings.ACTING_MODEL, models.PROTECT, related_name="+", verbose_name=_("unit"))
    region_path = RegionPathField()
    language = models.CharField(_("language"), max_length=10)
    arguments = models.JSONField(_("arguments"), default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(_("key"), max_length=64)
    state = models.CharField(_("state"), max_length=12, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    message = models.TextField(_("message"), blank=True)
    result = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+", verbose_name=_("result"))
    created_at = models.DateTimeField(_("created at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    alive_at = models.DateTimeField(_("last sign of life"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        triggers = [JOB.guard()]
        indexes = [
            models.Index(fields=["membership", "-created_at"], name="job_of_a_membership"),
            models.Index(fields=["alive_at"], name="job_open", condition=Q(state__in=["queued", "running"])),
        ]
        constraints = [
            models.UniqueConstraint(
                name="job_once_while_open", fields=["key"], condition=Q(state__in=["queued", "running"])
            ),
            models.CheckConstraint(
                name="job_ended_has_time",
                condition=Q(state__in=["queued", "running"]) | Q(finished_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("kernel:job", kwargs={"public_id": self.public_id})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
