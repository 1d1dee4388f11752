"""What was said to whom, and who opened it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Party, Section
from notices.enums import Audience, Lane
from notices.querysets import NoticeQuerySet


class Notice(models.Model):
    """One thing said to a unit, or to one person of it; never changed afterwards.

    Written by `services.tell`, and by the ledgers in their own statements: no column fills itself.
    kind: of `notices.kinds`; with params (JSON) it makes the sentence, in the reader's language.
    url: where it is dealt with, a path of the portal.  section: only its members and those of no section are told.
    about: members of this party are not told, since nobody supervises himself (rules 9a).
    key: what says the same has the same key, and is said once.
    """

    audited = "changes"

    kind = models.CharField(_("kind"), max_length=60)
    params = models.JSONField(_("facts"), encoder=DjangoJSONEncoder)
    url = models.CharField(_("link"), max_length=300)
    to_party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False, verbose_name=_("unit"))
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("person")
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("section")
    )
    about = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("about")
    )
    lane = models.CharField(_("lane"), max_length=12, choices=Lane)
    key = models.CharField(_("key"), max_length=160, unique=True)
    created_at = models.DateTimeField(_("time"))

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(
                fields=["to_party", "audience", "id"], name="notice_of_a_unit", condition=Q(to_user__isnull=True)
            ),
            models.Index(fields=["to_user", "id"], name="notice_of_a_person", condition=Q(to_user__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="notice_leads_into_the_portal", condition=Q(url__regex=r"^/([^/\\\s]\S*)?$")),
            models.CheckConstraint(name="notice_audience_known", condition=Q(audience__in=Audience.values)),
            models.CheckConstraint(name="notice_lane_known", condition=Q(lane__in=Lane.values)),
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("notices:open", kwargs={"pk": self.pk})


class Receipt(models.Model):
    """A person has opened a notice: not that it stood in a list."""

    audited = "changes"

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [models.UniqueConstraint(name="receipt_once", fields=["notice", "user"])]
