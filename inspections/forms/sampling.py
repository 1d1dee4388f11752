"""What a draw is asked for."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.once import OnceForm


class SampleForm(OnceForm):
    """occasions: those to choose from, [(key, words)]."""

    occasion = forms.ChoiceField(label=gettext_lazy("Round"))
    number = forms.IntegerField(label=gettext_lazy("Number of reports"), min_value=1, max_value=10_000, required=False)
    percent = forms.IntegerField(label=gettext_lazy("Or percent"), min_value=1, max_value=100, required=False)

    def __init__(self, *args, occasions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["occasion"].choices = occasions

    def clean(self):
        said = super().clean() or self.cleaned_data
        if not self.errors and (said.get("number") is None) == (said.get("percent") is None):
            self.add_error("number", _("Give a number, or a percentage."))
        return said
