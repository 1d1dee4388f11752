"""Supervision orders, requests for more time, and the calendar feed."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Party
from kernel.models import Editable, RegionPathField, StoredFile
from obligations.enums import ExtensionState, NumberSeries, OrderState, OrderVerb
from obligations.models.obligation import Obligation
from obligations.querysets import (
    ExtensionRequestQuerySet,
    FeedQuerySet,
    ObligationQuerySet,
    SupervisionOrderQuerySet,
)
from obligations.workflow import EXTENSION, ORDER


class OrderNumber(models.Model):
    """The last number that a unit has given in a year; the row is locked while the next is taken."""

    audited = False

    unit = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=8, choices=NumberSeries)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="ordernumber_once", fields=["unit", "series", "year"])]


class SupervisionOrder(Editable):
    """督办单: a leader presses a unit to do something, and the unit receives it and replies (rules 9a).

    about: the duty that it presses, if it is about one. The time to receive it and the time to reply are duties.
    issuer, bearer: who answers for it now, on either side; who issued it is `issued_by`.  reply, judgement: of the last
    round; all of them are in its steps.
    """

    public_id = models.UUIDField(_("public id"), unique=True, db_default=RandomUUID(), editable=False)
    number = models.CharField(_("number"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is required"))
    issuer = models.ForeignKey(Party, models.PROTECT, related_name="orders_issued", verbose_name=_("issuing unit"))
    bearer = models.ForeignKey(Party, models.PROTECT, related_name="orders_received", verbose_name=_("unit"))
    region_path = RegionPathField()  # the issuer's
    about = models.ForeignKey(
        Obligation, models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("about the duty")
    )
    issued_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    issued_at = models.DateTimeField(_("issued at"))
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.ISSUED)
    receipt_number = models.CharField(_("number of the receipt"), max_length=60, blank=True)
    received_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )
    received_at = models.DateTimeField(_("received at"), null=True)
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("replied by")
    )
    replied_at = models.DateTimeField(_("replied at"), null=True)
    judgement = models.CharField(_("judgement of the reply"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    objects = SupervisionOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision order")
        verbose_name_plural = _("supervision orders")
        triggers = [ORDER.guard()]
        constraints = [
            models.UniqueConstraint(name="supervisionorder_number_once", fields=["region_path", "number"]),
            models.CheckConstraint(name="supervisionorder_to_another", condition=~Q(issuer=F("bearer"))),
            models.CheckConstraint(
                name="supervisionorder_received_has_receipt",
                condition=Q(received_at__isnull=True) | (Q(received_by__isnull=False) & ~Q(receipt_number="")),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("obligations:order", kwargs={"public_id": self.public_id})

    def duties(self) -> ObligationQuerySet:
        """To receive it, and to reply."""
        return Obligation.objects.about(self)


class OrderStep(models.Model):
    """Something done with an order: its history, with every reply and every reason as it was given."""

    append_only = True

    order = models.ForeignKey(SupervisionOrder, models.PROTECT, related_name="steps", verbose_name=_("order"))
    verb = models.CharField(_("step"), max_length=10, choices=OrderVerb)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by"))
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of orders")

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"


class OrderFile(models.Model):
    """A file that a reply brings as evidence."""

    append_only = True

    step = models.ForeignKey(OrderStep, models.PROTECT, related_name="files", verbose_name=_("step"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("file of a reply")
        verbose_name_plural = _("files of replies")

    def __str__(self):
        return str(self.file)


class ExtensionRequest(Editable):
    """The bearer of a duty asks its supervisor for more time."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="requests", verbose_name=_("duty"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    decided_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        triggers = [EXTENSION.guard()]
        constraints = [
            models.UniqueConstraint(
                name="extensionrequest_one_at_a_time", fields=["obligation"], condition=Q(state=ExtensionState.ASKED)
            ),
            models.CheckConstraint(
                name="extensionrequest_decided_has_who",
                condition=~Q(state__in=[ExtensionState.GRANTED, ExtensionState.REFUSED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.obligation}: {self.until}"

    def get_absolute_url(self):
        return reverse("obligations:extension", kwargs={"pk": self.pk})

    @property
    def region_path(self) -> str:
        return self.obligation.region_path


class Feed(models.Model):
    """A calendar feed of what a unit owes, for one person, under an address that only its token opens."""

    audit_secrets = ("token_hash",)
    audit_ignores = ("last_read_at",)

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="feeds", verbose_name=_("acting as"))
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256; the token itself is shown once
    created_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    last_read_at = models.DateTimeField(_("last read at"), null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(name="feed_one_each", fields=["membership"], condition=Q(revoked_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.membership}"
