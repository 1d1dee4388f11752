"""Filters of a list that a person keeps under a name."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, by):
        """What the acting person keeps, acting for this unit."""
        return self.filter(membership=by.pk)

    def of(self, page: str):
        return self.filter(page=page).order_by("name")


class SavedView(models.Model):
    """page: the name of the list's address.  query: its filters, as they stand in the address."""

    audited = False  # a bookmark: it says nothing about the field

    membership = models.ForeignKey(settings.ACTING_MODEL, models.CASCADE, related_name="+", verbose_name=_("unit"))
    page = models.CharField(_("page"), max_length=60)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filter"), max_length=1000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(name="saved_view_name_once", fields=["membership", "page", "name"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        address = reverse(self.page)
        return f"{address}?{self.query}" if self.query else address
