"""Files: what was uploaded or made, known by its content, kept outside the web root."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.models.base import RegionPathField


class StoredFile(models.Model):
    """A file; its bytes lie under MEDIA_ROOT by their SHA-256 and never change.

    purpose names who may read it: each purpose has a rule, registered by the app that stores such files
    (kernel.files.readable_by).  received_sha256: of the bytes as they came, where they differ from those that are kept
    (a photo whose place was removed).
    """

    public_id = models.UUIDField(_("public id"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    received_sha256 = models.CharField(_("SHA-256 as received"), max_length=64, blank=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    region_path = RegionPathField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    created_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("kernel:file", kwargs={"public_id": self.public_id})

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
