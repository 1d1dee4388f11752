"""Practitioners and where they are registered (rules 2.5)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Party
from agencies.secrecy import SealedField
from institutions.models import Institution
from kernel.models import Editable, RegionPathField
from practitioners.enums import (
    DOCTORS,
    AssessmentResult,
    CancelGround,
    DoctorCategory,
    Profession,
    RegistrationKind,
    RegistrationState,
)
from practitioners.masking import masked
from practitioners.querysets import AssessmentQuerySet, PractitionerQuerySet, RegistrationQuerySet
from practitioners.workflow import REGISTRATION


class Practitioner(Editable):
    """Who practises; shares the key of its Party, which has name and region: those of the main institution.

    name, region_path: the party's, kept equal by the database.
    id_number, qualification_code: encrypted at rest, and in no other column; the digests find them exactly.
    certificate_number: of the practice certificate, which is public (rules 11.3).
    """

    audit_secrets = ("id_number", "id_digest", "qualification_code", "qualification_digest")
    audit_ignores = ("name", "region_path", "pieces")

    party = models.OneToOneField(
        Party, models.PROTECT, primary_key=True, related_name="practitioner", verbose_name=_("party"),
        db_constraint=False,  # a foreign key over key, place and name stands in the migration
    )  # fmt: skip
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120, editable=False)
    region_path = RegionPathField(db_index=False)
    profession = models.CharField(_("profession"), max_length=12, choices=Profession)
    category = models.CharField(_("practice category"), max_length=16, choices=DoctorCategory, blank=True)
    certificate_number = models.CharField(
        _("number of the practice certificate"), max_length=40, blank=True, db_collation="C"
    )
    id_number = SealedField(_("number of the identity card"), digest="id_digest")
    id_digest = models.CharField(max_length=64, blank=True, editable=False, db_collation="C")
    qualification_code = SealedField(_("code of the qualification certificate"), digest="qualification_digest")
    qualification_digest = models.CharField(max_length=64, blank=True, editable=False, db_collation="C")
    pieces = models.GeneratedField(
        verbose_name=_("pieces of the name"),
        expression=Func("name", function="agencies_name_pieces"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = PractitionerQuerySet.as_manager()

    class Meta:
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        indexes = [
            models.Index(fields=["region_path", "party"], name="practitioner_of_a_territory"),
            GinIndex(fields=["pieces"], name="practitioner_pieces"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="practitioner_certificate_once",
                fields=["certificate_number", "profession"],
                condition=~Q(certificate_number=""),
            ),
            models.UniqueConstraint(name="practitioner_id_once", fields=["id_digest"], condition=~Q(id_digest="")),
            models.UniqueConstraint(
                name="practitioner_qualification_once",
                fields=["qualification_digest"],
                condition=~Q(qualification_digest=""),
            ),
            models.CheckConstraint(
                name="practitioner_category_of_doctors",
                condition=Q(category="") ^ Q(profession__in=sorted(DOCTORS)),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("practitioners:practitioner", kwargs={"public_id": self.party.public_id})

    @property
    def practitioner_id(self) -> int:
        key: int = self.party_id
        return key

    @property
    def profession_label(self):
        """As get_profession_display, at a fraction of its cost: for lists."""
        return Profession(self.profession).label

    @property
    def id_masked(self) -> str:
        return masked(self.id_number)

    @property
    def qualification_masked(self) -> str:
        return masked(self.qualification_code)


class Registration(Editable):
    """That a practitioner may practise at an institution: the main one, or one of several (多机构执业).

    scope: as on the certificate (执业范围).  valid_to: nurses and village doctors are registered for five years.
    ended_on: its last day, where it was ended or cancelled.  ground: of the law, for what was cancelled.
    """

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="registrations", verbose_name=_("practitioner")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="registrations", verbose_name=_("institution")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RegistrationKind, default=RegistrationKind.MAIN)
    scope = models.CharField(_("scope of practice"), max_length=100, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState, default=RegistrationState.REGISTERED)
    ended_on = models.DateField(_("ended on"), null=True, editable=False)
    ground = models.CharField(_("ground of the cancellation"), max_length=12, choices=CancelGround, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration of a practitioner")
        verbose_name_plural = _("registrations of practitioners")
        triggers = [REGISTRATION.guard()]
        indexes = [
            models.Index(
                fields=["valid_to"], name="registration_ends", condition=Q(state=RegistrationState.REGISTERED)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="registration_one_main",
                fields=["practitioner"],
                condition=Q(kind=RegistrationKind.MAIN, state=RegistrationState.REGISTERED),
            ),
            models.UniqueConstraint(
                name="registration_once_at_an_institution",
                fields=["practitioner", "institution"],
                condition=Q(state=RegistrationState.REGISTERED),
            ),
            models.CheckConstraint(
                name="registration_days_in_order",
                condition=(Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")))
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from"))),
            ),
            models.CheckConstraint(
                name="registration_ended_has_day_and_reason",
                condition=Q(state=RegistrationState.REGISTERED, ended_on__isnull=True, reason="")
                | (~Q(state=RegistrationState.REGISTERED) & Q(ended_on__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="registration_cancelled_has_ground",
                condition=Q(state=RegistrationState.CANCELLED) ^ Q(ground=""),
            ),
        ]

    def __str__(self):
        return str(self.practitioner)

    def get_absolute_url(self):
        return self.practitioner.get_absolute_url()

    @property
    def region_path(self) -> str:
        """Needs institution selected."""
        return self.institution.region_path

    @property
    def state_label(self):
        return RegistrationState(self.state).label

    @property
    def kind_label(self):
        return RegistrationKind(self.kind).label

    @property
    def is_open(self) -> bool:
        return self.state == RegistrationState.REGISTERED


class Assessment(Editable):
    """A periodic assessment of a doctor (定期考核); who fails is suspended until a day, trained, and assessed again."""

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="assessments", verbose_name=_("practitioner")
    )
    held_on = models.DateField(_("day of the result"))
    result = models.CharField(_("result"), max_length=6, choices=AssessmentResult)
    suspended_until = models.DateField(_("suspended until"), null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("periodic assessment")
        verbose_name_plural = _("periodic assessments")
        constraints = [
            models.UniqueConstraint(name="assessment_once_a_day", fields=["practitioner", "held_on"]),
            models.CheckConstraint(
                name="assessment_failed_is_suspended",
                condition=Q(result=AssessmentResult.PASSED, suspended_until__isnull=True)
                | Q(result=AssessmentResult.FAILED, suspended_until__isnull=False, suspended_until__gt=F("held_on")),
            ),
        ]

    def __str__(self):
        return f"{self.practitioner} {self.held_on}"

    @property
    def region_path(self) -> str:
        return self.practitioner.region_path

    @property
    def has_failed(self) -> bool:
        return self.result == AssessmentResult.FAILED
