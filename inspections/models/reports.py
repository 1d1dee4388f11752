"""The self-inspection of an institution in one round: its answers, their evidence, who signed it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership
from inspections.enums import Outcome, ReportState, ReportVerb, SelfInspectionKind, Trait, Verdict
from inspections.models.checklists import ChecklistItem
from inspections.models.programmes import Round
from inspections.querysets import SelfInspectionQuerySet
from inspections.workflow import HANDED_IN, OPEN, REPORT
from institutions.models import Institution
from kernel.models import Editable, EditableQuerySet, RegionPathField, StoredFile
from obligations.models import Obligation

R = ReportState


def _by(words, **more) -> models.ForeignKey:
    return models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=words, **{"null": True} | more
    )


class SelfInspection(Editable):
    """An institution's self-inspection of one kind and period; opened with its duty by `sql/open.sql`.

    kind, period: of the round.  name, region_path: of the institution's party, kept equal by the database.
    traits: of the institution on the day it was opened: which items of the checklist are asked.
    filled_*: who signed that it is filled in; an answer after that takes the signature back.  submitted_*: the
    principal's.  digest: over everything that was submitted (`digests.py`).  is_late: submitted after its day.
    """

    audited = "changes"  # the job that opens them notes how many
    audit_ignores = ("name", "region_path")

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="reports", db_index=False, verbose_name=_("round of self-inspections")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=SelfInspectionKind)
    period = models.CharField(_("period"), max_length=20)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="self_inspections", db_index=False, verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=120, editable=False)
    region_path = RegionPathField(db_index=False)
    traits = ArrayField(models.CharField(max_length=12, choices=Trait), verbose_name=_("traits"), default=list)
    state = models.CharField(_("state"), max_length=12, choices=R, default=R.PLANNED)
    opened_at = models.DateTimeField(_("opened at"))
    filled_by = _by(_("filled in by"))
    filled_name = models.CharField(_("name of who filled it in"), max_length=60, blank=True)
    filled_at = models.DateTimeField(_("filled in at"), null=True)
    submitted_by = _by(_("submitted by"))
    submitted_name = models.CharField(_("name of the principal who signed"), max_length=60, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    is_late = models.BooleanField(_("submitted late"), default=False)
    number = models.CharField(_("number"), max_length=40, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    reviewed_by = _by(_("reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    covered_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="covers", db_index=False, verbose_name=_("covered by")
    )

    objects = SelfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-inspection")
        verbose_name_plural = _("self-inspections")
        triggers = [REPORT.guard()]
        indexes = [
            models.Index(
                name="selfinspection_of_a_round", fields=["round", "region_path", "id"], include=["state", "is_late"]
            ),
            models.Index(name="selfinspection_open", fields=["round"], condition=Q(state__in=sorted(OPEN))),
        ]
        constraints = [
            models.UniqueConstraint(
                name="selfinspection_once", fields=["institution", "kind", "period"],
                condition=~Q(state=R.CANCELLED),
            ),
            models.UniqueConstraint(
                name="selfinspection_number_once", fields=["number"], condition=~Q(number="")
            ),
            models.CheckConstraint(
                name="selfinspection_signed",
                condition=~Q(state__in=sorted(HANDED_IN))
                | (Q(filled_at__isnull=False, submitted_at__isnull=False) & ~Q(digest="") & ~Q(number="")),
            ),
            models.CheckConstraint(
                name="selfinspection_covered_by_what",
                condition=Q(state=R.COVERED, covered_by__isnull=False)
                | (~Q(state=R.COVERED) & Q(covered_by__isnull=True)),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name} {self.period}"

    def get_absolute_url(self):
        return reverse("inspections:report", kwargs={"public_id": self.public_id})

    @property
    def state_label(self):
        return R(self.state).label

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def duty(self) -> Obligation | None:
        """Of its standing, whatever has become of it."""
        return Obligation.objects.about(self).standing().first()


class Answer(Editable):
    """The answer to one item, shared by all who fill the report in: what counts now.

    explanation: what was found, or why it does not apply.  found_on: since when it is known.  person: who sees to it.
    settled: the last change (its key) up to which people have decided between answers that stood side by side.
    """

    report = models.ForeignKey(
        SelfInspection, models.PROTECT, related_name="answers", db_index=False, verbose_name=_("self-inspection")
    )
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, related_name="+", db_index=False, verbose_name=_("item of a checklist")
    )
    verdict = models.CharField(_("answer"), max_length=14, choices=Verdict, blank=True)
    explanation = models.CharField(_("explanation"), max_length=1000, blank=True)
    found_on = models.DateField(_("found on"), null=True, blank=True)
    person = models.CharField(_("who sees to it"), max_length=60, blank=True)
    by = _by(_("answered by"), null=False)
    at = models.DateTimeField(_("answered at"))
    settled = models.BigIntegerField(_("settled up to"), default=0)

    audited = False  # AnswerChange has every change

    objects = EditableQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(name="answer_once", fields=["report", "item"])]

    def __str__(self):
        return f"{self.item_id} {self.verdict}"


class AnswerChange(models.Model):
    """A change of an answer as it came in, also from a device that was without network; nothing of it ever changes.

    key: made on the device, so that what is sent twice counts once.  base: the version of the answer that was seen
    there (0: none).  device_at: the time by the device's clock.  facts: what was said, as the answer's fields.  One
    whose outcome is “rival” stands beside the answer until somebody settles it.
    """

    append_only = True

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        SelfInspection, models.PROTECT, related_name="changes", verbose_name=_("self-inspection")
    )
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, related_name="+", db_index=False, verbose_name=_("item of a checklist")
    )
    base = models.PositiveIntegerField(_("version seen"))
    facts = models.JSONField(_("facts"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    by = _by(_("by"), null=False)
    at = models.DateTimeField(_("arrived at"))
    device_at = models.DateTimeField(_("time on the device"), null=True)

    class Meta:
        indexes = [models.Index(name="answerchange_rival", fields=["report"], condition=Q(outcome=Outcome.RIVAL))]
        verbose_name = _("change of an answer")
        verbose_name_plural = _("changes of answers")

    def __str__(self):
        return str(self.key)


class Evidence(models.Model):
    """A photo or document with an answer. key: made on the device, so that what is sent twice counts once."""

    key = models.UUIDField(_("key"), primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(
        SelfInspection, models.PROTECT, related_name="evidence", verbose_name=_("self-inspection")
    )
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, related_name="+", db_index=False, verbose_name=_("item of a checklist")
    )
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    by = _by(_("by"), null=False)
    at = models.DateTimeField(_("at"))
    device_at = models.DateTimeField(_("time on the device"), null=True)
    removed_at = models.DateTimeField(_("taken away at"), null=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return self.file.name


class ReportStep(models.Model):
    """Something done to a report after it was opened: its history, shown to people."""

    append_only = True

    report = models.ForeignKey(SelfInspection, models.PROTECT, related_name="steps", verbose_name=_("self-inspection"))
    verb = models.CharField(_("step"), max_length=8, choices=ReportVerb)
    by = _by(_("by"))
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("step of a self-inspection")
        verbose_name_plural = _("steps of self-inspections")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
