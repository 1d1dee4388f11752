"""The region tree: its own path is the territory; official division codes are dated attributes (rules 2.4)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.enums import CodeScheme, RegionKind
from agencies.querysets import DatedQuerySet, RegionQuerySet
from kernel.models import Editable

STEP = 4  # characters of the path a level


class Region(Editable):
    """A place in the tree. `path` is the parent's path and four digits more, given once and never changed."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("region above")
    )
    path = models.CharField(_("region path"), max_length=32, unique=True, db_collation="C", editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=RegionKind)
    name = models.CharField(_("name"), max_length=60)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(name="region_path_in_steps", condition=Q(path__regex=r"^(\d{4})+$")),
            models.CheckConstraint(
                name="region_dates_in_order", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.UniqueConstraint(
                name="region_name_once_under_parent", fields=["parent", "name", "valid_from"], nulls_distinct=False
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def region_path(self) -> str:
        return self.path

    @property
    def depth(self) -> int:
        return len(self.path) // STEP


class RegionCode(models.Model):
    """A line of an official list about a region: its code and its name, from and until when.

    Codes and names change while the place in the tree stays: the region keeps its row and gets another line.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="codes", verbose_name=_("region"))
    scheme = models.CharField(_("scheme"), max_length=8, choices=CodeScheme, default=CodeScheme.CIVIL_AFFAIRS)
    code = models.CharField(_("division code"), max_length=12)
    name = models.CharField(_("name in the list"), max_length=60)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("division code")
        verbose_name_plural = _("division codes")
        constraints = [
            models.CheckConstraint(name="regioncode_is_digits", condition=Q(code__regex=r"^\d{6}(\d{3}){0,2}$")),
            models.UniqueConstraint(
                name="regioncode_once", fields=["scheme", "code", "valid_from"], nulls_distinct=False
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def region_path(self) -> str:
        return self.region.path
