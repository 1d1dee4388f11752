"""Agencies as they are printed, with their inner sections and what follows them."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.enums import AgencyKind
from agencies.models.party import Party
from agencies.models.region import Region
from agencies.querysets import AgencyQuerySet
from kernel.models import Editable


class Agency(Editable):
    """A department that takes part in the joint supervision; shares the key of its Party, which has name and region."""

    party = models.OneToOneField(
        Party, models.PROTECT, primary_key=True, related_name="agency", verbose_name=_("party")
    )
    short_name = models.CharField(_("short name"), max_length=30, help_text=_("As a heading of the matrix."))
    kind = models.CharField(_("competence"), max_length=4, choices=AgencyKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name=_("superior agency")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1000, help_text=_("Order in the matrix."))
    group = models.OneToOneField(
        Group, models.PROTECT, related_name="agency", editable=False, verbose_name=_("group of rights")
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("agencies:agency", kwargs={"public_id": self.party.public_id})

    @property
    def region_path(self) -> str:
        return self.party.region_path


class AgencyAlias(models.Model):
    """Another printed form of an agency's name, used in the territory of `region` (empty: wherever the agency acts)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="aliases", verbose_name=_("agency"))
    name = models.CharField(_("name as printed"), max_length=100)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name=_("used in"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [models.UniqueConstraint(name="agencyalias_once", fields=["agency", "name"])]

    def __str__(self):
        return self.name

    @property
    def region_path(self) -> str:
        return self.agency.region_path


class Section(models.Model):
    """An inner section (科室) of an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sections", verbose_name=_("agency"))
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [models.UniqueConstraint(name="section_once_in_agency", fields=["agency", "name"])]

    def __str__(self):
        return self.name

    @property
    def region_path(self) -> str:
        return self.agency.region_path


class HandOver(models.Model):
    """A recorded hand-over of open duties from an agency to its successor (rules 9a, agency succession).

    on: the taker's first day.  what: {"tasks.responsibility": [keys of the rows that passed], …}
    """

    giver = models.ForeignKey(Agency, models.PROTECT, related_name="hand_overs_given", verbose_name=_("giver"))
    taker = models.ForeignKey(Agency, models.PROTECT, related_name="hand_overs_taken", verbose_name=_("taker"))
    on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded at"))
    what = models.JSONField(_("what passed"), default=dict)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [models.CheckConstraint(name="handover_to_another", condition=~Q(giver=F("taker")))]

    def __str__(self):
        return f"{self.giver} → {self.taker}"
