"""The shape of what is entered in the register."""

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from institutions.enums import Category, ClassGrade, Level, LicenceType, Ownership, ProfitClass
from institutions.facts import faults_of
from institutions.forms.named import Named, institution_meant, owner_meant, region_field
from kernel.forms import Day
from kernel.once import OnceForm

BETWEEN = re.compile(r"[、,，;；\n]+")


class Subjects(forms.CharField):
    """Clinical subjects as printed, parted by commas: a list."""

    widget = forms.Textarea({"rows": 3})

    def clean(self, value):
        return [subject for word in BETWEEN.split(super().clean(value)) if (subject := word.strip())]

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value


class Code(forms.CharField):
    """A code in capitals without spaces."""

    def to_python(self, value):
        return "".join(super().to_python(value).split()).upper()


def _choice(label, choices, *, required: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices.choices], required=required)


class InstitutionForm(forms.Form):
    """What the register says of an institution. by: in whose territory."""

    name = forms.CharField(label=pgettext_lazy("institution", "Name"), max_length=120)
    region = forms.Field(label=_("Region"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    category = _choice(_("Category"), Category, required=True)
    uscc = Code(label=_("Unified social credit code"), max_length=24, required=False)
    reg_code = Code(label=_("Registration code"), max_length=28, required=False)
    ownership = _choice(_("Ownership"), Ownership)
    profit_class = _choice(_("Profit class"), ProfitClass)
    level = _choice(pgettext_lazy("institution", "Level"), Level)
    class_grade = _choice(pgettext_lazy("institution", "Class"), ClassGrade)
    beds = forms.IntegerField(label=_("Beds"), min_value=0, initial=0)
    subjects = Subjects(
        label=_("Clinical subjects"), required=False, help_text=_("As on the licence, parted by commas.")
    )
    principal = forms.CharField(label=_("Principal"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    owner = Named(
        label=pgettext_lazy("institution", "Run by"), max_length=120, required=False,
        help_text=_("The whole name of who runs it, or the code where that is an institution."),
    )  # fmt: skip
    licence_type = forms.ChoiceField(label=_("Kind of licence"), choices=LicenceType.choices)
    licence_number = forms.CharField(label=_("Number of the licence"), max_length=40, required=False)
    licence_from = Day(label=_("Licence valid from"), required=False)
    licence_to = Day(label=_("Licence valid until"), required=False)
    opened_on = Day(label=_("Opened on"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"] = region_field(by)

    def clean_owner(self):
        said, recorded = self.cleaned_data["owner"], self.initial.get("owner")
        if recorded and said == recorded.name:  # untouched, whoever else has this name
            return recorded
        return owner_meant(said) if said else None

    def clean(self):
        said = super().clean() or self.cleaned_data
        for fact, fault in faults_of(said, today=timezone.localdate()).items():
            if fact not in self.errors:
                self.add_error(fact, fault)
        return said


class NewInstitutionForm(InstitutionForm, OnceForm):
    pass


class CloseForm(forms.Form):
    """The last day, and why."""

    on = Day(label=pgettext_lazy("supervised", "Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


class CloseInstitutionForm(CloseForm):
    """Also into which institution it was merged. by: who closes it."""

    on = Day(label=pgettext_lazy("institution", "Last day"))
    successor = Named(
        label=_("Merged into"), max_length=120, required=False,
        help_text=_("Where another institution goes on with it: its whole name, or its code; one of your territory."),
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_successor(self):
        said = self.cleaned_data["successor"]
        return institution_meant(said, by=self.by) if said else None


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))
