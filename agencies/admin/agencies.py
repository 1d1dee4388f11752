"""Agencies with their party, their other printed names and their inner sections."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from agencies.importers import AgencyTable
from agencies.models import Agency, AgencyAlias, Party, Region, Section
from agencies.services.agencies import (
    add_alias,
    add_section,
    change_agency,
    close_section,
    create_agency,
    remove_alias,
    rename_section,
)
from kernel.admin import ScopedAdmin, ScopedInline, VersionedForm
from kernel.admin.tables import TablesMixin


class AliasInline(ScopedInline):
    """Names are added and removed; one that was printed is never another."""

    model = AgencyAlias
    fields = ("name", "region", "source")
    autocomplete_fields = ("region",)

    def has_change_permission(self, request, obj=None):
        return False


class SectionInline(ScopedInline):
    model = Section
    fields = ("name", "is_active")


class AgencyForm(VersionedForm):
    name = forms.CharField(label=_("Full name"), max_length=120, widget=UnfoldAdminTextInputWidget)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=UnfoldAdminSingleDateWidget)

    class Meta:
        model = Agency
        fields = ("short_name", "kind", "parent", "position")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        region: Any = self.fields.get("region")
        if region is not None:
            region.widget = AutocompleteSelect(Party._meta.get_field("region"), admin.site)
            region.queryset = Region.objects.visible_to(self.acting)
        if not self.instance._state.adding:
            party = self.instance.party
            self.initial.update(name=party.name, region=party.region_id, valid_from=party.valid_from)


@admin.register(Agency)
class AgencyAdmin(TablesMixin, ScopedAdmin):
    """What is recorded about agencies; their end is a hand-over, on the agency's own page."""

    form = AgencyForm
    resource_classes = [AgencyTable]
    inlines = [AliasInline, SectionInline]
    list_display = ("short_name", "full_name", "region_name", "kind", "position", "valid_to")
    list_select_related = ("party__region",)
    list_filter = ("kind",)
    search_fields = ("short_name", "party__name", "aliases__name")
    ordering = ("party__region_path", "position", "pk")
    fields = ("name", "region", "short_name", "kind", "parent", "position", "valid_from")
    autocomplete_fields = ("parent",)

    @admin.display(description=_("Full name"), ordering="party__name")
    def full_name(self, agency):
        return agency.party.name

    @admin.display(description=_("Region"), ordering="party__region_path")
    def region_name(self, agency):
        return agency.party.region.name

    @admin.display(description=_("Valid from"))
    def first_day(self, agency):
        return agency.party.valid_from

    @admin.display(description=_("Valid until"), ordering="party__valid_to")
    def valid_to(self, agency):
        return agency.party.valid_to

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("party__region")

    def get_fields(self, request, obj=None):
        """The region is chosen once; who may not change sees the party's facts as text."""
        fields = super().get_fields(request, obj)
        if obj is None:
            return fields
        shown = {"region": "region_name"}
        if not self.has_change_permission(request, obj):
            shown |= {"name": "full_name", "valid_from": "first_day"}
        return [shown.get(name, name) for name in fields]

    def get_readonly_fields(self, request, obj=None):
        return ("region_name", "full_name", "first_day") if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None:
            return type("AgencyForm", (form,), {"region": None})  # not asked again
        return form

    def trail_of(self, obj):
        return [obj, obj.party]

    def save_model(self, request, obj, form, change):
        """By the services; the admin goes on with its own object, brought up to what they answer."""
        facts = {name: form.cleaned_data[name] for name in ("name", "short_name", "kind", "position", "valid_from")}
        facts["parent"] = form.cleaned_data.get("parent", obj.parent)
        if change:
            saved = change_agency(obj, by=request.acting, **facts)
        else:
            saved = create_agency(region=form.cleaned_data["region"], by=request.acting, **facts)
        vars(obj).update(vars(saved))

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        by = request.acting
        for alias in formset.deleted_objects:
            remove_alias(alias, by=by)
        for row in formset.new_objects:
            self._add_alias(row, by) if formset.model is AgencyAlias else add_section(row.agency, name=row.name, by=by)
        for section, changed in formset.changed_objects:
            self._change_section(section, changed, by)

    def _add_alias(self, alias, by):
        today = timezone.localdate()
        add_alias(alias.agency, name=alias.name, region=alias.region, source=alias.source, by=by, on=today)

    def _change_section(self, section, changed, by):
        if "name" in changed:
            rename_section(section, name=section.name, by=by)
        if "is_active" in changed and section.is_active:
            add_section(section.agency, name=section.name, by=by)
        elif "is_active" in changed:
            close_section(section, by=by)
