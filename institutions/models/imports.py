"""Tables of institutions that were sent, and their rows while they wait to be taken into the register."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from institutions.enums import Verdict
from institutions.querysets import RegisterImportQuerySet
from kernel.models import Job, RegionPathField, StoredFile


class RegisterImport(models.Model):
    """A table that somebody sent: its dry run (check_job), and the run that took it into the register (run_job).

    rows: how many there are, once all have been read.  counts: {verdict: how many}, as the latest run found them.
    """

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(settings.ACTING_MODEL, models.PROTECT, related_name="+", verbose_name=_("unit"))
    region_path = RegionPathField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("table"))
    check_job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+", verbose_name=_("dry run"))
    run_job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+", verbose_name=_("import"))
    rows = models.PositiveIntegerField(_("rows"), null=True)
    counts = models.JSONField(_("counts"), default=dict)
    created_at = models.DateTimeField(_("sent at"))
    applied_at = models.DateTimeField(_("taken into the register at"), null=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of institutions")
        verbose_name_plural = _("imports of institutions")
        indexes = [models.Index(fields=["membership", "-created_at"], name="registerimport_of_a_membership")]
        constraints = [
            models.CheckConstraint(
                name="registerimport_applied_was_read", condition=Q(applied_at__isnull=True) | Q(rows__isnull=False)
            ),
        ]

    def __str__(self):
        return self.file.name

    def get_absolute_url(self):
        return reverse("institutions:import", kwargs={"public_id": self.public_id})


class StagedRow(models.Model):
    """A row of such a table, typed. Kept in an unlogged table, filled by COPY, cleared once it has had its time.

    facts: {column of the register: value}, of the columns that the table has.  faults: of the cells, clashes: of the
    row beside others and the register, both [[fact, sentence]].  party: whose record it is about, or will be.
    """

    audited = False  # what comes of it is

    table = models.ForeignKey(
        RegisterImport, models.CASCADE, related_name="staged", verbose_name=_("table"), db_constraint=False,
        db_index=False,
    )  # fmt: skip
    number = models.PositiveIntegerField(_("row"))
    facts = models.JSONField(_("facts"))
    faults = models.JSONField(_("faults"))
    clashes = models.JSONField(_("clashes"), default=list)
    public_id = models.UUIDField(_("public id of the institution"), null=True)
    party = models.BigIntegerField(_("party"), null=True)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [models.UniqueConstraint(name="stagedrow_once", fields=["table", "number"])]

    def __str__(self):
        return str(self.number)
