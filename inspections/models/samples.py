"""Which of the reports that were handed in are looked at more closely: drawn by chance, so that it can be repeated."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Region
from inspections.enums import SelfInspectionKind
from inspections.models.reports import SelfInspection
from inspections.querysets import SampleQuerySet
from kernel.models import RegionPathField


class Sample(models.Model):
    """A draw among the reports of an occasion that waited for review then.

    pool: the keys of all that could be drawn.  seed: with it and the pool the draw comes out the same again
    (`digests.drawn`).
    """

    append_only = True

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField()
    kind = models.CharField(_("kind"), max_length=8, choices=SelfInspectionKind)
    period = models.CharField(_("period"), max_length=20)
    title = models.CharField(_("title"), max_length=100)
    pool = ArrayField(models.BigIntegerField(), verbose_name=_("drawn from"))
    pool_size = models.PositiveIntegerField(_("reports drawn from"))
    size = models.PositiveIntegerField(_("reports drawn"))
    seed = models.CharField(_("seed"), max_length=32)
    drawn_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn at"))

    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample of self-inspections")
        verbose_name_plural = _("samples of self-inspections")
        constraints = [
            models.CheckConstraint(
                name="sample_out_of_its_pool", condition=Q(size__gte=1, size__lte=models.F("pool_size"))
            )
        ]

    def __str__(self):
        return f"{self.title} {self.drawn_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("inspections:sample", kwargs={"pk": self.pk})


class SampledReport(models.Model):
    """A report of a sample, in the order of the draw."""

    append_only = True

    sample = models.ForeignKey(
        Sample, models.PROTECT, related_name="drawn", db_index=False, verbose_name=_("sample of self-inspections")
    )
    report = models.ForeignKey(
        SelfInspection, models.PROTECT, related_name="drawn_in", verbose_name=_("self-inspection")
    )
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("report of a sample")
        verbose_name_plural = _("reports of samples")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="sampledreport_once", fields=["sample", "report"])]

    def __str__(self):
        return f"{self.sample_id} {self.position}"
