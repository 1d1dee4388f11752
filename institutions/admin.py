"""The register, to look at; it is kept on its own pages. What institutions may propose is set here."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from agencies.models import Party
from institutions.details import lines_of
from institutions.facts import PROPOSABLE
from institutions.forms.changes import LABELS
from institutions.models import (
    AccountRequest,
    ChangeRequest,
    Equipment,
    Institution,
    Permit,
    ProposableFacts,
    SupervisedObject,
    Verification,
)
from institutions.services import proposable
from kernel.admin import FirstThousand, ReadOnlyAdmin, ScopedAdmin, ScopedInline


def _in_lines(said: Iterable[tuple[str, str]]) -> SafeString:
    colon = pgettext("label", ": ")
    return format_html_join("", "<div>{}{}{}</div>", ((label, colon, words) for label, words in said))


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

    def offered(self, name, model, by):
        """A party is named where it lies in the territory."""
        if model is Party:
            return Party.objects.filter(region_path__startswith=by.region_path)
        return super().offered(name, model, by)

    def get_search_results(self, request, queryset, search_term):
        return (queryset.found_by(search_term) if search_term else queryset), False

    @admin.display(description=Institution._meta.get_field("region_path").verbose_name)
    def region_name(self, institution):
        return institution.party.region.name


@admin.register(SupervisedObject)
class SupervisedObjectAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("name", "kind", "address", "uscc", "ended_on")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("region_path", "pk")
    fields = ("name", "kind", "address", "uscc", "phone", "remark", "ended_on")
    readonly_fields = fields

    def get_search_results(self, request, queryset, search_term):
        return (queryset.found_by(search_term) if search_term else queryset), False


@admin.register(ChangeRequest)
class ChangeRequestAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("institution", "state", "proposed_at", "ended_at")
    list_select_related = ("institution",)
    list_filter = ("state",)
    ordering = ("-pk",)
    fields = ("institution", "state", "reason", "proposed", "decided", "proposed_at", "ended_at")
    readonly_fields = fields

    @admin.display(description=_("Proposed facts"))
    def proposed(self, row):
        return _in_lines((line.label, f"{line.before} → {line.proposed}") for line in lines_of(row))

    @admin.display(description=_("Decision"))
    def decided(self, row):
        accepted, found = pgettext("change request", "accepted"), lines_of(row)
        said = [(line.label, line.decision) for line in found if line.decision]
        return _in_lines((label, accepted if how["accepted"] else how["reason"]) for label, how in said)


@admin.register(AccountRequest)
class AccountRequestAdmin(ReadOnlyAdmin):
    list_display = ("institution", "role", "state", "asked_at")
    list_select_related = ("institution",)
    list_filter = ("state",)
    ordering = ("-pk",)
    fields = ("institution", "role", "name", "phone", "state", "reason", "asked_at", "decided_at")
    readonly_fields = fields


@admin.register(Verification)
class VerificationAdmin(ReadOnlyAdmin):
    paginator = FirstThousand
    list_display = ("name", "state", "due_on", "decided_on", "suspended_until", "verified_to")
    list_filter = ("state",)
    ordering = ("due_on", "pk")
    fields = (
        "institution", "due_on", "state", "applied_at", "statement", "reviewed_at", "findings", "visited_on",
        "demerits", "decided_on", "conclusion", "suspended_until", "verified_to",
    )  # fmt: skip
    readonly_fields = fields


@admin.register(ProposableFacts)
class ProposableFactsAdmin(ScopedAdmin):
    """Which facts institutions may propose to change, by territory and day."""

    autocomplete_fields = ("region",)
    list_display = ("place", "valid_from", "fact_words", "basis")
    list_select_related = ("region",)
    ordering = ("region_path", "-valid_from", "pk")
    fields = ("region", "facts", "valid_from", "basis")

    @admin.display(description=_("Region"), ordering="region_path")
    def place(self, row):
        return row.region.name

    @admin.display(description=_("Facts"))
    def fact_words(self, row):
        return "、".join(str(LABELS[fact]) for fact in row.facts)

    def get_fields(self, request, obj=None):
        return ["place" if obj and name == "region" else name for name in super().get_fields(request, obj)]

    def get_readonly_fields(self, request, obj=None):
        return ("place",) if obj else ()

    def _is_foreign(self, request, obj, name: str) -> bool:
        return False  # what holds here is named with the territory it is from

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "facts":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name, required=False, widget=UnfoldAdminCheckboxSelectMultipleWidget,
                choices=[(fact, LABELS[fact]) for fact in PROPOSABLE],
                help_text=_("None: nothing is proposed there; the commission's staff keep the record alone."),
            )  # fmt: skip
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        said = {name: form.cleaned_data[name] for name in ("facts", "valid_from", "basis")}
        if change:
            saved = proposable.change_proposable(obj, by=request.acting, **said)
        else:
            saved = proposable.set_proposable(region=form.cleaned_data["region"], by=request.acting, **said)
        vars(obj).update(vars(saved))
