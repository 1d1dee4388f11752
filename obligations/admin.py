"""Duties to look at; limits and the ladder of reminders, which the commission keeps for its own territory."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from unfold.widgets import UnfoldAdminSelectWidget

from agencies.access import in_scope
from kernel.admin import ReadOnlyAdmin, ScopedAdmin
from kernel.keyset import count_up_to
from obligations.enums import LimitUnit, Stage
from obligations.kinds import choices, label_of
from obligations.models import LimitOverride, Obligation, ObligationStep, Reminder, ReminderRule
from obligations.services import policy

MANY = 10_000
LIMITS = _(
    "A limit concerns only the duties that are opened from now on; what is opened already keeps its day. "
    "Once a duty was counted by it, a limit stays as it is: add another from a later day."
)
LADDER = _(
    "For a duty the ladder of its kind holds, else that of every kind, each time of the smallest territory around it. "
    "The first step of a new ladder brings the steps along that have held there so far. "
    "What is changed here moves the next reminder of every duty that is owed."
)


class FirstThousands(Paginator):
    """Pages through a ledger as far as anybody turns them; it is not counted to its end."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return count_up_to(rows, MANY)[0]


class LedgerAdmin(ReadOnlyAdmin):
    paginator = FirstThousands
    ordering = ("-pk",)

    @admin.display(description=_("Unit"))
    def unit(self, row):
        return row.bearer.name

    @admin.display(description=_("Duty"))
    def duty(self, row):
        return row.obligation.title


@admin.register(Obligation)
class ObligationAdmin(LedgerAdmin):
    list_display = ("title", "label", "unit", "due_on", "state", "opened_at")
    list_select_related = ("bearer",)
    list_filter = ("state",)
    fields = (
        "title", "label", "unit", "region_path", "period", "opened_at", "counted_from", "amount", "unit_words",
        "due_on", "due_at", "first_due_on", "is_provisional", "state", "first_submitted_at", "submitted_at", "was_late",
        "closed_at",
    )  # fmt: skip

    @admin.display(description=_("Limit counted in"))
    def unit_words(self, row):
        return row.get_unit_display()


class OfDutyAdmin(LedgerAdmin):
    """Rows that belong to a duty are seen by whoever sees the duty."""

    list_select_related = ("obligation",)

    def get_queryset(self, request):
        seen = in_scope(request.acting, "obligations.obligation", path="obligation__region_path")
        return self.model._default_manager.filter(seen).order_by(*self.get_ordering(request))


@admin.register(ObligationStep)
class ObligationStepAdmin(OfDutyAdmin):
    list_display = ("duty", "verb", "at", "reason")
    list_filter = ("verb",)
    fields = ("duty", "verb", "at", "reason", "basis", "due_before", "due_after")


@admin.register(Reminder)
class ReminderAdmin(OfDutyAdmin):
    list_display = ("duty", "stage", "offset", "due_on", "sent_at")
    list_filter = ("stage",)
    fields = ("duty", "stage", "offset", "due_on", "due_at", "sent_at")


class PolicyAdmin(ScopedAdmin):
    """note: what a change means.  helps: field → a sentence below it.  A row keeps its kind and its region."""

    note: Any = ""
    helps: dict[str, Any] = {}
    autocomplete_fields = ("region",)
    list_select_related = ("region",)

    @admin.display(description=_("Kind"), ordering="kind")
    def kind_words(self, row):
        return label_of(row.kind) if row.kind else pgettext("ladder", "every kind")

    @admin.display(description=_("Region"), ordering="region_path")
    def place(self, row):
        return row.region.name if row.region else pgettext("ladder", "everywhere")

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": self.get_fields(request, obj), "description": self.note})]

    def get_fields(self, request, obj=None):
        shown = {"kind": "kind_words", "region": "place"} if obj else {}
        return [shown.get(name, name) for name in super().get_fields(request, obj)]

    def get_readonly_fields(self, request, obj=None):
        return ("kind_words", "place") if obj else ()

    def _is_foreign(self, request, obj, name: str) -> bool:
        return False  # a limit or rule that holds here is named with the territory it is from

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            offered = self.kinds_offered()
            return forms.ChoiceField(label=db_field.verbose_name, choices=offered, required=False,
                                     widget=UnfoldAdminSelectWidget)  # fmt: skip
        if db_field.name in self.helps:
            kwargs["help_text"] = self.helps[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def kinds_offered(self) -> list[tuple]:
        return []


@admin.register(LimitOverride)
class LimitOverrideAdmin(PolicyAdmin):
    """How long a limit is in a territory, from when on, and by which document."""

    note = LIMITS
    helps = {"amount": _("In the unit that stands beside the kind; below 0 where it is counted before the event.")}
    list_display = ("kind_words", "place", "amount", "valid_from", "basis")
    ordering = ("kind", "region_path", "-valid_from", "pk")
    fields = ("kind", "region", "amount", "valid_from", "basis")

    def kinds_offered(self) -> list[tuple]:
        return [
            (kind.key, f"{kind.label} ({kind.amount} {kind.unit.label})")
            for kind in sorted(policy.kinds_with_amounts(), key=lambda kind: str(kind.label))
        ]

    def save_model(self, request, obj, form, change):
        facts = {name: form.cleaned_data[name] for name in ("amount", "valid_from", "basis")}
        if change:
            saved = policy.change_limit(obj, by=request.acting, **facts)
        else:
            place = {name: form.cleaned_data[name] for name in ("kind", "region")}
            saved = policy.set_limit(by=request.acting, **place, **facts)
        vars(obj).update(vars(saved))


@admin.register(ReminderRule)
class ReminderRuleAdmin(PolicyAdmin):
    """The steps of the ladders that hold here."""

    note = LADDER
    helps = {
        "region": _("Empty: everywhere, where your territory holds every agency of the portal."),
        "offset": _("After the due day or hour; below 0 before it."),
    }
    list_display = ("kind_words", "place", "stage", "offset", "unit")
    list_filter = ("stage",)
    ordering = ("kind", "region_path", "unit", "offset", "pk")
    fields = ("kind", "region", "stage", "offset", "unit")

    def kinds_offered(self) -> list[tuple]:
        return [("", pgettext("ladder", "every kind")), *sorted(choices(), key=lambda choice: str(choice[1]))]

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        left_out = {Stage.ASSIGNED} if db_field.name == "stage" else set(LimitUnit) - policy.COUNTED_IN
        kwargs["choices"] = [choice for choice in db_field.choices if choice[0] not in left_out]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Without a region a rule holds everywhere, which not every commission may say."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "region" in form.base_fields:
            everywhere = request.acting.has_perm("obligations.add_reminderrule", ReminderRule())
            form.base_fields["region"].required = not everywhere
        return form

    def save_model(self, request, obj, form, change):
        facts = {name: form.cleaned_data[name] for name in ("stage", "offset", "unit")}
        by, at = request.acting, timezone.now()
        if change:
            saved = policy.change_step(obj, by=by, at=at, **facts)
        else:
            place = {name: form.cleaned_data[name] for name in ("kind", "region")}
            saved = policy.add_step(by=by, at=at, **place, **facts)
        vars(obj).update(vars(saved))

    def delete_model(self, request, obj):
        policy.remove_step(obj, by=request.acting, at=timezone.now())
