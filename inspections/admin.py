"""Checklists, programmes, rounds and reports, to look at; they are written on their own pages."""

from django.contrib import admin

from inspections.models import Checklist, ChecklistItem, Programme, Round, SelfInspection
from kernel.admin import FirstThousand, ReadOnlyAdmin, ScopedInline


class ChecklistItemInline(ScopedInline):
    model = ChecklistItem
    fields = ("position", "heading", "code", "text", "severity", "applies")


class _HoldsHere(ReadOnlyAdmin):
    """What holds here is named with the territory it is from."""

    def _is_foreign(self, request, obj, name: str) -> bool:
        return False


@admin.register(Checklist)
class ChecklistAdmin(_HoldsHere):
    inlines = [ChecklistItemInline]
    list_display = ("title", "region", "number", "state", "valid_from", "valid_to")
    list_select_related = ("region",)
    list_filter = ("state",)
    ordering = ("region_path", "title", "-number")
    fields = ("title", "region", "number", "follows", "state", "valid_from", "valid_to", "published_at")
    readonly_fields = fields


@admin.register(Programme)
class ProgrammeAdmin(_HoldsHere):
    list_display = ("title", "region", "year", "state", "published_at")
    list_select_related = ("region",)
    list_filter = ("state", "year")
    ordering = ("-year", "region_path", "-pk")
    fields = ("title", "region", "year", "state", "full_covers", "newcomers", "newcomer_days", "published_at")
    readonly_fields = fields


@admin.register(Round)
class RoundAdmin(_HoldsHere):
    paginator = FirstThousand
    list_display = ("title", "region", "kind", "period", "opens_on", "due_on")
    list_select_related = ("region",)
    list_filter = ("kind",)
    ordering = ("-pk",)
    fields = (
        "title", "region", "programme", "kind", "period", "checklist", "starts_on", "opens_on", "due_on", "audience",
        "reason",
    )  # fmt: skip
    readonly_fields = fields


@admin.register(SelfInspection)
class SelfInspectionAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("name", "kind", "period", "state", "submitted_at", "is_late")
    list_filter = ("kind", "state", "is_late")
    ordering = ("-pk",)
    fields = (
        "name", "kind", "period", "state", "opened_at", "filled_name", "filled_at", "submitted_name", "submitted_at",
        "is_late", "number", "digest", "reviewed_at",
    )  # fmt: skip
    readonly_fields = fields
