"""What else is supervised: schools, waterworks, public places, practice without a licence, persons."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Party
from institutions.enums import SupervisedKind
from institutions.querysets import SupervisedObjectQuerySet
from kernel.models import Editable, RegionPathField


class SupervisedObject(Editable):
    """Something supervised that is no medical institution: few facts, so that events and checks have a subject.

    name, region_path: the party's, kept equal by the database, as an institution's.  ended_on: its last day.
    """

    audit_ignores = ("name", "region_path")

    party = models.OneToOneField(
        Party, models.PROTECT, primary_key=True, related_name="supervised_object", verbose_name=_("party"),
        db_constraint=False,  # a foreign key over key, place and name stands in the migration
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120, editable=False)
    region_path = RegionPathField(db_index=False)
    kind = models.CharField(_("kind"), max_length=16, choices=SupervisedKind)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True, db_collation="C")
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = SupervisedObjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervised object")
        verbose_name_plural = _("supervised objects")
        indexes = [models.Index(fields=["region_path", "party"], name="object_of_a_territory")]
        constraints = [
            models.UniqueConstraint(name="object_uscc_once", fields=["uscc"], condition=~Q(uscc="")),
            models.UniqueConstraint(  # people have namesakes
                name="object_name_once", fields=["region_path", "kind", "name"],
                condition=Q(ended_on__isnull=True) & ~Q(kind=SupervisedKind.PERSON),
            ),
            models.CheckConstraint(
                name="object_person_has_no_uscc", condition=~Q(kind=SupervisedKind.PERSON) | Q(uscc="")
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("institutions:object", kwargs={"public_id": self.party.public_id})

    @property
    def kind_label(self):
        return SupervisedKind(self.kind).label
