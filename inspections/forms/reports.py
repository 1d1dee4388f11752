"""What is typed into a report."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.enums import Verdict
from inspections.services.answering import Said
from kernel.forms import Day


class AnswerForm(forms.Form):
    """What is said to one item; the page draws its fields itself, 53 times.

    base: the version of the answer that is shown.  key, device_at: of a change that a device has kept until it could
    be sent.
    """

    verdict = forms.ChoiceField(label=_("Answer"), choices=[("", ""), *Verdict.choices], required=False)
    explanation = forms.CharField(label=_("Explanation"), max_length=1000, required=False)
    found_on = Day(label=_("Found on"), required=False)
    person = forms.CharField(label=_("Who sees to it"), max_length=60, required=False)
    base = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    key = forms.UUIDField(required=False)
    device_at = forms.DateTimeField(required=False)

    @property
    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in ("verdict", "explanation", "found_on", "person")})

    @property
    def change(self) -> dict:
        """What `save_answer` wants to know of the change."""
        facts = self.cleaned_data
        return {"key": facts["key"] or uuid4(), "base": facts["base"], "device_at": facts["device_at"]}

    @property
    def words(self) -> str:
        """What is wrong, as one sentence after the other."""
        return " ".join(words for found in self.errors.values() for words in found)


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("Photo or document"))
    key = forms.UUIDField(required=False)
    device_at = forms.DateTimeField(required=False)

    @staticmethod
    def fresh() -> dict:
        """Of a file that no device has kept."""
        return {"key": uuid4(), "device_at": None}

    @property
    def sent(self) -> dict:
        facts = self.cleaned_data
        return {"key": facts["key"] or uuid4(), "device_at": facts["device_at"]}


class SignForm(forms.Form):
    """The principal's signature."""

    name = forms.CharField(
        label=_("Your full name"), max_length=60, help_text=_("As it stands in the licence: it is your signature.")
    )


class AskBackForm(forms.Form):
    reason = forms.CharField(label=_("What is to be changed"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
