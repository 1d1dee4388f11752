"""What somebody says who asks for an account of an institution."""

from django import forms
from django.utils.translation import gettext_lazy as _

from institutions.forms.register import Code
from institutions.services.asking import ROLES

PAPERS = ".pdf,.jpg,.jpeg,.png,.webp"


class Paper(forms.FileField):
    widget = forms.FileInput({"accept": PAPERS})


class AskAccountForm(forms.Form):
    code = Code(
        label=_("Unified social credit code or registration code"), max_length=28, help_text=_("As on the licence.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in ROLES])
    name = forms.CharField(label=_("Your name"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=30)
    licence = Paper(label=_("Scan of the licence"), help_text=_("PDF or a picture, at most 10 MB."))
    letter = Paper(
        label=_("Letter of the institution"),
        help_text=_("With its seal; it names you and says for what you act. PDF or a picture, at most 10 MB."),
    )


class RefuseAccountForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))
