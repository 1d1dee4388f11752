"""Bulletins (通报, 简报) of how a plan is carried out, and the words they are begun with."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Membership, Party
from kernel.models import Editable, RegionPathField
from reports.enums import BulletinState
from reports.querysets import BulletinQuerySet, TemplateQuerySet
from reports.workflow import BULLETIN
from tasks.models import Plan
from tasks.periods import Span, span_named


class Bulletin(Editable):
    """How a plan stood in a period, as its unit tells the agencies.

    as_of: the moment of its figures; asked for again, they are the same.  figures: as `services.compiling.compiled`
    gives them.  words: {section: text}, begun with the template's, and the unit's to change until it is signed.
    writers: the users who made it or changed its words, of whom none signs it.
    """

    public_id = models.UUIDField(_("public id"), unique=True, db_default=RandomUUID(), editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="bulletins", verbose_name=_("plan"))
    issuer = models.ForeignKey(Party, models.PROTECT, related_name="bulletins", verbose_name=_("issued by"))
    region_path = RegionPathField()  # the issuer's
    period = models.CharField(_("period"), max_length=10)  # "2026Q4", "2026-11"
    as_of = models.DateTimeField(_("as of"))
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=60, blank=True)
    figures = models.JSONField(_("figures"), encoder=DjangoJSONEncoder)
    words = models.JSONField(_("words"))
    state = models.CharField(_("state"), max_length=10, choices=BulletinState, default=BulletinState.DRAFT)
    writers = ArrayField(models.BigIntegerField(), verbose_name=_("writers"), default=list, editable=False)
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    changed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("changed by")
    )
    signed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed at"), null=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        triggers = [BULLETIN.guard()]
        constraints = [
            models.UniqueConstraint(
                name="bulletin_once_a_period", fields=["issuer", "plan", "period"],
                condition=~Q(state=BulletinState.DISCARDED),
            ),
            models.UniqueConstraint(
                name="bulletin_number_once", fields=["issuer", "number"], condition=~Q(number="")
            ),
            models.CheckConstraint(
                name="bulletin_signed_has_who",
                condition=~Q(state=BulletinState.FINAL)
                | Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(number=""),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:bulletin", kwargs={"public_id": self.public_id})

    @property
    def span(self) -> Span:
        return span_named(self.period)


class BulletinTemplate(Editable):
    """The words with which the bulletins of a territory begin: {section: text with placeholders}."""

    region_path = RegionPathField(unique=True, db_index=False)
    words = models.JSONField(_("words"))
    changed_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_index=False, verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"))

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of bulletins")
        verbose_name_plural = _("templates of bulletins")

    def __str__(self):
        return str(self._meta.verbose_name)
