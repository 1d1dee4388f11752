"""Events: for the business administrator, to look at."""

from django.contrib import admin

from agencies.models import Party
from events.kinds import choices, label_of
from events.models import Event
from events.querysets import parties_for
from kernel.admin import FirstThousand, ReadOnlyAdmin


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = Event._meta.get_field("kind").verbose_name, "kind"

    def lookups(self, request, model_admin):
        return choices()

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("occurred_on", "kind_in_words", "subject", "agency", "level", "document_number", "recorded_at")
    list_select_related = ("subject", "agency")
    list_filter = (KindFilter, "level")
    ordering = ("-pk",)
    fields = (
        "kind_in_words", "subject", "occurred_on", "title", "text", "level", "points", "demerits", "document_number",
        "details", "agency", "recorded_by", "recorded_at", "public_from", "public_until", "regime", "source",
        "source_id", "counters",
    )  # fmt: skip
    readonly_fields = fields

    def offered(self, name, model, by):
        """A party is named where the unit may ask about it."""
        return parties_for(by) if model is Party else super().offered(name, model, by)

    @admin.display(description=Event._meta.get_field("kind").verbose_name)
    def kind_in_words(self, event):
        return label_of(event.kind)
