"""Forms on duties."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the unit need not do it any more"),
        max_length=300,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("It stays in the history of the duty, with your unit and your name."),
        error_messages={"required": _("Say why the unit need not do it any more.")},
    )
