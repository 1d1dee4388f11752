"""The shape of what is signed, entered from paper, and worded."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commitments.deadlines import FIRST_YEAR
from kernel.forms import Day
from kernel.once import OnceForm

LONGEST_TEXT = 10_000  # what a publication takes


class SignForm(OnceForm):
    """seen: the text that was read."""

    name = forms.CharField(
        label=_("Full name of the person who signs"), max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    is_confirmed = forms.BooleanField(label=_("I have read the text, and commit myself to it."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)


class ScanForm(OnceForm):
    name = forms.CharField(label=_("Who has signed"), max_length=60)
    signed_on = Day(label=_("Signed on"))
    scan = forms.FileField(label=_("Scan of the paper"), help_text=_("A picture, PDF or OFD."))

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, initial={"year": today.year, "signed_on": today}, **kwargs)
        self.fields["year"] = forms.IntegerField(label=_("For the year"), min_value=FIRST_YEAR, max_value=today.year)
        self.order_fields(["name", "year"])


class TemplateForm(OnceForm):
    title = forms.CharField(label=pgettext_lazy("commitment", "Title"), max_length=100)
    text = forms.CharField(
        label=pgettext_lazy("commitment", "Text"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 16})
    )
    valid_from = Day(label=_("Valid from"), help_text=_("Today, or a later day."))
