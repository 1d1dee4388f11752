"""What every editable row has: a version, and a queryset that locks it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refused, Stale


class EditableQuerySet(models.QuerySet):
    def locked(self, row):
        """The row as it is now, locked until the transaction ends, its version counted up for the coming save.

        Raises Stale when `row` is no longer the version that was shown.
        """
        current: Any = self.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if current is None:
            raise Refused(_("This record no longer exists."))
        if current.version != row.version:
            raise Stale(current)
        current.version += 1
        return current


class Editable(models.Model):
    """A row people edit: `version` is behind ETag, If-Match and stale forms. Its manager is of an EditableQuerySet."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class RegionPathField(models.CharField):
    """The place in the region tree (four characters a level), copied to every scoped row: a prefix is a territory.

    db_index=False: where an index of several columns begins with it.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("region path"))
        kwargs.setdefault("db_index", True)
        kwargs |= {"max_length": 32, "db_collation": "C", "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "db_collation", "editable"):
            kwargs.pop(fixed, None)
        if not kwargs.pop("db_index", False):
            kwargs["db_index"] = False
        return name, path, args, kwargs


@RegionPathField.register_lookup
class LiesBelow(models.lookups.StartsWith):
    """`region_path__startswith` as two comparisons of the "C" collation, which cost less a row than LIKE."""

    def as_sql(self, compiler, connection):
        if not self.rhs_is_direct_value():
            return super().as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        if not prefix:
            return f"{column} >= %s", [*params, ""]
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", [*params, prefix, *params, after]


class FormKey(models.Model):
    """The one-time key of a create form: a repeated submit finds the first result."""

    audited = False

    key = models.UUIDField(_("key"), primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    result_url = models.CharField(_("result"), max_length=400)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
