"""Publications, to look at: what happens to them happens on their own pages."""

from django.contrib import admin

from disclosure.models import Publication
from kernel.admin import ReadOnlyAdmin


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "party_name", "agency", "state", "formed_on", "public_from", "public_until")
    list_select_related = ("agency",)
    list_filter = ("state", "kind")
    ordering = ("-pk",)
    fields = (
        "title", "kind", "party_name", "agency", "state", "formed_on", "public_from", "public_until", "payload",
        "published_at", "withdrawn_at", "withdrawal_reason",
    )  # fmt: skip
