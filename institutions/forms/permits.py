"""What is entered of a special permit, and of large equipment."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from institutions.enums import EquipmentKind, PermitKind
from kernel.forms import Day
from kernel.once import OnceForm


class PermitForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("permit", "Kind"), choices=PermitKind.choices)
    number = forms.CharField(label=pgettext_lazy("permit", "Number"), max_length=60)
    issued_by = forms.CharField(label=pgettext_lazy("permit", "Issued by"), max_length=100, required=False)
    valid_from = Day(label=_("Valid from"), required=False)
    valid_to = Day(label=_("Valid until"), required=False)

    def clean(self):
        said = super().clean() or self.cleaned_data
        first, last = said.get("valid_from"), said.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The permit ends before it begins."))
        return said


class NewPermitForm(PermitForm, OnceForm):
    pass


class EquipmentForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("equipment", "Kind"), choices=EquipmentKind.choices)
    name = forms.CharField(label=pgettext_lazy("equipment", "Name"), max_length=100)
    model = forms.CharField(label=pgettext_lazy("equipment", "Model"), max_length=60, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=60, required=False)
    room = forms.CharField(label=_("Room"), max_length=60, required=False)
    permit_number = forms.CharField(label=_("Number of the permit"), max_length=60, required=False)
    permit_to = Day(label=_("Permit valid until"), required=False)
    checked_on = Day(label=_("Last checked on"), required=False)


class NewEquipmentForm(EquipmentForm, OnceForm):
    pass


class KeptEquipmentForm(EquipmentForm):
    is_in_use = forms.BooleanField(label=_("In use"), required=False)
