"""Commitments and their texts, to look at; both are only ever added to, on their pages."""

from django.contrib import admin

from commitments.models import Commitment, CommitmentTemplate
from kernel.admin import FirstThousand, ReadOnlyAdmin


@admin.register(CommitmentTemplate)
class CommitmentTemplateAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "region", "number", "valid_from")
    list_select_related = ("region",)
    list_filter = ("kind",)
    ordering = ("kind", "region_path", "-number")
    fields = ("title", "kind", "region", "number", "valid_from", "text", "digest", "added_at")
    readonly_fields = fields

    def _is_foreign(self, request, obj, name: str) -> bool:
        return False  # what holds here is named with the territory it is from


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("party", "kind", "year", "signed_name", "signed_on")
    list_select_related = ("party",)
    list_filter = ("kind",)
    ordering = ("-pk",)
    fields = ("party", "kind", "institution", "to", "year", "signed_name", "signed_on", "signed_at", "digest")
    readonly_fields = fields

    def _is_foreign(self, request, obj, name: str) -> bool:
        return False  # to whom, and a practitioner whose main institution lies elsewhere, is named all the same
