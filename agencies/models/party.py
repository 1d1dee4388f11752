"""Party: what owes a duty, and what an event happens to."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from agencies.enums import PartyKind
from agencies.models.region import Region
from agencies.querysets import PartyQuerySet
from kernel.models import Editable, RegionPathField


class Party(Editable):
    """What an agency, an institution, a practitioner, another person and another place have in common.

    name_pieces: each two neighbouring signs of the name, kept by the database; `Party.objects.named()` asks them.
    """

    audit_ignores = ("name_pieces",)
    audit_inserts_when = "NEW.kind <> 'institution'"  # who adds those notes it, one by one or as a batch

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=PartyKind)
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="parties", verbose_name=_("region"))
    region_path = RegionPathField()  # the region's, copied when the row is made
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    name_pieces = models.GeneratedField(
        verbose_name=_("pieces of the name"),
        expression=Func("name", function="agencies_name_pieces"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                name="party_dates_in_order", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.UniqueConstraint(  # what tables above copy of a party follows it by a foreign key over these
                name="party_key_place_and_name", fields=["id", "region_path", "name"]
            ),
            models.CheckConstraint(name="party_not_its_own_successor", condition=~Q(successor=F("pk"))),
        ]
        indexes = [GinIndex(name="party_name_pieces", fields=["name_pieces"])]

    def __str__(self):
        return self.name
