"""The working-day calendar in the admin: to look at; years are loaded by their own command and page."""

from django.contrib import admin

from kernel.admin.scoped import ReadOnlyAdmin
from kernel.models import CalendarYear, Day


class WholeCountryAdmin(ReadOnlyAdmin):
    """Rows that are the same for every territory."""

    def get_queryset(self, request):
        return self.model.objects.order_by(*self.get_ordering(request))


@admin.register(CalendarYear)
class CalendarYearAdmin(WholeCountryAdmin):
    list_display = ("year", "status", "source")
    list_filter = ("status",)
    ordering = ("-year",)
    fields = ("year", "status", "source", "days")


@admin.register(Day)
class DayAdmin(WholeCountryAdmin):
    list_display = ("day", "is_working", "kind", "name", "working_ordinal", "is_provisional")
    list_filter = ("is_working", "kind", "is_provisional")
    search_fields = ("name", "day")
    ordering = ("-day",)
    fields = ("day", "is_working", "kind", "name", "working_ordinal", "is_provisional")
