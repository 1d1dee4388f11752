"""What is asked in a self-inspection: checklists in versions, item by item."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from agencies.models import Membership, Region
from inspections.enums import ChecklistState, EvidenceRule, Severity, Trait
from inspections.querysets import ChecklistItemQuerySet, ChecklistQuerySet
from inspections.workflow import CHECKLIST
from kernel.models import Editable, RegionPathField

NEVER_CHANGES = "a published checklist never changes"


class Checklist(Editable):
    """A version of a checklist; once it is published its words stay as they are, and a new version follows it.

    region: empty for the portal's own, which every territory may use or take as a beginning.
    follows: the version before it.  valid_to: the day before the next version holds, once there is one.
    """

    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField(blank=True)
    title = models.CharField(_("title"), max_length=100)
    number = models.PositiveSmallIntegerField(_("version number"), default=1)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="next", verbose_name=_("follows version")
    )
    state = models.CharField(_("state"), max_length=10, choices=ChecklistState, default=ChecklistState.DRAFT)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True)
    published_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), null=True)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            models.CheckConstraint(
                name="checklist_published_from",
                condition=~Q(state=ChecklistState.PUBLISHED) | Q(valid_from__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="checklist_days_in_order", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        triggers = [
            CHECKLIST.guard(),
            pgtrigger.Trigger(
                name="published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=ChecklistState.PUBLISHED),
                func=f"""
                    IF TG_OP = 'DELETE' OR (OLD.title, OLD.number, OLD.region_id, OLD.region_path, OLD.valid_from,
                        OLD.published_at) IS DISTINCT FROM (NEW.title, NEW.number, NEW.region_id, NEW.region_path,
                        NEW.valid_from, NEW.published_at)
                    THEN RAISE EXCEPTION '{NEVER_CHANGES}'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    def get_absolute_url(self):
        return reverse("inspections:checklist", kwargs={"pk": self.pk})

    @property
    def is_draft(self) -> bool:
        return self.state == ChecklistState.DRAFT

    def standing_on(self, day) -> str:
        """ "draft", "coming", "valid" or "ended"."""
        if self.valid_from is None:
            return "draft"
        if day < self.valid_from:
            return "coming"
        return "ended" if self.valid_to and self.valid_to < day else "valid"


class ChecklistItem(models.Model):
    """One point that is looked at.

    code: as it is quoted, unique in its checklist; the same code in the next version is the same point.
    basis: laws and articles.  applies: to institutions of any of these traits; empty: to all.
    active_from, active_to: where the law holds only from a day on, or until one.
    """

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items", verbose_name=_("checklist"))
    position = models.PositiveSmallIntegerField(_("position"))
    heading = models.CharField(_("heading"), max_length=60)
    code = models.CharField(_("code"), max_length=12)
    text = models.CharField(_("text"), max_length=500)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    applies = ArrayField(
        models.CharField(max_length=12, choices=Trait), verbose_name=_("applies to"), default=list, blank=True
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    evidence = models.CharField(_("evidence"), max_length=8, choices=EvidenceRule, default=EvidenceRule.NOT_MET)
    needs_reason = models.BooleanField(_("“not applicable” needs a reason"), default=True)
    active_from = models.DateField(_("active from"), null=True, blank=True)
    active_to = models.DateField(_("active until"), null=True, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of checklists")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="checklistitem_code_once", fields=["checklist", "code"]),
            models.UniqueConstraint(
                name="checklistitem_position_once", fields=["checklist", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="checklistitem_days_in_order",
                condition=Q(active_to__isnull=True)
                | Q(active_from__isnull=True)
                | Q(active_to__gte=F("active_from")),
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="of_published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (SELECT FROM inspections_checklist
                        WHERE id IN (OLD.checklist_id, NEW.checklist_id) AND state = 'published')
                    THEN RAISE EXCEPTION '{NEVER_CHANGES}'; END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.text}"

    @property
    def applies_words(self) -> str:
        words = [str(Trait(one).label) for one in self.applies]
        return pgettext("list", ", ").join(words) or pgettext("applies to", "all")

    def applies_to(self, traits) -> bool:
        return not self.applies or bool(set(self.applies) & set(traits))

    def is_active(self, day) -> bool:
        return (self.active_from is None or self.active_from <= day) and (
            self.active_to is None or day <= self.active_to
        )
