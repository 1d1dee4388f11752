"""Documents that were read, on the way to plans, and what was decided about them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Region
from kernel.models import Editable, RegionPathField, StoredFile
from tasks.deciding import Work, begin
from tasks.enums import DraftState
from tasks.models.plans import Plan
from tasks.querysets import PlanDraftQuerySet
from tasks.workflow import DRAFT


class PlanDraft(Editable):
    """What the importer read from a document, and what people have decided about it, until a plan is made of it.

    Accepted, it is a version of its plan: the document, the reading and the decisions stay.
    reading: as `import_plan --json` prints it.  work: the reading after all decisions (`tasks.deciding`).
    text: what the reading's places point into.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField()
    source = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("source document"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)  # the source's: the same file twice is the same draft
    text = models.TextField(_("text of the document"), blank=True)
    reading = models.JSONField(_("reading"))
    work = models.JSONField(_("work"), default=dict)
    state = models.CharField(_("state"), max_length=16, choices=DraftState, default=DraftState.OPEN)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="drafts", verbose_name=_("plan"))
    created_at = models.DateTimeField(_("created at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True)

    audit_ignores = ("work",)  # the decisions are its record

    objects = PlanDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan draft")
        verbose_name_plural = _("plan drafts")
        triggers = [DRAFT.guard()]
        constraints = [
            models.UniqueConstraint(
                name="plandraft_once_per_file", fields=["region", "sha256"], condition=Q(state=DraftState.OPEN)
            ),
            models.CheckConstraint(
                name="plandraft_accepted_has_plan", condition=~Q(state=DraftState.ACCEPTED) | Q(plan__isnull=False)
            ),
        ]

    def __str__(self):
        return str(self.decided.document.get("title") or self.source)

    def get_absolute_url(self):
        return reverse("tasks:draft", kwargs={"pk": self.pk})

    @property
    def decided(self) -> Work:
        """The work as it stands; a draft of before there were decisions is as it was read."""
        return Work(self.work or begin(self.reading))


class DraftDecision(models.Model):
    """One decision about a draft. "undo" takes back the one of the number it names; nothing is ever struck out."""

    append_only = True

    draft = models.ForeignKey(PlanDraft, models.PROTECT, related_name="decisions", verbose_name=_("plan draft"))
    number = models.PositiveIntegerField(_("number"))
    verb = models.CharField(_("decision"), max_length=20)
    facts = models.JSONField(_("facts"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(  # empty: whoever runs commands on the server
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("decision about a draft")
        verbose_name_plural = _("decisions about drafts")
        constraints = [models.UniqueConstraint(name="draftdecision_number_once", fields=["draft", "number"])]

    def __str__(self):
        return f"{self.draft_id} / {self.number} {self.verb}"
