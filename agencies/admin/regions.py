"""Regions with their official codes."""

from django.contrib import admin

from agencies.importers import RegionTable
from agencies.models import Region, RegionCode
from agencies.services.regions import add_region, change_region, end_region
from kernel.admin import ScopedAdmin, ScopedInline
from kernel.admin.tables import TablesMixin


class RegionCodeInline(ScopedInline):
    model = RegionCode
    fields = ("scheme", "code", "name", "valid_from", "valid_to")


@admin.register(Region)
class RegionAdmin(TablesMixin, ScopedAdmin):
    """Places; one that is in the tree stays where it is."""

    resource_classes = [RegionTable]
    inlines = [RegionCodeInline]
    list_display = ("name", "kind", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "codes__code")
    search_help_text = RegionCode._meta.get_field("code").verbose_name
    ordering = ("path",)
    fields = ("parent", "kind", "name", "valid_from", "valid_to")
    autocomplete_fields = ("parent",)

    def get_readonly_fields(self, request, obj=None):
        return ("parent",) if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Below one's own territory; only who acts for everywhere adds at the top."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "parent" in form.base_fields:
            form.base_fields["parent"].required = not request.acting.user.is_superuser
        return form

    def save_model(self, request, obj, form, change):
        """By the services; the admin goes on with its own object, brought up to what they answer."""
        facts = {name: form.cleaned_data[name] for name in ("kind", "name", "valid_from")}
        last = form.cleaned_data["valid_to"]
        if change:
            saved = change_region(obj, valid_to=last, by=request.acting, **facts)
        else:
            saved = add_region(form.cleaned_data["parent"], by=request.acting, **facts)
            saved = end_region(saved, on=last, by=request.acting) if last else saved
        vars(obj).update(vars(saved))
