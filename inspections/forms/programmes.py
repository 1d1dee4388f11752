"""What is entered of a programme, of its rounds, and of a special self-inspection."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from inspections.enums import Newcomers
from inspections.models import Checklist
from inspections.services.audiences import MOST_CODES, listed
from institutions.enums import Category, Level
from kernel.forms import Day
from kernel.once import OnceForm


class UsableChecklist(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(queryset=None, **kwargs)


class ChecklistsForm(forms.Form):
    """Whoever chooses a checklist chooses among those that hold in the own territory."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UsableChecklist):
                field.queryset = Checklist.objects.usable_at(by.region_path, on=timezone.localdate())


class NewProgrammeForm(ChecklistsForm, OnceForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2199)
    title = forms.CharField(label=_("Title"), max_length=100)
    daily = UsableChecklist(label=_("Checklist of the daily self-inspections"))
    full = UsableChecklist(label=_("Checklist of the full self-inspection"))


class ProgrammeForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=100)
    full_covers = forms.BooleanField(
        label=_("A full self-inspection in the fourth quarter counts as its daily one too"), required=False
    )
    newcomers = forms.ChoiceField(
        label=_("Institutions licensed within a period inspect themselves"), choices=Newcomers.choices
    )
    newcomer_days = forms.IntegerField(
        label=_("Days that must be left"), min_value=1, max_value=366,
        help_text=_("Counts where enough days must be left of the period."),
    )  # fmt: skip


class AudienceForm(forms.Form):
    """By category and level, as the filters of the register take them."""

    category = forms.MultipleChoiceField(
        label=_("Only these categories"), choices=Category.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: institutions of every category."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=pgettext_lazy("institution", "Level"), choices=[("", _("Every level")), *Level.choices], required=False
    )

    def narrowed(self) -> dict[str, Any]:
        """As `Round.audience` keeps it."""
        said = {name: self.cleaned_data.get(name) for name in AudienceForm.base_fields}
        filters = {name: value for name, value in said.items() if value}
        return {"filters": filters} if filters else {}


class RoundForm(ChecklistsForm, AudienceForm):
    checklist = UsableChecklist(label=_("Checklist"))
    opens_on = Day(label=_("Opens on"))
    due_on = Day(label=_("Due on"))
    field_order = ("opens_on", "due_on", "checklist", "category", "level")


class WithdrawProgrammeForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


class SpecialForm(ChecklistsForm, OnceForm):
    """For the institutions that were chosen in the register. filters: of its list."""

    title = forms.CharField(label=_("Title"), max_length=100)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("What calls for it; the institutions read this."),
    )  # fmt: skip
    checklist = UsableChecklist(label=_("Checklist"))
    due_on = Day(label=_("Due on"))

    def __init__(self, *args, by, filters: dict[str, Any] | None = None, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        self.by, self.filters = by, filters

    def audience(self) -> dict[str, Any]:
        """As `Round.audience` keeps it."""
        return {"filters": self.filters}


class OpenSpecialForm(SpecialForm, AudienceForm):
    """For those of some categories, of a level, of a list."""

    codes = forms.CharField(
        label=_("Only these institutions"), required=False,
        widget=forms.Textarea({"rows": 5, "class": "mono"}),
        help_text=_("Unified social credit codes or registration codes, one a line."),
    )  # fmt: skip
    field_order = ("title", "reason", "checklist", "due_on", "category", "level", "codes")

    def clean_codes(self) -> list[str]:
        codes = list(dict.fromkeys(re.sub(r"[\s,;，；、]+", " ", self.cleaned_data["codes"]).upper().split()))
        if len(codes) > MOST_CODES:
            raise forms.ValidationError(_now("At most %(most)d codes at once.") % {"most": MOST_CODES})
        self.listed, unknown = listed(codes, by=self.by) if codes else ({}, [])
        if unknown:
            raise forms.ValidationError(unknown_words(unknown))
        return codes

    def audience(self) -> dict[str, Any]:
        return self.narrowed() | self.listed


def unknown_words(codes: list[str]) -> str:
    words = ngettext(
        "No institution of your territory has this code: %(codes)s.",
        "No institutions of your territory have these %(count)d codes: %(codes)s.",
        len(codes),
    )
    return words % {"count": len(codes), "codes": _now(", ").join(codes)}
