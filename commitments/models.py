"""What institutions and practitioners commit themselves to, and by which text. Nothing of it ever changes."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Party, Region
from commitments.digests import promise_digest, text_digest
from commitments.enums import CommitmentKind
from commitments.querysets import CommitmentQuerySet, CommitmentTemplateQuerySet
from events.models import Event
from institutions.models import Institution
from kernel.models import RegionPathField, StoredFile

K = CommitmentKind


class CommitmentTemplate(models.Model):
    """A version of the text for a territory, from a day on; the smallest territory and the latest day count.

    region: empty for what holds wherever no territory has a text of its own.  number: of the version there.
    """

    append_only = True

    kind = models.CharField(_("kind"), max_length=12, choices=K)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name=_("region"))
    region_path = RegionPathField(blank=True)
    number = models.PositiveSmallIntegerField(_("version number"))
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))
    digest = models.CharField(_("digest"), max_length=64)
    added_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))

    objects = CommitmentTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of commitments")
        verbose_name_plural = _("texts of commitments")
        constraints = [
            models.UniqueConstraint(
                name="commitmenttemplate_number_once", fields=["kind", "region", "number"], nulls_distinct=False
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commitments:template", kwargs={"pk": self.pk})

    @property
    def is_unchanged(self) -> bool:
        return self.digest == text_digest(title=self.title, text=self.text)


class Commitment(models.Model):
    """What somebody has committed himself to for a year: an institution to whoever supervises it, a practitioner to
    the institution.

    party: who commits himself.  institution: itself, or to which a practitioner commits himself.
    signed_on: the day on the page, or on the paper.  signed_at, signed_by: when and through which account it was signed
    here, or the scan of the paper entered.  digest: over the text's, who, to whom, year, name, time and scan.
    """

    append_only = True

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=K)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="commitments", db_index=False, verbose_name=_("who commits himself")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="commitments", db_index=False, verbose_name=_("institution")
    )
    to = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False, verbose_name=_("to whom"))
    template = models.ForeignKey(CommitmentTemplate, models.PROTECT, related_name="commitments", verbose_name=_("text"))
    year = models.PositiveSmallIntegerField(_("year"))
    signed_name = models.CharField(_("name signed"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    signed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("signed through")
    )
    signed_at = models.DateTimeField(_("signed or entered at"))
    scan = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("scan"))
    digest = models.CharField(_("digest"), max_length=64)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(name="commitment_once_a_year", fields=["party", "institution", "year"]),
            models.CheckConstraint(
                name="commitment_of_whom",
                condition=Q(kind=K.INSTITUTION, party=F("institution"))
                | (Q(kind=K.PRACTITIONER) & ~Q(party=F("institution"))),
            ),
        ]
        indexes = [models.Index(name="commitment_at_institution", fields=["institution", "-year", "id"])]

    def __str__(self):
        return f"{self.template.title} {self.year}"

    def get_absolute_url(self):
        return reverse("commitments:commitment", kwargs={"public_id": self.public_id})

    @property
    def region_path(self) -> str:
        """Needs institution selected."""
        return self.institution.region_path

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    @property
    def is_unchanged(self) -> bool:
        """Whether what stands here still gives the digests that were kept. Needs template, party, to, scan selected."""
        return self.template.is_unchanged and self.digest == self.digest_now()

    def digest_now(self) -> str:
        return promise_digest(
            text=self.template.digest, party=self.party.public_id, to=self.to.public_id, year=self.year,
            name=self.signed_name, at=self.signed_at, scan=self.scan.sha256 if self.scan else "",
        )  # fmt: skip


class Breach(models.Model):
    """That a commitment was broken: the event that says so."""

    append_only = True

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="breaches", verbose_name=_("commitment"))
    event = models.OneToOneField(Event, models.PROTECT, related_name="breach", verbose_name=_("event"))

    class Meta:
        verbose_name = _("broken commitment")
        verbose_name_plural = _("broken commitments")

    def __str__(self):
        return str(self.event)
