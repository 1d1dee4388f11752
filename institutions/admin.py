"""The register: for the business administrator, to look at; it is kept on its own pages."""

from django.contrib import admin

from institutions.models import Equipment, Institution, Permit
from kernel.admin import FirstThousand, ReadOnlyAdmin, ScopedInline


class PermitInline(ScopedInline):
    model = Permit
    fields = ("kind", "number", "issued_by", "valid_from", "valid_to")


class EquipmentInline(ScopedInline):
    model = Equipment
    fields = ("kind", "name", "model", "serial", "permit_to", "is_in_use")


@admin.register(Institution)
class InstitutionAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    inlines = [PermitInline, EquipmentInline]
    list_display = ("name", "category", "region_name", "uscc", "licence_to", "state")
    list_select_related = ("party__region",)
    list_filter = ("category", "state", "ownership", "licence_type")
    search_fields = ("name",)
    ordering = ("region_path", "pk")
    fields = (
        "name", "party", "category", "state", "uscc", "reg_code", "ownership", "profit_class", "level", "class_grade",
        "beds", "subjects", "principal", "phone", "address", "owner", "licence_type", "licence_number", "licence_from",
        "licence_to", "opened_on", "closed_on",
    )  # fmt: skip
    readonly_fields = fields

    def get_search_results(self, request, queryset, search_term):
        return (queryset.found_by(search_term) if search_term else queryset), False

    @admin.display(description=Institution._meta.get_field("region_path").verbose_name)
    def region_name(self, institution):
        return institution.party.region.name
