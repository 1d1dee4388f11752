"""Practitioners and their registrations, to look at; personal numbers are shown nowhere here."""

from django.contrib import admin

from kernel.admin import FirstThousand, ReadOnlyAdmin
from practitioners.models import Assessment, Practitioner, Registration


@admin.register(Practitioner)
class PractitionerAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("name", "profession", "category", "region_name", "certificate_number")
    list_select_related = ("party__region",)
    list_filter = ("profession", "category")
    search_fields = ("name",)
    ordering = ("region_path", "pk")
    fields = ("name", "profession", "category", "region_name", "certificate_number")
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).defer("pieces", "id_number", "qualification_code")

    def get_search_results(self, request, queryset, search_term):
        return (queryset.found_by(search_term) if search_term else queryset), False

    @admin.display(description=Practitioner._meta.get_field("region_path").verbose_name)
    def region_name(self, practitioner):
        return practitioner.party.region.name


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("practitioner", "institution", "kind", "valid_to", "state")
    list_select_related = ("practitioner", "institution")
    list_filter = ("kind", "state")
    ordering = ("-pk",)
    fields = (
        "practitioner", "institution", "kind", "scope", "valid_from", "valid_to", "state", "ended_on", "ground",
        "reason",
    )  # fmt: skip
    readonly_fields = fields


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("practitioner", "held_on", "result", "suspended_until")
    list_select_related = ("practitioner",)
    list_filter = ("result",)
    ordering = ("-pk",)
    fields = ("practitioner", "held_on", "result", "suspended_until")
    readonly_fields = fields
