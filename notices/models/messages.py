"""What leaves the portal: to which addresses, in which messages, and how far the notices have been worked through."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.models import Editable
from notices.enums import Lane, MessageState
from notices.models.notices import Notice
from notices.querysets import AddressQuerySet, MessageQuerySet
from notices.workflow import MESSAGE


class Address(Editable):
    """Where a person is reached through a channel, and whether it is used.

    People choose channels, not whether duty reminders come: those stand in the inbox in any case.
    """

    audit_secrets = ("address",)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    channel = models.CharField(_("channel"), max_length=20)
    address = models.CharField(_("address"), max_length=254)
    language = models.CharField(
        _("language of the messages"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_on = models.BooleanField(_("in use"), default=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [models.UniqueConstraint(name="address_one_per_channel", fields=["user", "channel"])]

    def __str__(self):
        return f"{self.user} · {self.channel}"


class Message(models.Model):
    """One message to one person through one channel: it leaves at least once, always under the same public_id.

    content: what it tells, [{"kind": …, "party": key, "count": n}, …]; put into words when it is sent, with links only.
    day: the local day whose digest it is, or on whose account of immediate messages it stands.
    claimed_until: a worker has it in hand; after that moment another one may take it.
    """

    audited = "changes"
    audit_ignores = ("attempts", "next_try_at", "claimed_until", "error")

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    channel = models.CharField(_("channel"), max_length=20)
    lane = models.CharField(_("lane"), max_length=12, choices=Lane)
    day = models.DateField(_("day"))
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+", verbose_name=_("notice"))
    content = models.JSONField(_("content"))
    state = models.CharField(_("state"), max_length=12, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"))
    claimed_until = models.DateTimeField(_("in hand until"), null=True)
    error = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        triggers = [MESSAGE.guard()]
        indexes = [
            models.Index(
                fields=["channel", "lane", "next_try_at"], name="message_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["-id"], name="message_dead", condition=Q(state="dead")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="message_one_digest_a_day", fields=["user", "day", "channel"], condition=Q(lane="digest")
            ),
            models.UniqueConstraint(
                name="message_once_of_a_notice", fields=["user", "notice", "channel"], condition=Q(lane="immediate")
            ),
            models.CheckConstraint(
                name="message_immediate_has_notice",
                condition=Q(lane="immediate", notice__isnull=False) | Q(lane="digest", notice__isnull=True),
            ),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return str(self.public_id)

    @property
    def region_path(self) -> str:
        """The territory whose administrators keep the person's account. Needs user selected."""
        return self.user.region_path


class LaneMark(models.Model):
    """How far a lane has been worked through: every notice up to this key has had its turn."""

    audited = False

    lane = models.CharField(_("lane"), primary_key=True, max_length=12, choices=Lane)
    notice_id = models.BigIntegerField(_("notice"), default=0)


class DigestDay(models.Model):
    """A day whose digest was made: it is made once."""

    audited = "changes"

    day = models.DateField(_("day"), primary_key=True)
    made_at = models.DateTimeField(_("made at"))
    messages = models.PositiveIntegerField(_("messages"))

    class Meta:
        verbose_name = _("day of a digest")
        verbose_name_plural = _("days of digests")
