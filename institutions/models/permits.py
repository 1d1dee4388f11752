"""What an institution may do beside its licence, and its large equipment."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from institutions.enums import EquipmentKind, PermitKind
from institutions.models.institution import Institution
from institutions.querysets import OfInstitutionQuerySet
from kernel.models import Editable


class Permit(Editable):
    """A special permit: radiology, mother-and-child care, blood, narcotics and the like."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="permits", verbose_name=_("institution"))
    kind = models.CharField(_("kind"), max_length=16, choices=PermitKind)
    number = models.CharField(_("number"), max_length=60)
    issued_by = models.CharField(pgettext_lazy("permit", "issued by"), max_length=100, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("special permit")
        verbose_name_plural = _("special permits")
        constraints = [
            models.UniqueConstraint(name="permit_number_once", fields=["institution", "kind", "number"]),
            models.CheckConstraint(
                name="permit_dates_in_order", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self):
        return reverse("institutions:licence", kwargs={"public_id": self.institution.party.public_id})

    @property
    def region_path(self) -> str:
        return self.institution.region_path


class Equipment(Editable):
    """Large or radiology equipment; `public_id` is in the QR code that is put on it."""

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="equipment", verbose_name=_("institution")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=EquipmentKind)
    name = models.CharField(_("name"), max_length=100)
    model = models.CharField(_("model"), max_length=60, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    room = models.CharField(_("room"), max_length=60, blank=True)
    permit_number = models.CharField(_("number of the permit"), max_length=60, blank=True)
    permit_to = models.DateField(_("permit valid until"), null=True, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        constraints = [
            models.UniqueConstraint(
                name="equipment_serial_once", fields=["institution", "name", "serial"], condition=~Q(serial="")
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("institutions:licence", kwargs={"public_id": self.institution.party.public_id})

    def get_public_url(self):
        """Where its code leads."""
        return reverse("open_register:equipment", kwargs={"public_id": self.public_id})

    @property
    def region_path(self) -> str:
        return self.institution.region_path
