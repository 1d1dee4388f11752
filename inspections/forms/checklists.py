"""What is entered of a checklist: its title, its items one at a time, the day from which it holds."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.enums import EvidenceRule, Severity, Trait
from inspections.models import Checklist
from kernel.forms import Day
from kernel.once import OnceForm


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=100)


class NewChecklistForm(TitleForm, OnceForm):
    base: Any = forms.ModelChoiceField(
        label=_("Begin with the items of"), queryset=None, required=False, empty_label=_("none: an empty checklist"),
        help_text=_("One of your own territory becomes its next version."),
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["base"].queryset = Checklist.objects.usable_at(by.region_path, on=timezone.localdate())


class ItemForm(forms.Form):
    heading = forms.CharField(label=_("Heading"), max_length=60)
    position = forms.IntegerField(
        label=_("Place in the checklist"), min_value=1, max_value=1000, help_text=_("1 is the first item.")
    )
    code = forms.CharField(
        label=pgettext_lazy("item", "Code"), max_length=12,
        help_text=_("As it is quoted. The same code in the next version is the same point."),
    )  # fmt: skip
    text = forms.CharField(
        label=pgettext_lazy("item", "What is asked"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    basis = forms.CharField(label=_("Legal basis"), max_length=300, required=False)
    applies = forms.MultipleChoiceField(
        label=_("Applies to institutions of any of these kinds"), choices=Trait.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: it applies to all."),
    )  # fmt: skip
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    evidence = forms.ChoiceField(
        label=_("Evidence is asked for"), choices=EvidenceRule.choices, initial=EvidenceRule.NOT_MET
    )
    needs_reason = forms.BooleanField(label=_("“Not applicable” needs a reason"), required=False, initial=True)
    active_from = Day(
        label=pgettext_lazy("item", "Asked from"), required=False, help_text=_("Where the law holds from a day on.")
    )
    active_to = Day(label=pgettext_lazy("item", "Asked until"), required=False)

    def clean(self):
        said = super().clean() or self.cleaned_data
        first, last = said.get("active_from"), said.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", _("It ends before it begins."))
        return said


class PublishChecklistForm(forms.Form):
    valid_from = Day(label=pgettext_lazy("checklist", "Valid from"))


class TraitsForm(forms.Form):
    """Of which kind an institution is, to see what it would be asked."""

    traits = forms.MultipleChoiceField(
        label=_("The institution is or has"), choices=Trait.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
