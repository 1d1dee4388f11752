"""Bulletins and their words: made, worded and signed on their own pages."""

from django.contrib import admin

from kernel.admin import ReadOnlyAdmin
from reports.models import Bulletin, BulletinTemplate


@admin.register(Bulletin)
class BulletinAdmin(ReadOnlyAdmin):
    list_display = ("title", "number", "period", "issuer_name", "state", "as_of")
    list_select_related = ("issuer",)
    list_filter = ("state", "period")
    search_fields = ("title", "number")
    ordering = ("-pk",)
    readonly_fields = ("issuer_name",)
    fields = ("title", "number", "issuer_name", "period", "as_of", "state", "made_at", "signed_at", "words")

    @admin.display(description=Bulletin._meta.get_field("issuer").verbose_name)
    def issuer_name(self, bulletin):
        return bulletin.issuer.name


@admin.register(BulletinTemplate)
class BulletinTemplateAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "region_path", "changed_at")
    search_fields = ("region_path",)
    ordering = ("region_path",)
    fields = ("region_path", "changed_at", "words")
