"""The audit trail: written by the database alone (kernel/audit/trail.sql), read by the audit administrator."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models.base import RegionPathField


class AuditAction(models.TextChoices):
    ADDED = "I", pgettext_lazy("audit", "added")
    CHANGED = "U", pgettext_lazy("audit", "changed")
    DELETED = "D", pgettext_lazy("audit", "deleted")
    NOTED = "N", pgettext_lazy("audit", "noted")  # an act that changes no row: a login, an export, a download


class AuditRowQuerySet(models.QuerySet):
    def visible_to(self, by):
        """To the audit administrator what the units of the territory did; at the top also what no unit did."""
        if not by.has_perm("kernel.view_audit"):
            return self.none()
        mine = Q(region_path__startswith=by.region_path)
        return self.filter(mine | Q(region_path="") if by.has_perm("kernel.view_whole_audit") else mine)


class AuditRow(models.Model):
    """Who changed which row, when, acting for which unit, through which request.

    changes: an added or deleted row is {column: value}, a changed one {column: [old, new]}; secrets show as "•••".
    user_id and membership_id are plain numbers, so that the trail outlives what it speaks of; region_path is that of
    the acting unit, empty where nobody acted (jobs of the system, failed log-ins).
    """

    append_only = True

    at = models.DateTimeField(_("time"), db_index=True)
    action = models.CharField(_("action"), max_length=1, choices=AuditAction)
    table_name = models.CharField(_("table"), max_length=63)
    row_id = models.CharField(_("row"), max_length=64)
    changes = models.JSONField(_("changes"))
    user_id = models.BigIntegerField(_("user"), null=True, db_index=True)
    membership_id = models.BigIntegerField(_("membership"), null=True)
    region_path = RegionPathField(blank=True)
    request_id = models.CharField(_("request"), max_length=36)
    database_user = models.CharField(_("database role"), max_length=63)

    objects = AuditRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_id"], name="auditrow_of_a_row")]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")


class AuditSeal(models.Model):
    """A finished day of the trail: digest = SHA-256(previous digest + the SHA-256 of each row, in order of id)."""

    append_only = True

    day = models.DateField(_("day"), primary_key=True)
    row_count = models.BigIntegerField(_("rows"))
    digest = models.CharField(_("digest"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))
