"""What is entered of a supervised object."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from institutions.enums import SupervisedKind
from institutions.forms.named import region_field
from institutions.forms.register import Code
from kernel.once import OnceForm


class ObjectForm(forms.Form):
    """by: in whose territory one is named."""

    kind = forms.ChoiceField(label=pgettext_lazy("supervised", "Kind"), choices=SupervisedKind.choices)
    name = forms.CharField(
        label=pgettext_lazy("supervised", "Name"), max_length=120,
        help_text=_("Of practice without a licence: the sign or the place, not a person's name."),
    )  # fmt: skip
    region = forms.Field(label=_("Region"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    uscc = Code(label=_("Unified social credit code"), max_length=24, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    remark = forms.CharField(
        label=_("Remark"), max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )  # fmt: skip

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"] = region_field(by)


class NewObjectForm(ObjectForm, OnceForm):
    pass
