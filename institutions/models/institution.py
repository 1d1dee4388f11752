"""The register: medical institutions as they are licensed or filed (rules 2)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Party
from institutions.enums import Category, ClassGrade, InstitutionState, Level, LicenceType, Ownership, ProfitClass
from institutions.querysets import InstitutionQuerySet
from institutions.workflow import INSTITUTION
from kernel.models import Editable, RegionPathField


class Institution(Editable):
    """A medical institution; shares the key of its Party, which has name and region.

    name, region_path: the party's, kept equal by the database (a foreign key that cascades), so that a list or search
    of a million reads one table.  pieces: each two neighbouring signs of name and address.  uscc: unified social credit
    code; reg_code: institution registration code (登记号): each names one institution.
    subjects: registered clinical subjects as printed.  owner: who runs it (办医主体), where that is known.
    """

    audited = "changes"  # who adds one notes it (services), one by one or as a batch
    audit_ignores = ("name", "region_path", "pieces")

    party = models.OneToOneField(
        Party, models.PROTECT, primary_key=True, related_name="institution", verbose_name=_("party"),
        db_constraint=False,  # a foreign key over key, place and name stands in the migration
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120, editable=False)
    region_path = RegionPathField(db_index=False)
    category = models.CharField(_("category"), max_length=24, choices=Category)
    state = models.CharField(_("state"), max_length=10, choices=InstitutionState, default=InstitutionState.PRACTISING)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True, db_collation="C")
    reg_code = models.CharField(_("registration code"), max_length=22, blank=True, db_collation="C")
    ownership = models.CharField(_("ownership"), max_length=20, choices=Ownership, blank=True)
    profit_class = models.CharField(_("profit class"), max_length=10, choices=ProfitClass, blank=True)
    level = models.CharField(pgettext_lazy("institution", "level"), max_length=1, choices=Level, blank=True)
    class_grade = models.CharField(_("class"), max_length=8, choices=ClassGrade, blank=True)
    beds = models.PositiveIntegerField(_("beds"), default=0)
    subjects = ArrayField(
        models.CharField(max_length=60), verbose_name=_("clinical subjects"), default=list, blank=True
    )
    principal = models.CharField(_("principal"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="run_institutions", verbose_name=_("run by")
    )
    licence_type = models.CharField(
        _("kind of licence"), max_length=12, choices=LicenceType, default=LicenceType.LICENCE
    )
    licence_number = models.CharField(_("number of the licence"), max_length=40, blank=True)
    licence_from = models.DateField(_("licence valid from"), null=True, blank=True)
    licence_to = models.DateField(_("licence valid until"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    pieces = models.GeneratedField(
        verbose_name=_("pieces of name and address"),
        expression=Func(Concat("name", Value("|"), "address"), function="agencies_name_pieces"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        indexes = [
            models.Index(fields=["region_path", "party"], name="institution_of_a_territory"),
            models.Index(fields=["category", "region_path", "party"], name="institution_of_a_category"),
            models.Index(fields=["licence_to"], name="institution_licence_ends"),
            GinIndex(fields=["pieces"], name="institution_pieces"),
            GinIndex(fields=["subjects"], name="institution_subjects"),
        ]
        triggers = [INSTITUTION.guard()]
        constraints = [
            models.UniqueConstraint(name="institution_uscc_once", fields=["uscc"], condition=~Q(uscc="")),
            models.UniqueConstraint(name="institution_reg_code_once", fields=["reg_code"], condition=~Q(reg_code="")),
            models.CheckConstraint(
                name="institution_closed_has_day",
                condition=Q(state=InstitutionState.CLOSED, closed_on__isnull=False)
                | (~Q(state=InstitutionState.CLOSED) & Q(closed_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="institution_licence_in_order",
                condition=Q(licence_to__isnull=True)
                | Q(licence_from__isnull=True)
                | Q(licence_to__gte=F("licence_from")),
            ),
            models.CheckConstraint(
                name="institution_days_in_order",
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="institution_special_class_at_level_3",
                condition=~Q(class_grade=ClassGrade.SPECIAL) | Q(level=Level.THREE),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("institutions:institution", kwargs={"public_id": self.party.public_id})

    @property
    def category_label(self):
        """As get_category_display, at a fraction of its cost: for lists."""
        return Category(self.category).label

    @property
    def state_label(self):
        return InstitutionState(self.state).label

    @property
    def institution_id(self) -> int:
        """Whose record it is: as every record about an institution says."""
        key: int = self.party_id
        return key

    @property
    def is_verified(self) -> bool:
        """Whether the licence is verified at all: a filing is not (rules 2.2)."""
        return self.licence_type == LicenceType.LICENCE
