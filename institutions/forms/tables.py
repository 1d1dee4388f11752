"""The shape of a table that is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.once import OnceForm


class TableForm(OnceForm):
    file = forms.FileField(label=_("Table (XLSX, or CSV)"))
