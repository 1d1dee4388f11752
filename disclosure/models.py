"""The register of publications: what the public may read of whom, from when until when."""

import uuid
from datetime import datetime, time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Membership, Party
from disclosure.enums import OVER, PublicationState, WithdrawalGround
from disclosure.kinds import PublicationKind, kind_of, label_of, told
from disclosure.querysets import PublicationQuerySet
from disclosure.workflow import PUBLICATION
from kernel.models import Editable, RegionPathField

S = PublicationState


def _by(label) -> models.ForeignKey:
    """Who did a step."""
    return models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=label
    )


class Publication(Editable):
    """One record as the public reads it. Nothing here is unmasked: title, payload and the party's name are masked.

    subject_kind, subject_id: the record behind, of an app above, where there is one; it is published once at a time.
    payload: {key of a field of its kind: text}.  formed_on: the decision's day, from which the clock of the kind runs.
    public_from: planned until it is published, and perhaps still to come then.  public_until: the last day; empty:
    until it is withdrawn.
    writers: the users who wrote in it, of whom none checks it.
    """

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="publications", db_index=False, verbose_name=_("about")
    )
    party_name = models.CharField(_("name as published"), max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="publications", verbose_name=_("published by"))
    region_path = RegionPathField()  # the agency's
    subject_kind = models.CharField(_("kind of record"), max_length=40, blank=True)
    subject_id = models.BigIntegerField(_("record"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    payload = models.JSONField(_("what the public reads"), default=dict)
    formed_on = models.DateField(_("decided on"))
    public_from = models.DateField(_("public from"))
    public_until = models.DateField(_("public until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=S, default=S.DRAFT)

    writers = ArrayField(models.BigIntegerField(), verbose_name=_("writers"), default=list, editable=False)
    drafted_by = _by(_("drafted by"))
    drafted_at = models.DateTimeField(_("drafted at"))
    privacy_checked_by = _by(_("privacy checked by"))
    privacy_checked_at = models.DateTimeField(_("privacy checked at"), null=True)
    secrecy_checked_by = _by(_("secrecy checked by"))
    secrecy_checked_at = models.DateTimeField(_("secrecy checked at"), null=True)
    returned_by = _by(_("sent back by"))
    returned_at = models.DateTimeField(_("sent back at"), null=True)
    return_reason = models.CharField(_("why it was sent back"), max_length=300, blank=True)
    published_by = _by(_("published by (person)"))
    published_at = models.DateTimeField(_("published at"), null=True)
    withdrawal_asked_by = _by(_("withdrawal asked for by"))
    withdrawal_asked_at = models.DateTimeField(_("withdrawal asked for at"), null=True)
    withdrawn_by = _by(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawal_ground = models.CharField(  # public
        _("ground of the withdrawal"), max_length=16, choices=WithdrawalGround, blank=True
    )
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=300, blank=True)  # stays inside

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        triggers = [PUBLICATION.guard()]
        constraints = [
            models.UniqueConstraint(
                name="publication_once_at_a_time",
                fields=["subject_kind", "subject_id", "kind"],
                condition=Q(subject_id__isnull=False) & ~Q(state__in=sorted(OVER)),
            ),
            models.CheckConstraint(
                name="publication_days_in_order",
                condition=Q(public_until__isnull=True) | Q(public_until__gte=F("public_from")),
            ),
            models.CheckConstraint(
                name="publication_record_is_whole",
                condition=Q(subject_kind="", subject_id__isnull=True)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
            ),
            models.CheckConstraint(
                name="publication_checked_before_public",
                condition=~Q(state__in=[S.PUBLISHED, S.WITHDRAWN, S.EXPIRED])
                | Q(privacy_checked_by__isnull=False, secrecy_checked_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_withdrawn_says_why",
                condition=~Q(state=S.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_ground="")),
            ),
        ]
        indexes = [
            models.Index(name="publication_of_party", fields=["party", "-formed_on", "-id"]),
            models.Index(
                name="publication_public", fields=["-public_from", "-id"], condition=Q(state=S.PUBLISHED),
            ),
            models.Index(
                name="publication_public_of_kind", fields=["kind", "-public_from", "-id"],
                condition=Q(state=S.PUBLISHED),
            ),
            models.Index(name="publication_ends", fields=["public_until"], condition=Q(state=S.PUBLISHED)),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("disclosure:publication", kwargs={"public_id": self.public_id})

    @property
    def declared(self) -> PublicationKind:
        return kind_of(self.kind)

    @property
    def label(self) -> str:
        return label_of(self.kind)

    @property
    def told(self) -> list[tuple]:
        """[(field, words)] of what the public reads."""
        return told(self.kind, self.payload)

    @property
    def result_words(self) -> str:
        """What an inspection came to."""
        return next((words for field, words in self.told if field.key == "result"), "")

    @property
    def became_public_at(self) -> datetime:
        """When everybody could read it: when it was published, or when its first day began."""
        first_day = timezone.make_aware(datetime.combine(self.public_from, time.min))
        return max(self.published_at, first_day) if self.published_at else first_day

    @property
    def public_url(self) -> str:
        return reverse("open:publication", kwargs={"public_id": self.public_id})


class Original(models.Model):
    """What was recorded, before it was masked: for those who check the masking, and only until it is published.

    names: of natural persons, besides those in the fields.  fields: {key of a field of the kind: text}.
    """

    audit_secrets = ("title", "names", "fields")

    publication = models.OneToOneField(
        Publication, models.CASCADE, primary_key=True, related_name="original", verbose_name=_("publication")
    )
    title = models.CharField(_("title"), max_length=200)
    names = ArrayField(models.CharField(max_length=60), verbose_name=_("names of natural persons"), default=list)
    fields = models.JSONField(_("what was recorded"), default=dict)

    class Meta:
        verbose_name = _("original of a publication")
        verbose_name_plural = _("originals of publications")

    def __str__(self):
        return self.title
